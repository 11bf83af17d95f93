package dev.coxswain.simulator.api.field;

import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Fields of built-in kinds that are null are not there at all; the same goes for empty lists in a pod's spec. */
public final class Omitted {

    private Omitted() {}

    public static void drop(@Nullable Object tree) {
        if (tree instanceof Map<?, ?> map) {
            map.values().removeIf(value -> value == null || (value instanceof List<?> list && list.isEmpty()));
            map.values().forEach(Omitted::drop);
        } else if (tree instanceof List<?> list) {
            list.forEach(Omitted::drop);
        }
    }
}
