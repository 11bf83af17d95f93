package dev.coxswain.cli.schema;

import static org.assertj.core.api.Assertions.assertThat;

import com.networknt.schema.Error;
import com.networknt.schema.InputFormat;
import com.networknt.schema.Schema;
import com.networknt.schema.SchemaRegistry;
import com.networknt.schema.SpecificationVersion;
import dev.coxswain.action.Actions;
import dev.coxswain.cluster.Json;
import dev.coxswain.expression.Diagnostics;
import dev.coxswain.expression.YamlDocument;
import dev.coxswain.expression.YamlNode;
import dev.coxswain.playbook.PlaybookReader;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.io.TempDir;

class JsonSchemaTest {

    private static final Path BAD = Path.of("src/test/resources/dev/coxswain/playbook/bad");

    /** Mistakes of form, which an editor can see. All others are for the checker: they are about what expressions mean. */
    private static final Set<String> OF_FORM = Set.of(
            "01", "02", "03", "16", "36", "37", "39", "40", "41", "42", "43", "44", "52", "53", "54", "60", "62", "68");

    /** Mistakes that only the checker sees: the schema must not be stricter than it. */
    private static final Set<String> OF_MEANING = Set.of(
            "05", "06", "07", "08", "09", "10", "11", "12", "13", "14", "15", "17", "18", "19", "20", "21", "22", "23",
            "24", "25", "26", "27", "28", "29", "30", "31", "32", "33", "34", "35", "38", "45", "46", "47", "48", "49",
            "50", "51", "59", "61", "63", "64", "65", "66", "67");

    private static Schema schema(String kind) {
        return SchemaRegistry.withDefaultDialect(SpecificationVersion.DRAFT_2020_12)
                .getSchema(
                        Json.print(JsonSchema.of(Definition.find(kind).orElseThrow(), Actions.builtIn())),
                        InputFormat.JSON);
    }

    /** What the schema says against each document of a file. */
    private static List<String> complaints(Schema schema, Path file) throws IOException {
        String text = Files.readString(file);
        List<String> complaints = new ArrayList<>();
        for (YamlNode document : YamlDocument.read(text, new Diagnostics(file.toString(), text))) {
            schema.validate(Json.print(document.json()), InputFormat.JSON).stream()
                    .map(Error::toString)
                    .forEach(complaints::add);
        }
        return complaints;
    }

    @TestFactory
    Stream<DynamicTest> everyPlaybookThatComesWithUsFits() throws IOException {
        Schema schema = schema("Playbook");
        List<Path> files = new ArrayList<>();
        try (Stream<Path> walk = Files.walk(Path.of("playbooks"))) {
            walk.filter(file -> file.endsWith("playbook.yaml")).forEach(files::add);
        }
        try (Stream<Path> good = Files.list(BAD.resolveSibling("good"))) {
            good.filter(file -> file.toString().endsWith(".yaml")).forEach(files::add);
        }
        assertThat(files).hasSizeGreaterThan(4);
        return files.stream()
                .map(file -> DynamicTest.dynamicTest(
                        file.toString(),
                        () -> assertThat(complaints(schema, file)).isEmpty()));
    }

    @TestFactory
    Stream<DynamicTest> everyProfileThatComesWithUsFits() throws IOException {
        Schema schema = schema("OperatorProfile");
        try (Stream<Path> files = Files.list(Path.of("src/main/resources/dev/coxswain/fleet/profile"))) {
            return files
                    .map(file -> DynamicTest.dynamicTest(
                            String.valueOf(file.getFileName()),
                            () -> assertThat(complaints(schema, file)).isEmpty()))
                    .toList()
                    .stream();
        }
    }

    @TestFactory
    Stream<DynamicTest> mistakesOfFormAreSeenAndOthersAreLeftToTheChecker() throws IOException {
        Schema schema = schema("Playbook");
        try (Stream<Path> files = Files.list(BAD)) {
            return files
                    .filter(file -> file.toString().endsWith(".yaml"))
                    .filter(file -> OF_FORM.contains(number(file)) || OF_MEANING.contains(number(file)))
                    .sorted()
                    .map(file -> DynamicTest.dynamicTest(String.valueOf(file.getFileName()), () -> {
                        if (OF_FORM.contains(number(file))) {
                            assertThat(complaints(schema, file)).isNotEmpty();
                        } else {
                            assertThat(complaints(schema, file)).isEmpty();
                        }
                    }))
                    .toList()
                    .stream();
        }
    }

    @Test
    void aStepWithoutWhatItsActionNeedsIsSeen(@TempDir Path directory) throws IOException {
        Path file = directory.resolve("playbook.yaml");
        Files.writeString(file, """
            apiVersion: coxswain.dev/v1alpha1
            kind: Playbook
            metadata: {name: x}
            spec: {trigger: {manual: {}}, steps: [{name: a, uses: notify, with: {}}]}
            """);
        assertThat(complaints(schema("Playbook"), file))
                .singleElement()
                .asString()
                .contains("message");
    }

    private static String number(Path file) {
        return String.valueOf(file.getFileName()).substring(0, 2);
    }

    @Test
    void theKindsOfTriggersAreThoseThatTheReaderKnows() {
        String nothing = """
            apiVersion: coxswain.dev/v1alpha1
            kind: Playbook
            metadata: {name: x}
            spec: {trigger: {}, steps: [{name: a, uses: notify, with: {message: x}}]}
            """;
        String complaint = PlaybookReader.read("x", nothing, Actions.builtIn())
                .diagnostics()
                .print();
        String kinds = complaint
                .lines()
                .filter(line -> line.contains("exactly one of "))
                .map(line -> line.substring(line.indexOf("exactly one of ") + "exactly one of ".length()))
                .findFirst()
                .orElseThrow();
        Set<String> inSchema = new TreeSet<>(Json.asMap(Definition.find("Playbook")
                        .orElseThrow()
                        .at("spec", "trigger")
                        .get("properties"))
                .keySet());
        inSchema.remove("heldFor");
        assertThat(inSchema)
                .as("trigger kinds in src/main/resources/dev/coxswain/kube/memory/manifests/playbooks.yaml")
                .isEqualTo(Arrays.stream(kinds.split(", ", -1)).collect(Collectors.toCollection(TreeSet::new)));
    }
}
