package dev.coxswain.simulator.api;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.coxswain.cluster.Json;
import java.io.IOException;
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

    /** @param what a pattern that is found in the difference */
    private record Difference(String caseName, String what, String reason) {

        boolean covers(String difference) {
            return Pattern.compile(what).matcher(difference).find();
        }
    }

    @TestFactory
    Stream<DynamicTest> everyRecordedCaseAgreesUnlessListed() throws IOException {
        assumeTrue(Files.isDirectory(RECORDINGS), "no recordings at " + RECORDINGS + ": set -Dcoxswain.shared");
        try (Stream<Path> files = Files.list(RECORDINGS)) {
            List<Path> cases = files.sorted().toList();
            return cases.stream()
                    .map(file -> DynamicTest.dynamicTest(file.getFileName().toString(), () -> agrees(file)));
        }
    }

    private static void agrees(Path file) throws IOException, InterruptedException {
        String name = file.getFileName().toString().replace(".json", "");
        Map<String, ?> recording = Json.asMap(Json.parse(Files.readAllBytes(file)));
        List<String> differences;
        try (RecordedServer server = new SimulatedServer()) {
            differences = new Replay(server, name).differences(Json.asList(recording.get("steps")));
        }
        List<Difference> known = DIFFERENCES.stream()
                .filter(each -> each.caseName().equals(name))
                .toList();
        assertThat(differences.stream()
                        .filter(each -> known.stream().noneMatch(listed -> listed.covers(each)))
                        .toList())
                .as("differences from the recording %s", name)
                .isEmpty();
        for (Difference listed : known) {
            assertThat(differences)
                    .as("%s agrees now, take it off the list: %s", name, listed.reason())
                    .anyMatch(listed::covers);
        }
    }
}
