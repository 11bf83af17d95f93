package dev.coxswain.cli.schema;

import dev.coxswain.cluster.Json;
import dev.coxswain.playbook.ActionCatalogue;
import dev.coxswain.playbook.ActionSignature;
import dev.coxswain.playbook.Parameter;
import dev.coxswain.playbook.ParameterType;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The schema of a step: which parameters there are depends on the action. */
final class StepSchema {

    /** A step, wherever one stands. */
    static final Map<String, Object> STEP = Map.of("$ref", "#/$defs/step");

    private static final String DURATION = "^([0-9]{1,4}d)?([0-9]{1,6}h)?([0-9]{1,7}m)?([0-9]{1,9}s)?$";

    /** Text with an expression in it, which may stand for a value of any type. */
    private static final Map<String, Object> TEMPLATE = Map.of("type", "string", "pattern", "\\$\\{");

    private final ActionCatalogue actions;

    StepSchema(ActionCatalogue actions) {
        this.actions = actions;
    }

    /** @param step as the definition in the cluster has it */
    Map<String, @Nullable Object> definitions(Map<String, @Nullable Object> step) {
        Map<String, @Nullable Object> full = withActions(step);
        Json.asMap(full.get("properties")).put("undo", undo(step));
        Map<String, @Nullable Object> undoing = withActions(step);
        Json.asMap(undoing.get("properties")).remove("undo");
        undoing.put("required", List.of("uses"));
        Map<String, @Nullable Object> definitions = new LinkedHashMap<>();
        definitions.put("step", full);
        definitions.put("undo", undoing);
        actions.all().forEach(action -> definitions.put(action.name(), parameters(action)));
        return definitions;
    }

    private static Map<String, @Nullable Object> undo(Map<String, @Nullable Object> step) {
        Map<String, @Nullable Object> undo = Json.mutableMap(Json.asMap(Json.at(step, "properties", "undo")));
        undo.put("items", Map.of("$ref", "#/$defs/undo"));
        return undo;
    }

    private Map<String, @Nullable Object> withActions(Map<String, @Nullable Object> step) {
        Map<String, @Nullable Object> full = Json.mutableMap(step);
        Map<String, @Nullable Object> uses = Json.asMap(Json.at(full, "properties", "uses"));
        uses.put("enum", actions.all().stream().map(ActionSignature::name).toList());
        List<Object> byAction = new ArrayList<>();
        actions.all().forEach(action -> byAction.add(whenUsed(action)));
        full.put("allOf", byAction);
        return full;
    }

    private static Map<String, @Nullable Object> whenUsed(ActionSignature action) {
        Map<String, @Nullable Object> then = new LinkedHashMap<>();
        then.put("properties", Map.of("with", Map.of("$ref", "#/$defs/" + action.name())));
        if (action.parameters().stream().anyMatch(Parameter::required)) {
            then.put("required", List.of("with"));
        }
        Map<String, @Nullable Object> rule = new LinkedHashMap<>();
        rule.put(
                "if",
                Map.of("properties", Map.of("uses", Map.of("const", action.name())), "required", List.of("uses")));
        rule.put("then", then);
        return rule;
    }

    private static Map<String, @Nullable Object> parameters(ActionSignature action) {
        Map<String, @Nullable Object> properties = new LinkedHashMap<>();
        action.parameters().forEach(parameter -> properties.put(parameter.name(), value(parameter)));
        Map<String, @Nullable Object> schema = new LinkedHashMap<>();
        schema.put("type", "object");
        schema.put("description", action.summary());
        schema.put("properties", properties);
        schema.put(
                "required",
                action.parameters().stream()
                        .filter(Parameter::required)
                        .map(Parameter::name)
                        .toList());
        schema.put("additionalProperties", false);
        return schema;
    }

    private static Map<String, @Nullable Object> value(Parameter parameter) {
        Map<String, @Nullable Object> schema = new LinkedHashMap<>();
        schema.put("description", parameter.description());
        parameter.fallback().ifPresent(fallback -> schema.put("default", fallback));
        Map<String, Object> type = type(parameter.type());
        if (type.isEmpty()) {
            return schema;
        }
        if (parameter.type() == ParameterType.EXPRESSION || parameter.type() == ParameterType.STRING) {
            schema.putAll(type);
        } else {
            schema.put("anyOf", List.of(type, TEMPLATE));
        }
        return schema;
    }

    private static Map<String, Object> type(ParameterType type) {
        return switch (type) {
            // text may be written without quotes, and then looks like a number
            case STRING, EXPRESSION -> Map.of("type", List.of("string", "number", "boolean"));
            case INTEGER -> Map.of("type", "integer");
            case BOOLEAN -> Map.of("type", "boolean");
            case DURATION -> Map.of("type", "string", "pattern", DURATION);
            case OBJECT_REF -> reference();
            case OBJECT -> Map.of("type", "object");
            case LIST_OF_STRING ->
                Map.of("type", "array", "items", Map.of("type", List.of("string", "number", "boolean")));
            case ANY -> Map.of();
        };
    }

    private static Map<String, Object> reference() {
        Map<String, Object> text = Map.of("type", "string");
        return Map.of(
                "type",
                "object",
                "properties",
                Map.of("apiVersion", text, "kind", text, "namespace", text, "name", text),
                "required",
                List.of("apiVersion", "kind", "name"),
                "additionalProperties",
                false);
    }
}
