package dev.coxswain.simulator.api.field;

import dev.coxswain.cluster.Json;
import dev.coxswain.simulator.api.ApiException;
import dev.coxswain.simulator.api.Refusals;
import dev.coxswain.simulator.api.kind.Kind;
import dev.coxswain.simulator.api.kind.Schemas;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Takes out of a document what its schema does not know, and notes it; what is of a wrong type is refused. */
public final class FieldCheck {

    private final Kind kind;
    private final Schemas schemas = Schemas.builtIn();
    private final List<String> unknown = new ArrayList<>();

    private FieldCheck(Kind kind) {
        this.kind = kind;
    }

    /**
     * The document without unknown fields.
     *
     * @param unknown is given each unknown field's path
     * @throws ApiException 400 when a value of a built-in kind has the wrong type
     */
    public static Map<String, @Nullable Object> pruned(
            Kind kind, Map<String, @Nullable Object> document, List<String> unknown) {
        FieldCheck check = new FieldCheck(kind);
        Map<String, @Nullable Object> schema = check.schemas.of(kind).orElse(Map.of());
        if (schema.isEmpty()) {
            return document;
        }
        Map<String, @Nullable Object> pruned = kind.isCustom()
                ? check.customRoot(document, schema)
                : Json.asMap(check.prune(document, schema, "", ""));
        unknown.addAll(check.unknown);
        return pruned;
    }

    private Map<String, @Nullable Object> customRoot(
            Map<String, @Nullable Object> document, Map<String, @Nullable Object> schema) {
        Map<String, @Nullable Object> fields = new LinkedHashMap<>(document);
        Map<String, @Nullable Object> pruned = new LinkedHashMap<>();
        for (String key : List.of("apiVersion", "kind", "metadata")) {
            if (fields.containsKey(key)) {
                pruned.put(key, fields.remove(key));
            }
        }
        pruned.putAll(Json.asMap(prune(fields, schema, "", "")));
        return pruned;
    }

    private @Nullable Object prune(@Nullable Object value, @Nullable Object node, String path, String field) {
        Map<String, @Nullable Object> schema = schemas.resolve(node);
        if (schema.isEmpty() || value == null) {
            return value;
        }
        if (!kind.isCustom()) {
            requireType(value, schema, field);
        }
        return switch (value) {
            case Map<?, ?> map -> pruneMap(Json.asMap(map), schema, path, field);
            case List<?> list -> {
                List<@Nullable Object> items = new ArrayList<>();
                for (int i = 0; i < list.size(); i++) {
                    items.add(prune(list.get(i), schema.get("items"), path + "[" + i + "]", field));
                }
                yield items;
            }
            default -> value;
        };
    }

    private Map<String, @Nullable Object> pruneMap(
            Map<String, @Nullable Object> map, Map<String, @Nullable Object> schema, String path, String field) {
        Map<String, @Nullable Object> properties = Json.asMap(schema.get("properties"));
        Object additional = schema.get("additionalProperties");
        boolean open = Boolean.TRUE.equals(schema.get("x-kubernetes-preserve-unknown-fields"))
                || Boolean.TRUE.equals(additional)
                || (!kind.isCustom() && properties.isEmpty() && additional == null);
        boolean embedded = Boolean.TRUE.equals(schema.get("x-kubernetes-embedded-resource"));
        Map<String, @Nullable Object> pruned = new LinkedHashMap<>();
        map.forEach((key, value) -> {
            String here = path.isEmpty() ? key : path + "." + key;
            if (properties.containsKey(key)) {
                Object kept = prune(
                        value,
                        properties.get(key),
                        here,
                        field.isEmpty() ? kind.name() + "." + key : field + "." + key);
                if (kept != null || kind.isCustom()) {
                    pruned.put(key, kept);
                }
            } else if (additional instanceof Map<?, ?>) {
                pruned.put(key, prune(value, additional, here, field));
            } else if (open
                    || (embedded && List.of("apiVersion", "kind", "metadata").contains(key))) {
                pruned.put(key, value);
            } else {
                unknown.add(here);
            }
        });
        return pruned;
    }

    private void requireType(Object value, Map<String, @Nullable Object> schema, String field) {
        String type = Json.asText(schema.get("type"));
        boolean fits = switch (type) {
            case "string" -> value instanceof String || "int-or-string".equals(schema.get("format"));
            case "integer" -> value instanceof Long || value instanceof Integer;
            case "number" -> value instanceof Number;
            case "boolean" -> value instanceof Boolean;
            case "array" -> value instanceof List<?>;
            case "object" -> value instanceof Map<?, ?>;
            default -> true;
        };
        boolean quantity = type.equals("string")
                && value instanceof Number
                && field.matches(".*(limits|requests|capacity|allocatable|sizeLimit|hard|used)");
        if (!fits && !quantity) {
            throw Refusals.badRequest(kind.name() + " in version \""
                    + kind.gvk().version() + "\" cannot be handled as a "
                    + kind.name() + ": json: cannot unmarshal " + goType(value) + " into Go struct field " + field
                    + " of type " + type.replace("integer", "int32").replace("boolean", "bool"));
        }
    }

    private static String goType(Object value) {
        return switch (value) {
            case Number number -> "number";
            case Boolean bool -> "bool";
            case List<?> list -> "array";
            case Map<?, ?> map -> "object";
            default -> "string";
        };
    }
}
