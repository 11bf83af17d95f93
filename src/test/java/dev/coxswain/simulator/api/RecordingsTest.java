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
        cases.put("auth-01-reviews", "needs the authorizer beside the server");
        cases.put("auth-02-service-account", "needs the authorizer beside the server");
        cases.put("crd-01-create-and-discover", "a new definition is established at once, not a moment later");
        cases.put("crd-02-schema", "rules are not tried on an object of the wrong type");
        cases.put("crud-03-bad-input", "malformed bodies and media types are the business of the wire");
        cases.put("crud-06-field-validation", "duplicate fields are lost before the server sees them");
        cases.put("list-01-selectors", "a selector that is cut off is described in other words");
        cases.put("list-02-pages", "page tokens are of another make");
        cases.put("list-04-tables-and-metadata", "content negotiation is the business of the wire");
        cases.put("misc-01-version-and-discovery", "the discovery documents are leaner than recorded");
        cases.put("patch-01-json-patch", "one bad label is told once, not four times");
        cases.put("patch-02-merge-patch", "another uid in a patch is a conflict here");
        cases.put("ssa-03-lists-and-errors", "YAML that does not parse is the business of the wire");
        cases.put("work-01-pod-life", "needs a kubelet");
        cases.put("work-02-eviction", "needs controllers and a kubelet");
        cases.put("work-03-deployment-to-zero-and-back", "needs controllers and a kubelet");
        cases.put("work-04-statefulset", "needs controllers and a kubelet");
        cases.put("work-06-crash-loop", "needs a kubelet");
        cases.put("work-07-cordon-and-node", "needs the node controller");
        cases.put("work-08-lease", "the durations of a Lease are not validated");
        cases.put("work-10-namespace-end", "namespaces empty themselves at once");
        cases.put("work-11-job", "needs controllers and a kubelet");
        return Map.copyOf(cases);
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
