package dev.coxswain.simulator.api.field;

import dev.coxswain.cluster.Json;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * An update of the most common sort: somebody gives other values to fields that are his already, and his alone, as whoever renews a
 * Lease does. Who owns which field stays as it is then, so that no field has to be written down to find it out.
 */
final class Renewal {

    private final Map<String, @Nullable Object> own;
    private final List<Map<String, @Nullable Object>> others;
    private boolean differs;

    /**
     * @param own what the writer owns, as FieldsV1
     * @param others what all others own
     */
    Renewal(Map<String, @Nullable Object> own, List<Map<String, @Nullable Object>> others) {
        this.own = own;
        this.others = others;
    }

    /** Whether the two differ in such values and nothing else, and everything that is owned is still there. */
    boolean isAllThatDiffers(Map<String, @Nullable Object> old, Map<String, @Nullable Object> now) {
        return others.stream().allMatch(fields -> stand(fields, now))
                && stand(own, now)
                && maps(Place.ROOT, own, others, old, now)
                && differs;
    }

    /** Where in the document; what the server alone writes there is nobody's. */
    private enum Place {
        ROOT,
        METADATA,
        ELSEWHERE;

        boolean tracks(String key) {
            return switch (this) {
                case ROOT -> !key.equals("apiVersion") && !key.equals("kind");
                case METADATA -> !FieldSets.OF_SERVER.contains(key);
                case ELSEWHERE -> true;
            };
        }

        Place below(String key) {
            return this == ROOT && key.equals("metadata") ? METADATA : ELSEWHERE;
        }
    }

    private boolean maps(
            Place place,
            Map<String, @Nullable Object> own,
            List<Map<String, @Nullable Object>> others,
            Map<String, @Nullable Object> old,
            Map<String, @Nullable Object> now) {
        for (String key : old.keySet()) {
            if (place.tracks(key) && !now.containsKey(key)) {
                return false;
            }
        }
        for (Map.Entry<String, @Nullable Object> entry : now.entrySet()) {
            String key = entry.getKey();
            if (place.tracks(key)
                    && !(old.containsKey(key)
                            && field(place.below(key), key, own, others, old.get(key), entry.getValue()))) {
                return false;
            }
        }
        return true;
    }

    private boolean field(
            Place place,
            String key,
            Map<String, @Nullable Object> own,
            List<Map<String, @Nullable Object>> others,
            @Nullable Object old,
            @Nullable Object now) {
        if (place != Place.METADATA && Objects.equals(old, now)) {
            return true;
        }
        Object mine = own.get("f:" + key);
        List<Map<String, @Nullable Object>> theirs = others.stream()
                .filter(fields -> fields.containsKey("f:" + key))
                .map(fields -> Json.asMap(fields.get("f:" + key)))
                .toList();
        if (old instanceof Map<?, ?> before
                && now instanceof Map<?, ?> after
                && !before.isEmpty()
                && !after.isEmpty()) {
            return maps(place, Json.asMap(mine), theirs, Json.asMap(before), Json.asMap(after));
        }
        differs = true;
        return isOneValue(old)
                && isOneValue(now)
                && mine != null
                && Json.asMap(mine).isEmpty()
                && theirs.isEmpty();
    }

    private static boolean isOneValue(@Nullable Object value) {
        return !(value instanceof Map<?, ?>) && !(value instanceof List<?>);
    }

    /** Whether all of these fields are in there; what stands in lists is compared with them. */
    private static boolean stand(Map<String, @Nullable Object> fields, @Nullable Object value) {
        for (Map.Entry<String, @Nullable Object> field : fields.entrySet()) {
            if (field.getKey().startsWith("f:")) {
                String key = field.getKey().substring(2);
                if (!(value instanceof Map<?, ?> map)
                        || !map.containsKey(key)
                        || !stand(Json.asMap(field.getValue()), map.get(key))) {
                    return false;
                }
            }
        }
        return true;
    }
}
