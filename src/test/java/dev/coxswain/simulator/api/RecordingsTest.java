package dev.coxswain.simulator.api;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.coxswain.cluster.Json;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

/** What a real API server answered is what the simulator answers, but for the listed cases. */
class RecordingsTest {

    private static final Path RECORDINGS =
            Path.of(System.getProperty("coxswain.shared", "../shared"), "recordings", "api");

    /** Cases that do not agree yet, each with its reason; one that begins to agree has to leave this list. */
    private static final Map<String, String> DIFFERENT = different();

    private static Map<String, String> different() {
        Map<String, String> cases = new TreeMap<>();
        //DIFFERENT
        return Map.copyOf(cases);
    }

    @TestFactory
    Stream<DynamicTest> everyRecordedCaseAgreesUnlessListed() throws IOException {
        assumeTrue(Files.isDirectory(RECORDINGS), "no recordings at " + RECORDINGS + ": set -Dcoxswain.shared");
        try (Stream<Path> files = Files.list(RECORDINGS)) {
            List<Path> cases = files.sorted().toList();
            return cases.stream().map(file -> DynamicTest.dynamicTest(file.getFileName().toString(), () -> agrees(file)));
        }
    }

    private static void agrees(Path file) throws IOException {
        String name = file.getFileName().toString().replace(".json", "");
        Map<String, ?> recording = Json.asMap(Json.parse(Files.readAllBytes(file)));
        List<String> differences = new Replay(name).differences(Json.asList(recording.get("steps")));
        if (DIFFERENT.containsKey(name)) {
            assertThat(differences)
                    .as("%s agrees now: take it off the list (it said: %s)", name, DIFFERENT.get(name))
                    .isNotEmpty();
        } else {
            assertThat(differences).isEmpty();
        }
    }
}
