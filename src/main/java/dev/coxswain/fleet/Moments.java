package dev.coxswain.fleet;

import dev.coxswain.cluster.Json;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Reads the timestamps of the API. */
public final class Moments {

    private Moments() {}

    /** Empty when there is none, or none that can be read. */
    public static Optional<Instant> of(@Nullable Object value) {
        String text = Json.asText(value);
        if (text.isEmpty()) {
            return Optional.empty();
        }
        try {
            return Optional.of(Instant.parse(text));
        } catch (DateTimeException unreadable) {
            return Optional.empty();
        }
    }
}
