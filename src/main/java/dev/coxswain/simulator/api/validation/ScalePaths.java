package dev.coxswain.simulator.api.validation;

import dev.coxswain.cluster.Json;
import dev.coxswain.simulator.api.Refusals.Cause;
import dev.coxswain.simulator.api.kind.Kind;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** What the scale subresource of a custom kind reads must be counts. */
final class ScalePaths {

    private ScalePaths() {}

    static List<Cause> faults(Kind kind, Map<String, @Nullable Object> object) {
        Map<String, @Nullable Object> scale =
                Json.asMap(Json.at(kind.custom().orElse(Map.of()), "subresources", "scale"));
        List<Cause> faults = new ArrayList<>();
        for (String field : List.of("specReplicasPath", "statusReplicasPath")) {
            String path = Json.asText(scale.get(field));
            Object value =
                    path.isEmpty() ? null : Json.at(object, path.substring(1).split("\\."));
            if (value instanceof Long count && count < 0) {
                faults.add(fault("Invalid value: " + count + ": should be a non-negative integer", path));
            } else if (value != null && !(value instanceof Number)) {
                faults.add(fault(
                        "Invalid value: 0: " + path + " accessor error: " + shown(value) + " is of the type "
                                + type(value) + ", expected int64",
                        path));
            }
        }
        return faults;
    }

    private static Cause fault(String message, String path) {
        return new Cause("FieldValueInvalid", message, path);
    }

    private static String shown(Object value) {
        String text = Json.asText(value);
        return text.isEmpty() ? Json.print(value) : text;
    }

    private static String type(Object value) {
        return switch (value) {
            case String text -> "string";
            case Boolean bool -> "bool";
            case List<?> list -> "[]interface {}";
            default -> "map[string]interface {}";
        };
    }
}
