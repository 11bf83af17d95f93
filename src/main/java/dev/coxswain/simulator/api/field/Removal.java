package dev.coxswain.simulator.api.field;

import dev.coxswain.cluster.Json;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** Takes fields out of a tree. */
public final class Removal {

    private Removal() {}

    /** Removes the fields in place, the deepest first; a list element goes when it is itself in the set. */
    public static void of(FieldSet fields, Map<String, @Nullable Object> tree) {
        List<List<String>> paths = fields.paths().stream()
                .sorted(Comparator.comparingInt((List<String> path) -> path.size())
                        .reversed())
                .toList();
        for (List<String> path : paths) {
            List<String> place = path.getLast().equals(".") ? path.subList(0, path.size() - 1) : path;
            remove(tree, place);
        }
    }

    private static void remove(@Nullable Object here, List<String> path) {
        String step = path.getFirst();
        if (path.size() > 1) {
            Object child = child(here, step);
            remove(child, path.subList(1, path.size()));
            boolean empty = (child instanceof Map<?, ?> map && map.isEmpty())
                    || (child instanceof List<?> list && list.isEmpty());
            if (empty && here instanceof Map<?, ?> map) {
                map.remove(step.substring(2));
            }
        } else if (here instanceof Map<?, ?> map) {
            map.remove(step.substring(2));
        } else if (here instanceof List<?> list) {
            list.removeIf(item -> isAt(item, step));
        }
    }

    private static @Nullable Object child(@Nullable Object here, String step) {
        if (here instanceof Map<?, ?> map) {
            return map.get(step.substring(2));
        }
        return Json.asList(here).stream()
                .filter(item -> isAt(item, step))
                .findFirst()
                .orElse(null);
    }

    private static boolean isAt(@Nullable Object item, String step) {
        Object identity = Json.parse(step.substring(2));
        if (step.startsWith("v:")) {
            return Objects.equals(item, identity);
        }
        return Json.asMap(identity).entrySet().stream().allMatch(entry -> {
            Object value = Json.at(item, entry.getKey());
            return value == null ? entry.getKey().equals("protocol") : Objects.equals(value, entry.getValue());
        });
    }
}
