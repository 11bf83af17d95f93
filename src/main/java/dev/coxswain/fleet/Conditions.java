package dev.coxswain.fleet;

import dev.coxswain.cluster.Json;
import dev.coxswain.cluster.KubeObject;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Reads {@code status.conditions}. */
public final class Conditions {

    private Conditions() {}

    /** Empty when there is no such condition. */
    public static Map<String, @Nullable Object> ofType(KubeObject object, String type) {
        return object.list("status", "conditions").stream()
                .map(Json::asMap)
                .filter(condition -> type.equals(condition.get("type")))
                .findFirst()
                .orElse(Map.of());
    }
}
