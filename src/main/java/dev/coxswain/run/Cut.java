package dev.coxswain.run;

import java.nio.charset.StandardCharsets;

/** Shortens texts to a number of bytes in UTF-8, and says how much is missing. */
final class Cut {

    /** Room for the words that say so. */
    private static final int SAYING_SO = 40;

    private Cut() {}

    static int bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8).length;
    }

    /** @param most bytes of the result, the words that say what is missing included; at least 64 */
    static String text(String text, int most) {
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
