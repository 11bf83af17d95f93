package dev.coxswain.fleet.recognition;

import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.coxswain.cluster.Json;
import dev.coxswain.cluster.KubeObject;
import dev.coxswain.cluster.ObjectRef;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.function.DoubleConsumer;

/** Manifests and recordings of real operators, which live beside the repository; without them a test is skipped. */
public final class SharedFacts {

    private SharedFacts() {}

    public static String text(String path) {
        try {
            return Files.readString(file(path));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    public static List<Path> files(String folder) {
        try (var files = Files.list(file(folder))) {
            return files.sorted().toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static Path file(String path) {
        Path file = Path.of(System.getProperty("coxswain.shared", "../shared")).resolve(path);
        assumeTrue(Files.exists(file), "no facts about real operators at " + file);
        return file;
    }

    /** Replays watch events into a snapshot, and after each hands over its second. */
    public static void replay(String recording, Snapshot snapshot, DoubleConsumer afterEach) {
        for (String line : text(recording).lines().toList()) {
            Map<String, Object> event = Json.asMap(Json.parse(line));
            if (!(event.get("object") instanceof Map<?, ?> tree) || Json.at(tree, "metadata", "name") == null) {
                continue;
            }
            KubeObject object = KubeObject.of(Json.asMap(tree));
            ObjectRef ref = object.ref();
            if ("DELETED".equals(event.get("type"))) {
                snapshot.remove(ref);
            } else {
                snapshot.put(object);
            }
            afterEach.accept(Double.parseDouble(Json.asText(event.get("at"))));
        }
    }
}
