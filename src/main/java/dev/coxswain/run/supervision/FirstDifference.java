package dev.coxswain.run.supervision;

import dev.coxswain.cluster.Json;
import java.math.BigDecimal;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Where two JSON documents are not the same. An API server may write 1.0 as 1 and leave a null away; apart from that every
 * character counts.
 */
final class FirstDifference {

    private FirstDifference() {}

    /** As {@code spec.steps[2].with.command[0]}; empty when they are the same. */
    static Optional<String> between(Map<String, @Nullable Object> one, Map<String, @Nullable Object> other) {
        return at("", one, other);
    }

    private static Optional<String> at(String path, @Nullable Object one, @Nullable Object other) {
        if (one instanceof Map<?, ?> && other instanceof Map<?, ?>) {
            return inMap(path, Json.asMap(one), Json.asMap(other));
        }
        if (one instanceof List<?> here && other instanceof List<?> there && here.size() == there.size()) {
            return inList(path, here, there);
        }
        return isSame(one, other) ? Optional.empty() : Optional.of(path);
    }

    private static Optional<String> inMap(
            String path, Map<String, @Nullable Object> one, Map<String, @Nullable Object> other) {
        Set<String> keys = new LinkedHashSet<>(one.keySet());
        keys.addAll(other.keySet());
        return keys.stream()
                .flatMap(key -> at(path.isEmpty() ? key : path + "." + key, one.get(key), other.get(key)).stream())
                .findFirst();
    }

    private static Optional<String> inList(String path, List<?> one, List<?> other) {
        for (int i = 0; i < one.size(); i++) {
            Optional<String> difference = at(path + "[" + i + "]", one.get(i), other.get(i));
            if (difference.isPresent()) {
                return difference;
            }
        }
        return Optional.empty();
    }

    private static boolean isSame(@Nullable Object one, @Nullable Object other) {
        if (one instanceof Number here && other instanceof Number there) {
            return new BigDecimal(here.toString()).compareTo(new BigDecimal(there.toString())) == 0;
        }
        return Objects.equals(one, other);
    }
}
