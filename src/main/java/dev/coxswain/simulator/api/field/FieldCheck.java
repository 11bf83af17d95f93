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
    private final List<String> unknown = new ArrayList<>();

    private FieldCheck(Kind kind) {
        this.kind = kind;
    }

    /**
     * Where something stands in the document. Kept as a chain, because hardly any place is ever written down.
     *
     * @param isField of a type; items and entries are none
     */
    private record Place(@Nullable Place outer, String name, boolean isField) {

        String path() {
            if (outer == null) {
                return name;
            }
            return outer.path() + (name.startsWith("[") ? "" : ".") + name;
        }

        String field(String root) {
            String before = outer == null ? root : outer.field(root);
            return isField ? before + "." + name : before;
        }
    }

    /**
     * A copy of the document without unknown fields, which may be changed in place.
     *
     * @param unknown is given each unknown field's path
     * @throws ApiException 400 when a value of a built-in kind has the wrong type
     */
    public static Map<String, @Nullable Object> pruned(
            Kind kind, Map<String, @Nullable Object> document, List<String> unknown) {
        FieldCheck check = new FieldCheck(kind);
        Map<String, @Nullable Object> schema = Schemas.builtIn().of(kind).orElse(Map.of());
        if (schema.isEmpty()) {
            return Json.mutableMap(document);
        }
        Map<String, @Nullable Object> pruned =
                kind.isCustom() ? check.customRoot(document, schema) : Json.asMap(check.prune(document, schema, null));
        unknown.addAll(check.unknown);
        return pruned;
    }

    private Map<String, @Nullable Object> customRoot(
            Map<String, @Nullable Object> document, Map<String, @Nullable Object> schema) {
        Map<String, @Nullable Object> fields = new LinkedHashMap<>(document);
        Map<String, @Nullable Object> pruned = new LinkedHashMap<>();
        for (String key : List.of("apiVersion", "kind", "metadata")) {
            if (fields.containsKey(key)) {
                pruned.put(key, Json.mutableCopy(fields.remove(key)));
            }
        }
        pruned.putAll(Json.asMap(prune(fields, schema, null)));
        return pruned;
    }

    private @Nullable Object prune(@Nullable Object value, @Nullable Object node, @Nullable Place place) {
        Map<String, @Nullable Object> schema = Json.asMap(node);
        if (schema.isEmpty() || value == null) {
            return Json.mutableCopy(value);
        }
        if (!kind.isCustom()) {
            requireType(value, schema, place);
        }
        return switch (value) {
            case Map<?, ?> map -> pruneMap(Json.asMap(map), schema, place);
            case List<?> list -> {
                List<@Nullable Object> items = new ArrayList<>();
                for (int i = 0; i < list.size(); i++) {
                    items.add(prune(list.get(i), schema.get("items"), new Place(place, "[" + i + "]", false)));
                }
                yield items;
            }
            default -> value;
        };
    }

    private Map<String, @Nullable Object> pruneMap(
            Map<String, @Nullable Object> map, Map<String, @Nullable Object> schema, @Nullable Place place) {
        Map<String, @Nullable Object> properties = Json.asMap(schema.get("properties"));
        Object additional = schema.get("additionalProperties");
        boolean open = Boolean.TRUE.equals(schema.get("x-kubernetes-preserve-unknown-fields"))
                || Boolean.TRUE.equals(additional)
                || (!kind.isCustom() && properties.isEmpty() && additional == null);
        boolean embedded = Boolean.TRUE.equals(schema.get("x-kubernetes-embedded-resource"));
        Map<String, @Nullable Object> pruned = new LinkedHashMap<>();
        map.forEach((key, value) -> {
            if (properties.containsKey(key)) {
                Object kept = prune(value, properties.get(key), new Place(place, key, true));
                if (kept != null || kind.isCustom()) {
                    pruned.put(key, kept);
                }
            } else if (additional instanceof Map<?, ?>) {
                pruned.put(key, prune(value, additional, new Place(place, key, false)));
            } else if (open
                    || (embedded && List.of("apiVersion", "kind", "metadata").contains(key))) {
                pruned.put(key, Json.mutableCopy(value));
            } else {
                unknown.add(new Place(place, key, true).path());
            }
        });
        return pruned;
    }

    private void requireType(Object value, Map<String, @Nullable Object> schema, @Nullable Place place) {
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
        if (fits) {
            return;
        }
        String field = place == null ? "" : place.field(kind.name());
        boolean quantity = type.equals("string")
                && value instanceof Number
                && field.matches(".*(limits|requests|capacity|allocatable|sizeLimit|hard|used)");
        if (!quantity) {
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
