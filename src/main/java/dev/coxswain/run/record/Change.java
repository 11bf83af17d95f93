package dev.coxswain.run.record;

import dev.coxswain.cluster.Json;
import dev.coxswain.cluster.Redaction;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * One field that a planned effect changes, for the person who approves it.
 *
 * @param path as one would say it: {@code spec.template.spec.containers[redis].livenessProbe.failureThreshold}
 * @param before null when the field is not there now
 * @param after null when it is taken away
 */
public record Change(
        String path, @Nullable Object before, @Nullable Object after) {

    private static final Pattern PLAIN = Pattern.compile("[A-Za-z0-9_-]+");

    /** The items of a list are told apart by the first of these that each of them has, all different. */
    private static final List<String> KEYS = List.of("name", "type", "key", "ip", "containerPort", "port", "uid");

    /** More of them nobody reads, and they have to fit into the journal. */
    private static final int MOST = 100;

    private static final int LONGEST = 1000;

    /** What is different, field by field, in the order of the later tree; what is too much is cut, and says so. */
    public static List<Change> between(@Nullable Object before, @Nullable Object after) {
        List<Change> changes = new ArrayList<>();
        compare("", before, after, changes);
        if (changes.size() <= MOST) {
            return changes;
        }
        List<Change> cut = new ArrayList<>(changes.subList(0, MOST));
        cut.add(new Change("…", null, (changes.size() - MOST) + " more fields"));
        return cut;
    }

    public Change {
        before = brief(Redaction.value(path, before));
        after = brief(Redaction.value(path, after));
    }

    private static @Nullable Object brief(@Nullable Object value) {
        if (value == null || value instanceof Number || value instanceof Boolean) {
            return value;
        }
        String text = value instanceof String string ? string : Json.print(value);
        return text.length() <= LONGEST ? text : text.substring(0, LONGEST) + "… (" + text.length() + " characters)";
    }

    private static void compare(String path, @Nullable Object before, @Nullable Object after, List<Change> changes) {
        if (Objects.equals(before, after)) {
            return;
        }
        if (isBranch(before) && isBranch(after)) {
            Map<String, @Nullable Object> one = branches(before, after);
            Map<String, @Nullable Object> other = branches(after, before);
            Set<String> all = new LinkedHashSet<>(other.keySet());
            all.addAll(one.keySet());
            if (!one.isEmpty() || !other.isEmpty()) {
                all.forEach(step -> compare(join(path, step), one.get(step), other.get(step), changes));
                return;
            }
        }
        if (after instanceof Map<?, ?> map && !map.isEmpty() && before == null) {
            map.forEach((key, value) -> compare(join(path, word(key)), null, value, changes));
        } else if (before instanceof Map<?, ?> map && !map.isEmpty() && after == null) {
            map.forEach((key, value) -> compare(join(path, word(key)), value, null, changes));
        } else {
            changes.add(new Change(path, before, after));
        }
    }

    private static boolean isBranch(@Nullable Object value) {
        return value instanceof Map || value instanceof List;
    }

    /** The parts of a map or of a list whose items can be told apart; none of any other list. */
    private static Map<String, @Nullable Object> branches(@Nullable Object value, @Nullable Object other) {
        Map<String, @Nullable Object> parts = new LinkedHashMap<>();
        if (value instanceof Map<?, ?> map) {
            map.forEach((key, part) -> parts.put(word(key), part));
        } else if (value instanceof List<?> items && other instanceof List<?> others) {
            KEYS.stream()
                    .filter(key -> tellsApart(key, items) && tellsApart(key, others))
                    .findFirst()
                    .ifPresent(key -> items.forEach(
                            item -> parts.put("[" + Json.asMap(item).get(key) + "]", item)));
        }
        return parts;
    }

    private static boolean tellsApart(String key, List<?> items) {
        return items.stream().allMatch(item -> Json.asMap(item).get(key) != null)
                && items.stream()
                                .map(item -> Json.asMap(item).get(key))
                                .distinct()
                                .count()
                        == items.size();
    }

    private static String word(@Nullable Object key) {
        String text = String.valueOf(key);
        return PLAIN.matcher(text).matches() ? text : "[" + text + "]";
    }

    private static String join(String path, String step) {
        return path.isEmpty() || step.startsWith("[") ? path + step : path + "." + step;
    }
}
