package dev.coxswain.simulator.http.table;

import java.time.Duration;
import java.time.Instant;
import java.time.format.DateTimeParseException;

/** A span of time in as few words as kubectl uses. */
final class Age {

    private Age() {}

    /** How long ago a time was. */
    static String since(String time, Instant now) {
        try {
            return of(Duration.between(Instant.parse(time), now));
        } catch (DateTimeParseException none) {
            return "<unknown>";
        }
    }

    static String of(Duration span) {
        long seconds = span.toSeconds();
        long minutes = span.toMinutes();
        long hours = span.toHours();
        if (seconds < -1) {
            return "<invalid>";
        }
        if (minutes < 2) {
            return Math.max(0, seconds) + "s";
        }
        if (minutes < 10) {
            return minutes + "m" + rest(seconds % 60, "s");
        }
        if (hours < 3) {
            return minutes + "m";
        }
        if (hours < 8) {
            return hours + "h" + rest(minutes % 60, "m");
        }
        return hours < 48 ? hours + "h" : days(hours);
    }

    private static String days(long hours) {
        long days = hours / 24;
        if (days < 8) {
            return days + "d" + rest(hours % 24, "h");
        }
        if (days < 365 * 2) {
            return days + "d";
        }
        return days / 365 + "y" + (days < 365 * 8 ? rest(days % 365, "d") : "");
    }

    private static String rest(long count, String unit) {
        return count == 0 ? "" : count + unit;
    }
}
