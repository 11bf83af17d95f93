package dev.coxswain.run.journal;

import dev.coxswain.cluster.Json;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Shortens texts to a number of bytes in UTF-8, and says how much is missing. */
public final class Cut {

    /** Room for the words that say so. */
    private static final int SAYING_SO = 40;

    private Cut() {}

    static int bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8).length;
    }

    /**
     * The very value when it takes no more than so many bytes as JSON; otherwise one with shorter texts, or a text that says how
     * large it was.
     */
    static @Nullable Object value(@Nullable Object value, int most) {
        int bytes = jsonBytes(value);
        if (bytes <= most) {
            return value;
        }
        for (int limit = most / 2; limit >= 64; limit /= 2) {
            Object shorter = strings(value, limit);
            if (jsonBytes(shorter) <= most) {
                return shorter;
            }
        }
        return "cut: " + bytes + " bytes are more than the journal has room for";
    }

    /** Outputs are stored as text, so that quotes and control characters are escaped twice. */
    private static int jsonBytes(@Nullable Object value) {
        return Json.bytes(Json.print(RunJson.Tagged.write(value))).length;
    }

    /** The value with no text longer than so many bytes. */
    static @Nullable Object strings(@Nullable Object value, int most) {
        return switch (value) {
            case String text -> text(text, most);
            case Map<?, ?> map -> {
                Map<String, @Nullable Object> shorter = new LinkedHashMap<>();
                map.forEach((key, item) -> shorter.put(String.valueOf(key), strings(item, most)));
                yield shorter;
            }
            case List<?> list -> {
                List<@Nullable Object> shorter = new ArrayList<>();
                list.forEach(item -> shorter.add(strings(item, most)));
                yield shorter;
            }
            case null, default -> value;
        };
    }

    /** @param most bytes of the result, the words that say what is missing included; at least 64 */
    public static String text(String text, int most) {
        if (text.length() * 3L <= most) {
            return text;
        }
        byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
        if (bytes.length <= most) {
            return text;
        }
        int end = most - SAYING_SO;
        while (end > 0 && (bytes[end] & 0xC0) == 0x80) {
            end--;
        }
        return new String(bytes, 0, end, StandardCharsets.UTF_8) + "… (" + (bytes.length - end) + " bytes cut)";
    }
}
