package dev.coxswain.simulator.api.field;

import dev.coxswain.cluster.Json;
import dev.coxswain.simulator.api.kind.Kind;
import dev.coxswain.simulator.api.kind.Schemas;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** Which fields an object sets, in the terms of its kind's schema: associative lists by key, sets by value, the rest atomic. */
public final class FieldSets {

    private final Schemas schemas = Schemas.builtIn();
    private final Map<String, @Nullable Object> root;

    public FieldSets(Kind kind) {
        this.root = schemas.of(kind).orElse(Map.of());
    }

    public FieldSet of(Map<String, @Nullable Object> object) {
        FieldSet set = new FieldSet();
        walk(object, object, root, new ArrayList<>(), set, false);
        return set;
    }

    /** The fields that both have with the same value. */
    public FieldSet unchanged(Map<String, @Nullable Object> before, Map<String, @Nullable Object> after) {
        FieldSet set = new FieldSet();
        walk(after, before, root, new ArrayList<>(), set, true);
        return set;
    }

    private void walk(
            @Nullable Object value,
            @Nullable Object other,
            @Nullable Object node,
            List<String> path,
            FieldSet set,
            boolean onlySame) {
        Map<String, @Nullable Object> schema = schemas.resolve(node);
        if (value instanceof Map<?, ?> map && !"atomic".equals(schema.get("x-kubernetes-map-type")) && !map.isEmpty()) {
            Json.asMap(map).forEach((key, item) -> {
                if (isTracked(path, key)) {
                    path.add("f:" + key);
                    Object child =
                            Json.asMap(schema.get("properties")).getOrDefault(key, schema.get("additionalProperties"));
                    walk(item, Json.at(other, key), child, path, set, onlySame);
                    path.removeLast();
                }
            });
            return;
        }
        if (value instanceof List<?> list && isGranular(schema)) {
            list.forEach(item -> element(item, other, schema, path, set, onlySame));
            return;
        }
        if (!path.isEmpty() && (!onlySame || Objects.equals(value, other))) {
            set.add(path);
        }
    }

    private void element(
            @Nullable Object item,
            @Nullable Object other,
            Map<String, @Nullable Object> schema,
            List<String> path,
            FieldSet set,
            boolean onlySame) {
        List<@Nullable Object> others = Json.asList(other);
        if (isKeyed(schema)) {
            String key = key(schema, item);
            Object twin = others.stream()
                    .filter(each -> key(schema, each).equals(key))
                    .findFirst()
                    .orElse(null);
            path.add(key);
            if (!onlySame || twin != null) {
                path.add(".");
                set.add(path);
                path.removeLast();
            }
            walk(item, twin, schema.get("items"), path, set, onlySame);
            path.removeLast();
        } else {
            path.add("v:" + Json.print(item));
            if (!onlySame || others.contains(item)) {
                set.add(path);
            }
            path.removeLast();
        }
    }

    public static boolean isGranular(Map<String, @Nullable Object> schema) {
        return isKeyed(schema) || "set".equals(schema.get("x-kubernetes-list-type"));
    }

    public static boolean isKeyed(Map<String, @Nullable Object> schema) {
        return "map".equals(schema.get("x-kubernetes-list-type"));
    }

    public static String key(Map<String, @Nullable Object> schema, @Nullable Object item) {
        Map<String, @Nullable Object> key = new TreeMap<>();
        for (Object name : Json.asList(schema.get("x-kubernetes-list-map-keys"))) {
            Object value = Json.at(item, Json.asText(name));
            if (value == null) {
                value = Json.at(schema.get("items"), "properties", Json.asText(name), "default");
            }
            if (value == null && "protocol".equals(name)) {
                value = "TCP";
            }
            key.put(Json.asText(name), value);
        }
        return "k:" + Json.print(key);
    }

    /** What identifies an object, and what the server alone writes, belongs to nobody. */
    private static boolean isTracked(List<String> path, String key) {
        if (path.isEmpty()) {
            return !List.of("apiVersion", "kind").contains(key);
        }
        boolean ofServer = List.of(
                        "name",
                        "namespace",
                        "uid",
                        "resourceVersion",
                        "generation",
                        "creationTimestamp",
                        "deletionTimestamp",
                        "deletionGracePeriodSeconds",
                        "managedFields",
                        "selfLink")
                .contains(key);
        return !(path.size() == 1 && path.getFirst().equals("f:metadata") && ofServer);
    }
}
