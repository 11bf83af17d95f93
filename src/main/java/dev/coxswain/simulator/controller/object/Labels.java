package dev.coxswain.simulator.controller.object;

import dev.coxswain.cluster.Json;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Label selectors, as workloads, services and budgets write them. */
public final class Labels {

    private Labels() {}

    /** Whether a {@code LabelSelector} object selects these labels; an empty one selects everything. */
    public static boolean selects(Map<String, @Nullable Object> selector, Map<String, String> labels) {
        return equal(Json.asMap(selector.get("matchLabels")), labels)
                && Json.asList(selector.get("matchExpressions")).stream()
                        .map(Json::asMap)
                        .allMatch(e -> holds(e, labels));
    }

    /** Whether each of the wanted labels is there with its value. */
    public static boolean equal(Map<String, @Nullable Object> wanted, Map<String, String> labels) {
        return wanted.entrySet().stream()
                .allMatch(e -> Json.asText(e.getValue()).equals(labels.get(e.getKey())));
    }

    private static boolean holds(Map<String, @Nullable Object> expression, Map<String, String> labels) {
        String value = labels.get(Json.asText(expression.get("key")));
        List<@Nullable Object> values = Json.asList(expression.get("values"));
        return switch (Json.asText(expression.get("operator"))) {
            case "In" -> value != null && values.contains(value);
            case "NotIn" -> value == null || !values.contains(value);
            case "Exists" -> value != null;
            case "DoesNotExist" -> value == null;
            default -> false;
        };
    }
}
