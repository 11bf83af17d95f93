package dev.coxswain.simulator.api.field;

import dev.coxswain.cluster.Json;
import dev.coxswain.simulator.api.kind.Kind;
import dev.coxswain.simulator.api.kind.Schemas;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** Which fields an object sets, in the terms of its kind's schema: associative lists by key, sets by value, the rest atomic. */
public final class FieldSets {

    private static final Set<String> OF_SERVER = Set.of(
            "name",
            "namespace",
            "uid",
            "resourceVersion",
            "generation",
            "creationTimestamp",
            "deletionTimestamp",
            "deletionGracePeriodSeconds",
            "managedFields",
            "selfLink");

    private final Map<String, @Nullable Object> root;

    public FieldSets(Kind kind) {
        this.root = Schemas.builtIn().of(kind).orElse(Map.of());
    }

    /**
     * What an object sets, beside another.
     *
     * @param same the fields that both have with the same value
     */
    record Comparison(FieldSet all, FieldSet same) {
        FieldSet changed() {
            return all.minus(same);
        }
    }

    public FieldSet of(Map<String, @Nullable Object> object) {
        return compared(Map.of(), object).all();
    }

    /** The fields that both have with the same value. */
    public FieldSet unchanged(Map<String, @Nullable Object> before, Map<String, @Nullable Object> after) {
        return compared(before, after).same();
    }

    /** @param before empty for an object that is new */
    Comparison compared(Map<String, @Nullable Object> before, Map<String, @Nullable Object> after) {
        Comparison comparison = new Comparison(new FieldSet(), new FieldSet());
        walk(after, before, root, new FieldSet.Way(), comparison);
        return comparison;
    }

    private void walk(
            @Nullable Object value,
            @Nullable Object other,
            @Nullable Object node,
            FieldSet.Way way,
            Comparison comparison) {
        Map<String, @Nullable Object> schema = Json.asMap(node);
        if (value instanceof Map<?, ?> map && !"atomic".equals(schema.get("x-kubernetes-map-type")) && !map.isEmpty()) {
            Map<String, @Nullable Object> properties = Json.asMap(schema.get("properties"));
            Map<String, @Nullable Object> others = Json.asMap(other);
            Json.asMap(map).forEach((key, item) -> {
                if (isTracked(way, key)) {
                    Object child = properties.getOrDefault(key, schema.get("additionalProperties"));
                    int here = way.to("f:" + key);
                    walk(item, others.get(key), child, way, comparison);
                    way.back(here);
                }
            });
            return;
        }
        if (value instanceof List<?> list && isGranular(schema)) {
            list.forEach(item -> element(item, other, schema, way, comparison));
            return;
        }
        if (way.depth() > 0) {
            add(way, comparison, Objects.equals(value, other));
        }
    }

    private static void add(FieldSet.Way way, Comparison comparison, boolean isSame) {
        comparison.all().add(way);
        if (isSame) {
            comparison.same().add(way);
        }
    }

    private void element(
            @Nullable Object item,
            @Nullable Object other,
            Map<String, @Nullable Object> schema,
            FieldSet.Way way,
            Comparison comparison) {
        List<@Nullable Object> others = Json.asList(other);
        if (isKeyed(schema)) {
            String key = key(schema, item);
            Object twin = others.stream()
                    .filter(each -> key(schema, each).equals(key))
                    .findFirst()
                    .orElse(null);
            int here = way.to(key);
            int itself = way.to(".");
            add(way, comparison, twin != null);
            way.back(itself);
            walk(item, twin, schema.get("items"), way, comparison);
            way.back(here);
        } else {
            int here = way.to("v:" + Json.print(item));
            add(way, comparison, others.contains(item));
            way.back(here);
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
    private static boolean isTracked(FieldSet.Way way, String key) {
        return switch (way.depth()) {
            case 0 -> !key.equals("apiVersion") && !key.equals("kind");
            case 1 -> !way.is("f:metadata") || !OF_SERVER.contains(key);
            default -> true;
        };
    }
}
