package dev.coxswain.cli.story;

import dev.coxswain.cluster.Json;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** What differs between two trees, as a person would say it: {@code spec.replicas 1 -> 0}. */
final class Differences {

    /** Longer values are not written out. */
    private static final int LONGEST = 60;

    /** What kubectl writes down for itself. */
    private static final String LAST_APPLIED = "kubectl.kubernetes.io/last-applied-configuration";

    private Differences() {}

    static List<String> of(String path, @Nullable Object before, @Nullable Object after) {
        List<String> all = new ArrayList<>();
        collect(path, before, after, all);
        return all;
    }

    private static void collect(String path, @Nullable Object before, @Nullable Object after, List<String> into) {
        if (Objects.equals(before, after) || path.endsWith(LAST_APPLIED)) {
            return;
        }
        if (before instanceof List<?> one && after instanceof List<?> other && one.size() == other.size()) {
            for (int i = 0; i < one.size(); i++) {
                collect(path + "[" + label(one.get(i), i) + "]", one.get(i), other.get(i), into);
            }
        } else if (isMapOrAbsent(before) && isMapOrAbsent(after)) {
            Set<String> keys = new LinkedHashSet<>(Json.asMap(before).keySet());
            keys.addAll(Json.asMap(after).keySet());
            keys.forEach(key -> collect(
                    path + "." + key,
                    Json.asMap(before).get(key),
                    Json.asMap(after).get(key),
                    into));
        } else {
            into.add(path + said(before, after));
        }
    }

    private static boolean isMapOrAbsent(@Nullable Object value) {
        return value == null || value instanceof Map<?, ?>;
    }

    private static String label(@Nullable Object item, int index) {
        String name = Json.asText(Json.at(item, "name"));
        return name.isEmpty() ? String.valueOf(index) : name;
    }

    private static String said(@Nullable Object before, @Nullable Object after) {
        if (after == null) {
            return " removed";
        }
        if (before == null) {
            return " = " + brief(after);
        }
        return " " + brief(before) + " -> " + brief(after);
    }

    private static String brief(Object value) {
        String text = value instanceof String words ? words : Json.print(value);
        return text.length() <= LONGEST ? text : text.substring(0, LONGEST) + "…";
    }
}
