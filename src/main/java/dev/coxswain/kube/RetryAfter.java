package dev.coxswain.kube;

import dev.coxswain.cluster.Json;
import java.time.Duration;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** How long a server asks us to wait: its {@code Retry-After} header in seconds, or what its Status says. */
final class RetryAfter {

    private static final long LONGEST_SECONDS = 600;

    private RetryAfter() {}

    /** Zero when the server asks for nothing that can be understood. */
    static Duration of(Map<String, String> headers, @Nullable Object body) {
        long header = seconds(headers.getOrDefault("retry-after", ""));
        long seconds = header > 0 ? header : Json.asLong(Json.at(body, "details", "retryAfterSeconds"), 0);
        return Duration.ofSeconds(Math.clamp(seconds, 0, LONGEST_SECONDS));
    }

    private static long seconds(String text) {
        try {
            return Long.parseLong(text.strip());
        } catch (NumberFormatException aDateOrNothing) {
            return 0;
        }
    }
}
