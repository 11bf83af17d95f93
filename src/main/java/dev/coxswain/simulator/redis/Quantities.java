package dev.coxswain.simulator.redis;

import java.util.Locale;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Reads amounts of bytes as Kubernetes and as Redis write them. */
public final class Quantities {

    private static final Pattern FORM = Pattern.compile("(\\d+(?:\\.\\d+)?)([A-Za-z]*)");
    private static final Map<String, Long> KUBERNETES = Map.of(
            "", 1L, "k", 1000L, "Ki", 1L << 10, "M", 1000_000L, "Mi", 1L << 20, "G", 1000_000_000L, "Gi", 1L << 30);
    private static final Map<String, Long> REDIS =
            Map.of("", 1L, "k", 1000L, "kb", 1L << 10, "m", 1000_000L, "mb", 1L << 20, "gb", 1L << 30);

    private Quantities() {}

    /** {@code 64Mi}. */
    public static long ofKubernetes(String text) {
        return bytes(text, KUBERNETES);
    }

    /** {@code 256mb}. */
    static long ofRedis(String text) {
        return bytes(text.toLowerCase(Locale.ROOT), REDIS);
    }

    private static long bytes(String text, Map<String, Long> units) {
        Matcher matcher = FORM.matcher(text);
        Long unit = matcher.matches() ? units.get(matcher.group(2)) : null;
        if (unit == null) {
            throw new IllegalArgumentException("not an amount of bytes: " + text);
        }
        return (long) (Double.parseDouble(matcher.group(1)) * unit);
    }
}
