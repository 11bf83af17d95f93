package dev.coxswain.expression;

import static org.assertj.core.api.Assertions.assertThat;

import dev.cel.common.types.CelType;
import dev.cel.common.types.ListType;
import dev.cel.common.types.MapType;
import dev.coxswain.GeneratedPage;
import dev.coxswain.cluster.Json;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** Renders what expressions can read, from the types by which they are checked. */
class VariablesReferenceTest {

    private static final Map<String, CelType> TYPES = types();

    private static Map<String, CelType> types() {
        Map<String, CelType> types = new LinkedHashMap<>();
        types.put("member", CelTypes.MEMBER);
        types.put("datastore", CelTypes.DATASTORE);
        types.put("operator", CelTypes.OPERATOR);
        types.put("run", CelTypes.RUN);
        return types;
    }

    private static Map<String, @Nullable Object> meanings() throws IOException {
        try (InputStream in = VariablesReferenceTest.class.getResourceAsStream("variables.yaml")) {
            String text = new String(Objects.requireNonNull(in).readAllBytes(), StandardCharsets.UTF_8);
            Diagnostics diagnostics = new Diagnostics("variables.yaml", text);
            List<YamlNode> documents = YamlDocument.read(text, diagnostics);
            assertThat(diagnostics.print()).isEmpty();
            return Json.asMap(documents.getFirst().json());
        }
    }

    @Test
    void theReferenceOfVariablesIsWhatExpressionsAreCheckedBy() throws IOException {
        GeneratedPage.of("docs/reference/variables.md").assertIs(rendered());
    }

    @Test
    void everyFieldIsExplainedAndNothingElseIs() throws IOException {
        for (Map.Entry<String, CelType> type : TYPES.entrySet()) {
            assertThat(Json.asMap(meanings().get(type.getKey())).keySet())
                    .as("fields of %s in variables.yaml", type.getKey())
                    .containsExactlyInAnyOrderElementsOf(CelTypes.STANDARD.fields(type.getValue()));
        }
        assertThat(Json.asMap(meanings().get("functions")).keySet())
                .containsExactlyInAnyOrderElementsOf(CelFunctions.names());
    }

    private static String rendered() throws IOException {
        Map<String, @Nullable Object> meanings = meanings();
        StringBuilder page = new StringBuilder("# Variables\n\nWhat expressions can read. They are CEL")
                .append(
                        " (https://cel.dev), checked against these types before anything runs; `${...}` puts one into a")
                .append(" text.\n\n| variable | type | meaning |\n|---|---|---|\n");
        Json.asMap(meanings.get("variables")).forEach((name, meaning) -> {
            CelType type = TYPES.get(name);
            page.append("| `%s` | %s | %s |\n"
                    .formatted(
                            name,
                            type == null ? Json.asText(Json.at(meaning, "type")) : "[" + name + "](#" + name + ")",
                            Json.asText(Json.at(meaning, "meaning"))));
        });
        TYPES.forEach((name, type) -> fields(page, name, type, Json.asMap(meanings.get(name))));
        page.append("\n## Functions\n\nBeside CEL's own.\n\n| function | meaning |\n|---|---|\n");
        Json.asMap(meanings.get("functions"))
                .forEach((name, meaning) -> page.append(
                        "| `%s` | %s |\n".formatted(Json.at(meaning, "call"), Json.at(meaning, "meaning"))));
        return page.toString();
    }

    private static void fields(StringBuilder page, String name, CelType type, Map<String, @Nullable Object> meanings) {
        page.append("\n## ").append(name).append("\n\n| field | type | meaning |\n|---|---|---|\n");
        for (String field : new TreeSet<>(CelTypes.STANDARD.fields(type))) {
            page.append("| `%s.%s` | %s | %s |\n"
                    .formatted(
                            name,
                            field,
                            CelTypes.STANDARD
                                    .field(type, field)
                                    .map(VariablesReferenceTest::words)
                                    .orElse(""),
                            Json.asText(meanings.get(field))));
        }
    }

    private static String words(CelType type) {
        return switch (type) {
            case ListType list -> "list of " + words(list.elemType());
            case MapType map -> "map of " + words(map.valueType());
            default -> {
                String name = type.name();
                yield name.equals("dyn")
                        ? "any"
                        : name.replace("coxswain.", "")
                                .replace("google.protobuf.", "")
                                .toLowerCase(Locale.ROOT);
            }
        };
    }
}
