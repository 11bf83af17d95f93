package dev.coxswain.simulator.http;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Reads JSON as the API server's decoder does: complains in its words, and notes fields that stand twice (the last one
 * counts).
 */
final class JsonText {

    private static final int DEEPEST = 10_000;

    /** The text is not JSON. */
    static final class Malformed extends Exception {
        private static final long serialVersionUID = 1L;

        Malformed(String message) {
            super(message);
        }
    }

    private final String text;
    private final List<String> duplicates = new ArrayList<>();
    private int at;
    private int depth;

    private JsonText(String text) {
        this.text = text;
    }

    /**
     * @param duplicates is given the path of every field that stands twice
     * @throws Malformed worded as the server words it
     */
    static @Nullable Object parse(String text, List<String> duplicates) throws Malformed {
        JsonText parser = new JsonText(text);
        Object value = parser.value("looking for beginning of value", "");
        parser.space();
        if (parser.at < text.length()) {
            throw parser.unexpected("after top-level value");
        }
        duplicates.addAll(parser.duplicates);
        return value;
    }

    private @Nullable Object value(String where, String path) throws Malformed {
        space();
        char c = peek();
        return switch (c) {
            case '{' -> nested(() -> object(path));
            case '[' -> nested(() -> array(path));
            case '"' -> string();
            case 't' -> word("true", true);
            case 'f' -> word("false", false);
            case 'n' -> word("null", null);
            default -> {
                if (c == '-' || (c >= '0' && c <= '9')) {
                    yield number();
                }
                throw unexpected(where);
            }
        };
    }

    @FunctionalInterface
    private interface Part {
        @Nullable
        Object read() throws Malformed;
    }

    private @Nullable Object nested(Part part) throws Malformed {
        if (++depth > DEEPEST) {
            throw new Malformed("exceeded max depth");
        }
        Object value = part.read();
        depth--;
        return value;
    }

    private Map<String, @Nullable Object> object(String path) throws Malformed {
        Map<String, @Nullable Object> map = new LinkedHashMap<>();
        at++;
        space();
        if (peek() == '}') {
            at++;
            return map;
        }
        while (true) {
            space();
            if (peek() != '"') {
                throw unexpected("looking for beginning of object key string");
            }
            String key = string();
            String here = path.isEmpty() ? key : path + "." + key;
            space();
            if (peek() != ':') {
                throw unexpected("after object key");
            }
            at++;
            if (map.containsKey(key)) {
                duplicates.add(here);
            }
            map.put(key, value("looking for beginning of value", here));
            space();
            char next = peek();
            if (next != ',' && next != '}') {
                throw unexpected("after object key:value pair");
            }
            at++;
            if (next == '}') {
                return map;
            }
        }
    }

    private List<@Nullable Object> array(String path) throws Malformed {
        List<@Nullable Object> list = new ArrayList<>();
        at++;
        space();
        if (peek() == ']') {
            at++;
            return list;
        }
        while (true) {
            list.add(value("looking for beginning of value", path + "[" + list.size() + "]"));
            space();
            char next = peek();
            if (next != ',' && next != ']') {
                throw unexpected("after array element");
            }
            at++;
            if (next == ']') {
                return list;
            }
        }
    }

    private String string() throws Malformed {
        StringBuilder out = new StringBuilder();
        at++;
        while (true) {
            char c = peek();
            if (c < ' ') {
                throw unexpected("in string literal");
            }
            at++;
            if (c == '"') {
                return out.toString();
            }
            out.append(c == '\\' ? escaped() : c);
        }
    }

    private char escaped() throws Malformed {
        char c = peek();
        int index = "\"\\/bfnrt".indexOf(c);
        if (index >= 0) {
            at++;
            return "\"\\/\b\f\n\r\t".charAt(index);
        }
        if (c != 'u') {
            throw unexpected("in string escape code");
        }
        at++;
        int code = 0;
        for (int i = 0; i < 4; i++) {
            int digit = Character.digit(peek(), 16);
            if (digit < 0) {
                throw unexpected("in \\u hexadecimal character escape");
            }
            code = code * 16 + digit;
            at++;
        }
        return (char) code;
    }

    private @Nullable Object word(String word, @Nullable Object value) throws Malformed {
        for (int i = 0; i < word.length(); i++) {
            String where = "in literal " + word + " (expecting '" + word.charAt(i) + "')";
            if (peek() != word.charAt(i)) {
                throw unexpected(where);
            }
            at++;
        }
        return value;
    }

    private Object number() throws Malformed {
        int start = at;
        if (text.charAt(at) == '-') {
            at++;
        }
        digits("in numeric literal");
        boolean isWhole = true;
        if (at < text.length() && text.charAt(at) == '.') {
            at++;
            isWhole = false;
            digits("after decimal point in numeric literal");
        }
        if (at < text.length() && (text.charAt(at) == 'e' || text.charAt(at) == 'E')) {
            at++;
            isWhole = false;
            if (at < text.length() && (text.charAt(at) == '+' || text.charAt(at) == '-')) {
                at++;
            }
            digits("in exponent of numeric literal");
        }
        String number = text.substring(start, at);
        return isWhole && number.length() < 19 ? (Object) Long.parseLong(number) : Double.parseDouble(number);
    }

    private void digits(String where) throws Malformed {
        char c = peek();
        if (c < '0' || c > '9') {
            throw unexpected(where);
        }
        while (at < text.length() && text.charAt(at) >= '0' && text.charAt(at) <= '9') {
            at++;
        }
    }

    private void space() {
        while (at < text.length() && " \t\r\n".indexOf(text.charAt(at)) >= 0) {
            at++;
        }
    }

    private char peek() throws Malformed {
        if (at >= text.length()) {
            throw new Malformed("unexpected end of JSON input");
        }
        return text.charAt(at);
    }

    private Malformed unexpected(String where) {
        char c = text.charAt(at);
        String shown =
                c == '\'' ? "'\\''" : c == '"' ? "'\"'" : c < ' ' ? "'\\x%02x'".formatted((int) c) : "'" + c + "'";
        return new Malformed("invalid character " + shown + " " + where);
    }
}
