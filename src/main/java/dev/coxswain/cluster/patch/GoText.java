package dev.coxswain.cluster.patch;

import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Values as the API server prints them in its messages: {@code map[image:redis ports:[80 81]]}. */
public final class GoText {

    private GoText() {}

    public static String of(@Nullable Object value) {
        return switch (value) {
            case null -> "<nil>";
            case Map<?, ?> map -> {
                Map<String, String> sorted = new TreeMap<>();
                map.forEach((key, item) -> sorted.put(String.valueOf(key), of(item)));
                yield sorted.entrySet().stream()
                        .map(entry -> entry.getKey() + ":" + entry.getValue())
                        .collect(Collectors.joining(" ", "map[", "]"));
            }
            case List<?> list -> list.stream().map(GoText::of).collect(Collectors.joining(" ", "[", "]"));
            default -> value.toString();
        };
    }
}
