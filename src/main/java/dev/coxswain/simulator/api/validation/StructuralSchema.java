package dev.coxswain.simulator.api.validation;

import dev.coxswain.cluster.Json;
import dev.coxswain.simulator.api.Refusals.Cause;
import dev.coxswain.simulator.api.kind.Kind;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** The schema of a custom kind: what it fills in and what it refuses. */
public final class StructuralSchema {

    private static final Cause NOT_CHECKED = new Cause(
            "FieldValueInvalid",
            "Invalid value: null: some validation rules were not checked because the object was invalid; correct the"
                    + " existing errors to complete validation",
            "<nil>");

    private final List<Cause> faults = new ArrayList<>();
    private boolean broken;

    private StructuralSchema() {}

    /** Fills defaults in and takes nulls out that may not be there. */
    public static void complete(Map<String, @Nullable Object> schema, Map<String, @Nullable Object> object) {
        fill(object, schema);
    }

    private static void fill(@Nullable Object value, Map<String, @Nullable Object> schema) {
        if (value instanceof Map<?, ?> raw) {
            Map<String, @Nullable Object> map = Json.asMap(raw);
            Map<String, @Nullable Object> properties = Json.asMap(schema.get("properties"));
            properties.forEach((key, property) -> {
                Map<String, @Nullable Object> child = Json.asMap(property);
                boolean nullable = Boolean.TRUE.equals(child.get("nullable"));
                if (map.containsKey(key) && map.get(key) == null && !nullable) {
                    map.remove(key);
                }
                if (!map.containsKey(key) && child.get("default") != null) {
                    map.put(key, Json.mutableCopy(child.get("default")));
                }
                fill(map.get(key), child);
            });
            if (schema.get("additionalProperties") instanceof Map<?, ?> additional) {
                map.forEach((key, item) -> {
                    if (!properties.containsKey(key)) {
                        fill(item, Json.asMap(additional));
                    }
                });
            }
        } else if (value instanceof List<?> list) {
            list.forEach(item -> fill(item, Json.asMap(schema.get("items"))));
        }
    }

    public static List<Cause> faults(
            Kind kind,
            Map<String, @Nullable Object> object,
            Optional<Map<String, @Nullable Object>> old,
            CelRules rules) {
        Map<String, @Nullable Object> schema = kind.schema();
        StructuralSchema check = new StructuralSchema();
        Map<String, @Nullable Object> body = new LinkedHashMap<>(object);
        body.remove("metadata");
        check.check(body, schema, "");
        check.faults.addAll(ScalePaths.faults(kind, object));
        if (check.broken) {
            if (hasRules(schema)) {
                check.faults.add(NOT_CHECKED);
            }
        } else if (check.faults.isEmpty()) {
            check.faults.addAll(rules.faults(schema, object, old.orElse(null), ""));
        }
        return check.faults;
    }

    private static boolean hasRules(@Nullable Object schema) {
        return switch (schema) {
            case Map<?, ?> map ->
                map.containsKey("x-kubernetes-validations")
                        || map.values().stream().anyMatch(StructuralSchema::hasRules);
            case List<?> list -> list.stream().anyMatch(StructuralSchema::hasRules);
            case null, default -> false;
        };
    }

    private void check(@Nullable Object value, Map<String, @Nullable Object> schema, String path) {
        if (schema.isEmpty() || (value == null && Boolean.TRUE.equals(schema.get("nullable")))) {
            return;
        }
        if (!fitsType(value, schema)) {
            wrongType(value, schema, path);
            return;
        }
        if (schema.get("enum") instanceof List<?> allowed && !allowed.contains(value)) {
            broken = true;
            String list = allowed.stream().map(Json::print).collect(Collectors.joining(", "));
            add(
                    "FieldValueNotSupported",
                    "Unsupported value: " + Json.print(value) + ": supported values: " + list,
                    path);
        }
        switch (value) {
            case Map<?, ?> map -> checkMap(Json.asMap(map), schema, path);
            case List<?> list -> checkList(Json.asList(list), schema, path);
            case String text -> checkText(text, schema, path);
            case Number number -> checkNumber(number, schema, path);
            case null, default -> {}
        }
    }

    private static boolean fitsType(@Nullable Object value, Map<String, @Nullable Object> schema) {
        if (Boolean.TRUE.equals(schema.get("x-kubernetes-int-or-string"))) {
            return value instanceof String || value instanceof Long;
        }
        return switch (Json.asText(schema.get("type"))) {
            case "string" -> value instanceof String;
            case "integer" -> value instanceof Long || (value instanceof Double d && d == Math.rint(d));
            case "number" -> value instanceof Number;
            case "boolean" -> value instanceof Boolean;
            case "array" -> value instanceof List<?>;
            case "object" -> value instanceof Map<?, ?>;
            default -> true;
        };
    }

    private void wrongType(@Nullable Object value, Map<String, @Nullable Object> schema, String path) {
        broken = true;
        boolean intOrString = Boolean.TRUE.equals(schema.get("x-kubernetes-int-or-string"));
        String actual = switch (value) {
            case null -> "null";
            case String text -> "string";
            case Long number -> "integer";
            case Number number -> "number";
            case Boolean bool -> "boolean";
            case List<?> list -> "array";
            default -> "object";
        };
        add(
                "FieldValueTypeInvalid",
                "Invalid value: \"" + actual + "\": " + path + " in body must be of type "
                        + (intOrString ? "integer,string" : Json.asText(schema.get("type"))) + ": \"" + actual + "\"",
                path);
    }

    private void checkMap(Map<String, @Nullable Object> map, Map<String, @Nullable Object> schema, String path) {
        for (Object required : Json.asList(schema.get("required"))) {
            if (!map.containsKey(Json.asText(required))) {
                broken = true;
                add("FieldValueRequired", "Required value", join(path, Json.asText(required)));
            }
        }
        Map<String, @Nullable Object> properties = Json.asMap(schema.get("properties"));
        map.forEach((key, item) -> {
            Object child = properties.containsKey(key) ? properties.get(key) : schema.get("additionalProperties");
            check(item, Json.asMap(child), join(path, key));
        });
    }

    private void checkList(List<@Nullable Object> list, Map<String, @Nullable Object> schema, String path) {
        long most = Json.asLong(schema.get("maxItems"), Long.MAX_VALUE);
        if (list.size() > most) {
            broken = true;
            add("FieldValueTooMany", "Too many: " + list.size() + ": must have at most " + most + " items", path);
        }
        if (list.size() < Json.asLong(schema.get("minItems"), 0)) {
            add(
                    "FieldValueInvalid",
                    "Invalid value: " + list.size() + ": " + path + " in body should have at least "
                            + schema.get("minItems") + " items",
                    path);
        }
        for (int i = 0; i < list.size(); i++) {
            check(list.get(i), Json.asMap(schema.get("items")), path + "[" + i + "]");
        }
        List<String> keys = Json.asList(schema.get("x-kubernetes-list-map-keys")).stream()
                .map(Json::asText)
                .toList();
        boolean set = "set".equals(schema.get("x-kubernetes-list-type"));
        List<Object> seen = new ArrayList<>();
        for (int i = 0; i < list.size(); i++) {
            Object identity = set ? list.get(i) : identity(list.get(i), keys);
            if (identity != null && (set || !keys.isEmpty())) {
                if (seen.contains(identity)) {
                    add("FieldValueDuplicate", "Duplicate value: " + Json.print(identity), path + "[" + i + "]");
                }
                seen.add(identity);
            }
        }
    }

    private static Map<String, @Nullable Object> identity(@Nullable Object item, List<String> keys) {
        Map<String, @Nullable Object> identity = new LinkedHashMap<>();
        keys.forEach(key -> identity.put(key, Json.at(item, key)));
        return identity;
    }

    private void checkText(String text, Map<String, @Nullable Object> schema, String path) {
        long most = Json.asLong(schema.get("maxLength"), Long.MAX_VALUE);
        if (text.getBytes(StandardCharsets.UTF_8).length > most) {
            broken = true;
            add("FieldValueTooLong", "Too long: may not be more than " + most + " bytes", path);
        }
        if (text.length() < Json.asLong(schema.get("minLength"), 0)) {
            add(
                    "FieldValueInvalid",
                    "Invalid value: " + Json.print(text) + ": " + path + " in body should be at least "
                            + schema.get("minLength") + " chars long",
                    path);
        }
        if (schema.get("pattern") instanceof String pattern
                && !Pattern.compile(pattern).matcher(text).find()
                && !broken) {
            add(
                    "FieldValueInvalid",
                    "Invalid value: " + Json.print(text) + ": " + path + " in body should match '" + pattern + "'",
                    path);
        }
    }

    private void checkNumber(Number number, Map<String, @Nullable Object> schema, String path) {
        bound(number, schema.get("maximum"), 1, "less than or equal to", path);
        bound(number, schema.get("minimum"), -1, "greater than or equal to", path);
    }

    private void bound(Number number, @Nullable Object limit, int beyond, String relation, String path) {
        if (limit instanceof Number bound && Double.compare(number.doubleValue(), bound.doubleValue()) * beyond > 0) {
            add(
                    "FieldValueInvalid",
                    "Invalid value: " + number + ": " + path + " in body should be " + relation + " " + bound,
                    path);
        }
    }

    private void add(String reason, String message, String path) {
        faults.add(new Cause(reason, message, path));
    }

    private static String join(String path, String key) {
        return path.isEmpty() ? key : path + "." + key;
    }
}
