package dev.coxswain.cluster.patch;

import dev.coxswain.cluster.Json;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** JSON merge patch, RFC 7386: maps are merged, null removes, everything else replaces. */
public final class MergePatch {

    private MergePatch() {}

    /** The target with the patch applied, as a tree that may be changed in place. */
    public static @Nullable Object apply(@Nullable Object target, @Nullable Object patch) {
        if (!(patch instanceof Map<?, ?>)) {
            return Json.mutableCopy(patch);
        }
        Map<String, @Nullable Object> merged =
                target instanceof Map<?, ?> map ? Json.mutableMap(map) : new LinkedHashMap<>();
        Json.asMap(patch).forEach((key, value) -> {
            if (value == null) {
                merged.remove(key);
            } else {
                merged.put(key, apply(merged.get(key), value));
            }
        });
        return merged;
    }
}
