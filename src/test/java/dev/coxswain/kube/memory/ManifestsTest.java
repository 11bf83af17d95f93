package dev.coxswain.kube.memory;

import static org.assertj.core.api.Assertions.assertThat;

import dev.coxswain.cluster.Json;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import org.snakeyaml.engine.v2.api.Load;
import org.snakeyaml.engine.v2.api.LoadSettings;

class ManifestsTest {

    private static List<Object> definitions() {
        return Manifests.definitions().stream()
                .map(text -> new Load(LoadSettings.builder().build()).loadFromString(text))
                .toList();
    }

    private static Object version(Object definition) {
        List<@Nullable Object> versions = Json.asList(Json.at(definition, "spec", "versions"));
        assertThat(versions).hasSize(1);
        return java.util.Objects.requireNonNull(versions.getFirst());
    }

    private static Object schema(Object definition) {
        return java.util.Objects.requireNonNull(Json.at(version(definition), "schema", "openAPIV3Schema"));
    }

    @Test
    void kindsAreCalledWhatPeopleType() {
        assertThat(definitions().stream()
                        .map(d ->
                                Json.at(d, "spec", "names", "kind") + " " + Json.at(d, "spec", "names", "shortNames")))
                .containsExactly("Playbook [pb]", "PlaybookRun [pbr]", "OperatorProfile [opp]", "Decision [dec]");
        assertThat(definitions()).allSatisfy(d -> {
            String plural = Json.asText(Json.at(d, "spec", "names", "plural"));
            assertThat(Json.at(d, "metadata", "name")).isEqualTo(plural + ".coxswain.dev");
            assertThat(Json.at(d, "spec", "names", "categories")).isEqualTo(List.of("coxswain"));
            assertThat(Json.at(version(d), "name")).isEqualTo("v1alpha1");
        });
    }

    @TestFactory
    Stream<DynamicTest> everySchemaIsStructural() {
        return definitions().stream()
                .map(d -> DynamicTest.dynamicTest(
                        Json.asText(Json.at(d, "spec", "names", "kind")), () -> structural("", schema(d))));
    }

    private static void structural(String path, @Nullable Object node) {
        Map<String, @Nullable Object> schema = Json.asMap(node);
        boolean open = Boolean.TRUE.equals(schema.get("x-kubernetes-preserve-unknown-fields"));
        assertThat(schema.containsKey("type") || open).as("%s has a type", path).isTrue();
        assertThat(schema.keySet())
                .as("%s has only keywords that API servers know", path)
                .isSubsetOf(
                        "type",
                        "description",
                        "properties",
                        "required",
                        "items",
                        "enum",
                        "pattern",
                        "format",
                        "minimum",
                        "maximum",
                        "minLength",
                        "maxLength",
                        "minItems",
                        "maxItems",
                        "minProperties",
                        "additionalProperties",
                        "x-kubernetes-preserve-unknown-fields",
                        "x-kubernetes-validations",
                        "x-kubernetes-list-type",
                        "x-kubernetes-list-map-keys",
                        "x-kubernetes-map-type");
        Map<String, @Nullable Object> properties = Json.asMap(schema.get("properties"));
        assertThat(properties.keySet())
                .as("%s requires what it has", path)
                .containsAll(Json.asList(schema.get("required")).stream()
                        .map(Json::asText)
                        .toList());
        if ("array".equals(schema.get("type"))) {
            structural(path + "[]", schema.get("items"));
        }
        if (schema.get("additionalProperties") instanceof Map<?, ?> any) {
            assertThat(properties).as("%s has either names or any name", path).isEmpty();
            structural(path + "/*", any);
        } else if ("object".equals(schema.get("type")) && properties.isEmpty()) {
            assertThat(open || path.equals("/metadata"))
                    .as("%s would lose its fields", path)
                    .isTrue();
        }
        properties.forEach((name, property) -> structural(path + "/" + name, property));
    }

    @Test
    void printedColumnsExist() {
        assertThat(definitions())
                .allSatisfy(d -> Json.asList(Json.at(version(d), "additionalPrinterColumns"))
                        .forEach(column -> {
                            String path = Json.asText(Json.at(column, "jsonPath"));
                            if (path.startsWith(".metadata") || path.contains("[")) {
                                return;
                            }
                            Object here = schema(d);
                            for (String field : path.substring(1).split("\\.", -1)) {
                                here = Json.at(here, "properties", field);
                            }
                            assertThat(here).as(path).isNotNull();
                        }));
    }

    @Test
    void whatARunIsAboutAndADecisionNeverChange() {
        for (Object definition : definitions().stream()
                .filter(d ->
                        List.of("PlaybookRun", "Decision").contains(Json.asText(Json.at(d, "spec", "names", "kind"))))
                .toList()) {
            assertThat(Json.asList(Json.at(schema(definition), "properties", "spec", "x-kubernetes-validations")))
                    .extracting(rule -> Json.at(rule, "rule"))
                    .containsExactly("self == oldSelf");
        }
    }

    @Test
    void everythingIsOneFileOfManyDocuments() {
        Iterable<Object> documents = new Load(LoadSettings.builder().build()).loadAllFromString(Manifests.all());

        assertThat(documents)
                .hasSizeGreaterThanOrEqualTo(4)
                .allSatisfy(d -> assertThat(Json.at(d, "kind")).isNotNull());
    }
}
