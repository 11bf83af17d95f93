package dev.coxswain.cli.schema;

import dev.coxswain.cluster.Json;
import dev.coxswain.playbook.ActionCatalogue;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The JSON Schema of a kind, by which an editor completes and checks a file while it is written.
 *
 * <ol>
 *   <li>The definition in the cluster is the source. Its own keywords are left away; where it lists fields there are no others.
 *   <li>A step's {@code with} follows from the action in {@code uses}, by the actions' signatures.
 *   <li>An undo's steps are steps, which the definition cannot say.
 * </ol>
 */
public final class JsonSchema {

    private static final Set<String> KEYWORDS = Set.of(
            "type",
            "description",
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
            "required");

    private final Definition definition;
    private final ActionCatalogue actions;

    private JsonSchema(Definition definition, ActionCatalogue actions) {
        this.definition = definition;
        this.actions = actions;
    }

    public static Map<String, @Nullable Object> of(Definition definition, ActionCatalogue actions) {
        return new JsonSchema(definition, actions).document();
    }

    private Map<String, @Nullable Object> document() {
        Map<String, @Nullable Object> properties = new LinkedHashMap<>();
        properties.put("apiVersion", Map.of("const", definition.apiVersion()));
        properties.put("kind", Map.of("const", definition.kind()));
        properties.put("metadata", metadata());
        properties.put("spec", spec());
        properties.put("status", Map.of("description", "Written by the supervisor."));
        Map<String, @Nullable Object> document = new LinkedHashMap<>();
        document.put("$schema", "https://json-schema.org/draft/2020-12/schema");
        document.put("title", definition.kind());
        document.put("description", definition.schema().get("description"));
        document.put("type", "object");
        document.put("required", List.of("apiVersion", "kind", "metadata", "spec"));
        document.put("properties", properties);
        document.put("additionalProperties", false);
        if (definition.kind().equals("Playbook")) {
            document.put("$defs", new StepSchema(actions).definitions(step()));
        }
        return document;
    }

    private static Map<String, @Nullable Object> metadata() {
        Map<String, @Nullable Object> properties = new LinkedHashMap<>();
        properties.put("name", Map.of("type", "string", "minLength", 1L));
        Map<String, @Nullable Object> metadata = new LinkedHashMap<>();
        metadata.put("type", "object");
        metadata.put("required", List.of("name"));
        metadata.put("properties", properties);
        return metadata;
    }

    private Map<String, @Nullable Object> spec() {
        Map<String, @Nullable Object> spec = Json.mutableMap(closed(definition.at("spec")));
        Map<String, @Nullable Object> properties = Json.asMap(spec.get("properties"));
        if (properties.get("trigger") instanceof Map<?, ?> trigger) {
            properties.put("trigger", oneKindOf(Json.asMap(trigger)));
        }
        if (properties.get("steps") instanceof Map<?, ?> steps) {
            Json.asMap(steps).put("items", StepSchema.STEP);
        }
        return spec;
    }

    /** Exactly one of the kinds of trigger. */
    private static Map<String, @Nullable Object> oneKindOf(Map<String, @Nullable Object> trigger) {
        List<Object> one = new ArrayList<>();
        Json.asMap(trigger.get("properties")).keySet().stream()
                .filter(name -> !name.equals("heldFor"))
                .forEach(name -> one.add(Map.of("required", List.of(name))));
        trigger.put("oneOf", one);
        return trigger;
    }

    private static Map<String, @Nullable Object> step() {
        Definition playbook = Definition.find("Playbook").orElseThrow();
        return closed(Json.asMap(playbook.at("spec", "steps").get("items")));
    }

    /** The same without what only API servers understand, and without room for fields that are not listed. */
    static Map<String, @Nullable Object> closed(Map<String, @Nullable Object> schema) {
        Map<String, @Nullable Object> closed = new LinkedHashMap<>();
        schema.forEach((keyword, value) -> {
            if (KEYWORDS.contains(keyword)) {
                closed.put(keyword, value);
            }
        });
        if (schema.containsKey("properties")) {
            Map<String, @Nullable Object> properties = new LinkedHashMap<>();
            Json.asMap(schema.get("properties"))
                    .forEach((name, property) -> properties.put(name, closed(Json.asMap(property))));
            closed.put("properties", properties);
            closed.put("additionalProperties", false);
        }
        if (schema.containsKey("additionalProperties")) {
            closed.put("additionalProperties", closed(Json.asMap(schema.get("additionalProperties"))));
        }
        if (schema.containsKey("items")) {
            closed.put("items", closed(Json.asMap(schema.get("items"))));
        }
        return closed;
    }
}
