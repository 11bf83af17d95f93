package dev.coxswain.cli.schema;

import dev.coxswain.GeneratedPage;
import dev.coxswain.cluster.Json;
import java.io.IOException;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** Renders the definitions in the cluster for people who write playbooks and profiles. */
class SchemaReferenceTest {

    private static final String HEAD = "| field | type | required | meaning |\n|---|---|---|---|\n";

    @Test
    void theReferenceOfPlaybooksIsWhatTheDefinitionSays() throws IOException {
        Definition playbook = Definition.find("Playbook").orElseThrow();
        String page = "# Playbook\n\n" + playbook.schema().get("description")
                + " Rendered from the definition that is installed in the cluster; `coxswain schema` prints it for editors.\n\n"
                + "What a trigger can be: [triggers](triggers.md). What expressions can read: [variables](variables.md). What"
                + " steps can do: [actions](actions.md).\n\nFields of `spec`:\n\n" + HEAD
                + rows(playbook.at("spec"), "");
        GeneratedPage.of("docs/reference/playbook.md").assertIs(page);
    }

    @Test
    void theReferenceOfProfilesIsWhatTheDefinitionSays() throws IOException {
        Definition profile = Definition.find("OperatorProfile").orElseThrow();
        String page = "# OperatorProfile\n\n" + profile.schema().get("description")
                + " Rendered from the definition that is installed in the cluster; `coxswain schema OperatorProfile` prints it"
                + " for editors.\n\nFields of `spec`:\n\n" + HEAD + rows(profile.at("spec"), "");
        GeneratedPage.of("docs/reference/operator-profile.md").assertIs(page);
    }

    @Test
    void theReferenceOfTriggersIsWhatTheDefinitionSays() throws IOException {
        Map<String, @Nullable Object> trigger =
                Definition.find("Playbook").orElseThrow().at("spec", "trigger");
        StringBuilder page = new StringBuilder("# Triggers\n\n")
                .append(trigger.get("description"))
                .append(" Rendered from the definition that is installed in the cluster.\n\n")
                .append("Beside the kind stands `heldFor`: ")
                .append(lowered(Json.asText(Json.at(trigger, "properties", "heldFor", "description"))))
                .append("\n");
        Json.asMap(trigger.get("properties")).forEach((kind, schema) -> {
            if (!kind.equals("heldFor")) {
                page.append("\n## `").append(kind).append("`\n\n");
                page.append(Json.asText(Json.at(schema, "description"))).append("\n\n");
                page.append(HEAD).append(rows(Json.asMap(schema), ""));
            }
        });
        GeneratedPage.of("docs/reference/triggers.md").assertIs(page.toString());
    }

    private static String lowered(String sentence) {
        return sentence.isEmpty() ? "" : sentence.substring(0, 1).toLowerCase(Locale.ROOT) + sentence.substring(1);
    }

    private static String rows(Map<String, @Nullable Object> schema, String path) {
        List<@Nullable Object> required = Json.asList(schema.get("required"));
        return Json.asMap(schema.get("properties")).entrySet().stream()
                .map(field ->
                        row(path + field.getKey(), Json.asMap(field.getValue()), required.contains(field.getKey())))
                .collect(Collectors.joining());
    }

    private static String row(String path, Map<String, @Nullable Object> schema, boolean required) {
        String row = "| `%s` | %s | %s | %s |\n"
                .formatted(
                        path,
                        type(schema),
                        required ? "yes" : "no",
                        Json.asText(schema.get("description")).strip().replace("|", "\\|"));
        if (path.equals("trigger")) {
            return row;
        }
        Map<String, @Nullable Object> items = Json.asMap(schema.get("items"));
        Map<String, @Nullable Object> named = Json.asMap(schema.get("additionalProperties"));
        return row
                + rows(schema, path + ".")
                + rows(items, path + "[].")
                + rows(named, path + ".NAME.")
                + rows(Json.asMap(named.get("items")), path + ".NAME[].");
    }

    private static String type(Map<String, @Nullable Object> schema) {
        List<@Nullable Object> words = Json.asList(schema.get("enum"));
        if (!words.isEmpty()) {
            return words.stream().map(word -> "`" + word + "`").collect(Collectors.joining(", "));
        }
        String type = Json.asText(schema.get("type"));
        return switch (type) {
            case "" -> "any";
            case "array" -> "list of " + type(Json.asMap(schema.get("items")));
            case "object" ->
                schema.containsKey("additionalProperties")
                        ? "map of " + type(Json.asMap(schema.get("additionalProperties")))
                        : "object";
            case "string" -> Json.asText(schema.get("pattern")).contains("d)?(") ? "duration" : "string";
            default -> type;
        };
    }
}
