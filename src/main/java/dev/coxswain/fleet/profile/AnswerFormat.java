package dev.coxswain.fleet.profile;

import dev.coxswain.cluster.Answer;
import dev.coxswain.cluster.ExecResult;
import dev.coxswain.fleet.Answers.Said;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** How what a program prints becomes a value that expressions read. */
public enum AnswerFormat {
    /** The lines of Redis' {@code INFO}: {@code key:value}, and {@code slave0:ip=10.0.0.1,port=6379} as a map. */
    REDIS_INFO("redis-info"),
    /** The last line of {@code df -P}: {@code size}, {@code used} and {@code available} in bytes, {@code percent} used. */
    DF("df"),
    /** The lines that are not empty. */
    LINES("lines"),
    /** All of it, without white space at both ends. */
    TEXT("text");

    // a number with a leading zero is an identifier
    private static final Pattern WHOLE = Pattern.compile("-?(0|[1-9]\\d{0,17})");
    private static final Pattern FRACTION = Pattern.compile("-?\\d{1,15}\\.\\d{1,15}");
    private static final Pattern DF_LINE =
            Pattern.compile(".*\\s(\\d{1,15})\\s+(\\d{1,15})\\s+(\\d{1,15})\\s+(\\d{1,3})%\\s.*");
    private static final Pattern CONTROLS = Pattern.compile("\\p{Cntrl}");
    private static final long BLOCK = 1024;
    private static final int EXCERPT = 200;

    private final String word;

    AnswerFormat(String word) {
        this.word = word;
    }

    /** As profiles write it. */
    public String word() {
        return word;
    }

    static List<String> words() {
        return Arrays.stream(values()).map(AnswerFormat::word).toList();
    }

    static AnswerFormat of(String word) {
        return Arrays.stream(values())
                .filter(format -> format.word.equals(word))
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException("no such format: " + word));
    }

    /** A program that failed, or printed something else than was asked for, has not answered. */
    public Said read(Answer answer) {
        return switch (answer) {
            case Answer.Silence(String why) -> new Said.Silent(why);
            case Answer.Found _ -> new Said.Silent("the answer is an object where a program's output was expected");
            case Answer.Printed(ExecResult result) -> read(result);
        };
    }

    private Said read(ExecResult result) {
        if (result.exitCode() != 0) {
            String said = result.stderr().isBlank() ? result.stdout() : result.stderr();
            return new Said.Silent("exit code " + result.exitCode() + ": " + excerpt(said));
        }
        String text = result.stdout().strip();
        return switch (this) {
            case TEXT -> new Said.Value(text);
            case LINES -> new Said.Value(lines(text));
            case REDIS_INFO -> info(text);
            case DF -> df(text);
        };
    }

    private static List<String> lines(String text) {
        return text.lines().map(String::strip).filter(line -> !line.isEmpty()).toList();
    }

    // redis-cli ends with 0 on error replies too (NOAUTH…): no field at all means that it was no INFO
    private static Said info(String text) {
        Map<String, @Nullable Object> fields = new LinkedHashMap<>();
        for (String line : lines(text)) {
            int colon = line.indexOf(':');
            if (colon > 0 && line.charAt(0) != '#' && line.lastIndexOf(' ', colon) < 0) {
                fields.put(line.substring(0, colon), value(line.substring(colon + 1)));
            }
        }
        return fields.isEmpty()
                ? new Said.Silent(text.isEmpty() ? "it printed nothing" : excerpt(text))
                : new Said.Value(fields);
    }

    // the name of a filesystem may hold blanks, the columns after it hold none
    private static Said df(String text) {
        Matcher columns =
                DF_LINE.matcher(lines(text).isEmpty() ? "" : lines(text).getLast());
        if (!columns.matches()) {
            return new Said.Silent("that is no answer of df -P: " + excerpt(text));
        }
        Map<String, @Nullable Object> fields = new LinkedHashMap<>();
        fields.put("size", Long.parseLong(columns.group(1)) * BLOCK);
        fields.put("used", Long.parseLong(columns.group(2)) * BLOCK);
        fields.put("available", Long.parseLong(columns.group(3)) * BLOCK);
        fields.put("percent", Long.parseLong(columns.group(4)));
        return new Said.Value(fields);
    }

    private static Object value(String text) {
        Map<String, @Nullable Object> parts = new LinkedHashMap<>();
        for (String part : text.split(",", -1)) {
            int equals = part.indexOf('=');
            if (equals <= 0) {
                return scalar(text);
            }
            parts.put(part.substring(0, equals), scalar(part.substring(equals + 1)));
        }
        return parts;
    }

    private static Object scalar(String text) {
        if (WHOLE.matcher(text).matches()) {
            return Long.valueOf(text);
        }
        return FRACTION.matcher(text).matches() ? (Object) Double.valueOf(text) : text;
    }

    /** What is shown to people; it may be anything, and must not steer their terminals. */
    private static String excerpt(String text) {
        String line =
                CONTROLS.matcher(text.strip().lines().findFirst().orElse("")).replaceAll("?");
        return line.length() > EXCERPT ? line.substring(0, EXCERPT) + "…" : line;
    }
}
