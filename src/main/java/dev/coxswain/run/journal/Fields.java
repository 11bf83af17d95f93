package dev.coxswain.run.journal;

import dev.coxswain.cluster.Json;
import java.io.UncheckedIOException;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Reads the fields of a part of a stored run that nobody vouches for. Whatever is wrong with one is told in one way: an {@link
 * IllegalArgumentException} that says where.
 *
 * @param where the object and the part of it
 */
record Fields(String where, Map<String, @Nullable Object> json) {

    <T> T read(String field, Supplier<T> reading) {
        try {
            return reading.get();
        } catch (IllegalArgumentException | UncheckedIOException | DateTimeException unreadable) {
            throw new IllegalArgumentException(where + "." + field + ": " + unreadable.getMessage(), unreadable);
        }
    }

    /** @throws IllegalArgumentException when it is none of them; the message names the field */
    static <E extends Enum<E>> E oneOf(Class<E> type, Map<String, @Nullable Object> json, String field) {
        String name = Json.asText(json.get(field));
        return EnumSet.allOf(type).stream()
                .filter(value -> value.name().equals(name))
                .findFirst()
                .orElseThrow(() ->
                        new IllegalArgumentException(field + ": \"" + name + "\" is none of " + EnumSet.allOf(type)));
    }

    Instant instant(String field) {
        Object value = json.get(field);
        String text = Json.asText(value);
        try {
            return Instant.parse(text);
        } catch (DateTimeException unreadable) {
            throw new IllegalArgumentException(where + "." + field + ": \"" + text + "\" is no time", unreadable);
        }
    }

    Optional<Instant> optionalInstant(String field) {
        return json.get(field) == null ? Optional.empty() : Optional.of(instant(field));
    }

    /** Empty when it is not there. */
    <T> Optional<T> optional(String field, Function<Map<String, @Nullable Object>, T> reading) {
        Map<String, @Nullable Object> value = Json.asMap(json.get(field));
        return value.isEmpty() ? Optional.empty() : Optional.of(read(field, () -> reading.apply(value)));
    }

    <T> List<T> list(String field, Function<Map<String, @Nullable Object>, T> reading) {
        List<Map<String, @Nullable Object>> items = read(field, () -> RunJson.maps(json, field));
        List<T> all = new ArrayList<>();
        for (Map<String, @Nullable Object> item : items) {
            all.add(read(field + "[" + all.size() + "]", () -> reading.apply(item)));
        }
        return List.copyOf(all);
    }
}
