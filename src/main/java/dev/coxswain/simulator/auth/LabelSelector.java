package dev.coxswain.simulator.auth;

import dev.coxswain.cluster.Json;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** A selector of labels as objects spell it: {@code matchLabels} and {@code matchExpressions}. Empty matches everything. */
public record LabelSelector(Map<String, @Nullable Object> labels, List<@Nullable Object> expressions) {

    public static LabelSelector of(@Nullable Object json) {
        return new LabelSelector(
                Json.asMap(Json.at(json, "matchLabels")), Json.asList(Json.at(json, "matchExpressions")));
    }

    public boolean isEmpty() {
        return labels.isEmpty() && expressions.isEmpty();
    }

    public boolean matches(Map<String, String> of) {
        return labels.entrySet().stream()
                        .allMatch(wanted -> Json.asText(wanted.getValue()).equals(of.get(wanted.getKey())))
                && expressions.stream().map(Json::asMap).allMatch(expression -> matches(expression, of));
    }

    private static boolean matches(Map<String, @Nullable Object> expression, Map<String, String> of) {
        String key = Json.asText(expression.get("key"));
        List<String> values = PolicyRule.texts(expression.get("values"));
        String value = of.get(key);
        return switch (Json.asText(expression.get("operator"))) {
            case "In" -> value != null && values.contains(value);
            case "NotIn" -> value == null || !values.contains(value);
            case "Exists" -> value != null;
            case "DoesNotExist" -> value == null;
            default -> false;
        };
    }
}
