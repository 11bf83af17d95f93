package dev.coxswain.kube.client;

import dev.coxswain.cluster.Json;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.format.DateTimeFormatter;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * How long a server asks us to wait: its {@code Retry-After} header in seconds or as a date, or what its Status says. A date is
 * compared with the server's own {@code Date}, so that clocks which differ do not matter.
 */
public final class RetryAfter {

    private static final long LONGEST_SECONDS = 600;

    private RetryAfter() {}

    /** Zero when the server asks for nothing that can be understood. */
    public static Duration of(Map<String, String> headers, @Nullable Object body) {
        String asked = headers.getOrDefault("retry-after", "").strip();
        long header = Math.max(seconds(asked), untilDate(asked, headers.getOrDefault("date", "")));
        long seconds = header > 0 ? header : Json.asLong(Json.at(body, "details", "retryAfterSeconds"), 0);
        return Duration.ofSeconds(Math.clamp(seconds, 0, LONGEST_SECONDS));
    }

    private static long untilDate(String then, String now) {
        try {
            return Duration.between(date(now), date(then)).toSeconds();
        } catch (DateTimeException secondsOrNothing) {
            return 0;
        }
    }

    private static Instant date(String text) {
        return Instant.from(DateTimeFormatter.RFC_1123_DATE_TIME.parse(text));
    }

    private static long seconds(String text) {
        try {
            return Long.parseLong(text);
        } catch (NumberFormatException aDateOrNothing) {
            return 0;
        }
    }
}
