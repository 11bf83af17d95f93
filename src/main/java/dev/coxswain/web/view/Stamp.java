package dev.coxswain.web.view;

import io.micronaut.serde.annotation.Serdeable;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.time.temporal.ChronoUnit;
import org.jspecify.annotations.Nullable;

/**
 * A moment as people read it.
 *
 * @param at ISO 8601, in UTC
 * @param clock the time of day, with the date when it was another day
 * @param distance from now: {@code 3 min ago}, {@code in 28 min}
 */
@Serdeable
public record Stamp(String at, String clock, String distance) {

    private static final DateTimeFormatter TODAY =
            DateTimeFormatter.ofPattern("HH:mm:ss").withZone(ZoneOffset.UTC);
    private static final DateTimeFormatter OTHER_DAY =
            DateTimeFormatter.ofPattern("yyyy-MM-dd HH:mm:ss").withZone(ZoneOffset.UTC);

    static Stamp of(Instant at, Instant now) {
        boolean today = at.truncatedTo(ChronoUnit.DAYS).equals(now.truncatedTo(ChronoUnit.DAYS));
        Duration gone = Duration.between(at, now);
        return new Stamp(
                at.truncatedTo(ChronoUnit.SECONDS).toString(),
                (today ? TODAY : OTHER_DAY).format(at),
                gone.isNegative() ? "in " + length(gone.negated()) : length(gone) + " ago");
    }

    /** Null for a text that is no moment. */
    static @Nullable Stamp of(String at, Instant now) {
        try {
            return at.isEmpty() ? null : of(Instant.parse(at), now);
        } catch (DateTimeException unreadable) {
            return null;
        }
    }

    private static String length(Duration duration) {
        if (duration.toDays() >= 2) {
            return duration.toDays() + " d";
        }
        if (duration.toHours() >= 2) {
            return duration.toHours() + " h";
        }
        return duration.toMinutes() >= 2 ? duration.toMinutes() + " min" : duration.toSeconds() + " s";
    }
}
