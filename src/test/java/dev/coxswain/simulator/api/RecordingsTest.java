package dev.coxswain.simulator.api;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeFalse;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.coxswain.cluster.Json;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

/** What a real API server answered is what the simulator answers, but for the listed differences. */
class RecordingsTest {

    private static final Path RECORDINGS =
            Path.of(System.getProperty("coxswain.shared", "../shared"), "recordings", "api");

    private static final String STAMP =
            "the recorded server was built without its version: a client could not read what it says of itself";

    private static final String HASH =
            "the name of a ReplicaSet is a hash over the memory layout of a Go struct; a name of another"
                    + " hash says the same";

    /** Differences that stay, each with its reason. One that is no longer met has to leave this list. */
    private static final List<Difference> DIFFERENCES = List.of(
            new Difference("auth-02-service-account", "GET /version\\.git", STAMP),
            new Difference("misc-01-version-and-discovery", "GET /version\\.git", STAMP),
            new Difference("work-03-deployment-to-zero-and-back", "message is .{0,2}ReplicaSet .{0,2}zz-", HASH));

    /** What a real cluster may have beyond that: it has its own version, and definitions of its own. */
    private static final Difference OWN_DEFINITIONS = new Difference(
            "misc-01-version-and-discovery", "GET /apis.items has", "other definitions are installed in the cluster");

    /** @param what a pattern that is found in the difference */
    private record Difference(String caseName, String what, String reason) {

        boolean covers(String difference) {
            return Pattern.compile(what).matcher(difference).find();
        }
    }

    @TestFactory
    Stream<DynamicTest> everyRecordedCaseAgreesUnlessListed() throws IOException {
        return cases().map(file -> DynamicTest.dynamicTest(file.getFileName().toString(), () -> agrees(file)));
    }

    /**
     * The same cases against the API server of {@code -Dcoxswain.test.kubeconfig=FILE}, which tells whether they are read as they
     * were meant.
     */
    @TestFactory
    Stream<DynamicTest> everyRecordedCaseAgreesWithARealServer() throws IOException, InterruptedException {
        String kubeconfig = System.getProperty("coxswain.test.kubeconfig", "");
        assumeFalse(kubeconfig.isEmpty(), "no real API server: set -Dcoxswain.test.kubeconfig");
        RealServer server = new RealServer(Path.of(kubeconfig));
        String obstacle = server.prepare();
        if (!obstacle.isEmpty()) {
            server.close();
        }
        assumeTrue(obstacle.isEmpty(), obstacle);
        return cases().map(file -> DynamicTest.dynamicTest(
                        file.getFileName().toString(),
                        () -> assertThat(unlisted(
                                        differences(file, server),
                                        Stream.concat(listed(file).stream(), Stream.of(OWN_DEFINITIONS))
                                                .toList()))
                                .isEmpty()))
                .onClose(() -> closed(server));
    }

    private static void closed(RealServer server) {
        try {
            server.close();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static Stream<Path> cases() throws IOException {
        assumeTrue(Files.isDirectory(RECORDINGS), "no recordings at " + RECORDINGS + ": set -Dcoxswain.shared");
        try (Stream<Path> files = Files.list(RECORDINGS)) {
            return files.sorted().toList().stream();
        }
    }

    private static String name(Path file) {
        return file.getFileName().toString().replace(".json", "");
    }

    private static List<Difference> listed(Path file) {
        return DIFFERENCES.stream()
                .filter(each -> each.caseName().equals(name(file)))
                .toList();
    }

    private static List<String> unlisted(List<String> differences, List<Difference> listed) {
        return differences.stream()
                .filter(each -> listed.stream().noneMatch(known -> known.covers(each)))
                .toList();
    }

    private static List<String> differences(Path file, RecordedServer server) throws IOException, InterruptedException {
        Map<String, ?> recording = Json.asMap(Json.parse(Files.readAllBytes(file)));
        return new Replay(server, name(file)).differences(Json.asList(recording.get("steps")));
    }

    private static void agrees(Path file) throws IOException, InterruptedException {
        String name = name(file);
        List<String> differences;
        try (RecordedServer server = new SimulatedServer()) {
            differences = differences(file, server);
        }
        assertThat(unlisted(differences, listed(file)))
                .as("differences from the recording %s", name)
                .isEmpty();
        for (Difference listed : listed(file)) {
            assertThat(differences)
                    .as("%s agrees now, take it off the list: %s", name, listed.reason())
                    .anyMatch(listed::covers);
        }
    }
}
