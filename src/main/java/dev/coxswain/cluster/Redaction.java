package dev.coxswain.cluster;

import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Takes out what looks like a credential before people read it: in differences of objects, in what programs print, in texts.
 *
 * <ol>
 *   <li>A field, an environment variable or an option is judged by its name; one that only says where a credential is (a
 *       reference, a path, a key of a Secret) is left as it is.
 *   <li>A text is searched for addresses with a password, for {@code name=value} and for options of programs.
 * </ol>
 *
 * It errs on the side of hiding. What a run has to write back is kept in its journal as it was.
 */
public final class Redaction {

    /** Whose value nobody is to read, at the end of a longer name too: {@code REDIS_PASSWORD}, {@code apiKey}. */
    private static final String CREDENTIAL =
            "(?:passwords?|passwd|passphrase|pwd|tokens?|secrets?|credentials?|requirepass|masterauth|redis(?:cli)?[_-]?auth"
                    + "|(?:api|access|private|signing|encryption|auth|account)[_.-]?key|[_.-]key)";

    private static final Pattern NAME = Pattern.compile("(?i).*" + CREDENTIAL);

    private static final Pattern VARIABLE = Pattern.compile(".*/env/\\d+/value");

    /** The user is left, for it tells people whose access it is. */
    private static final Pattern ADDRESS =
            Pattern.compile("([a-zA-Z][a-zA-Z0-9+.-]{0,30}://[^\\s/:@\"']{0,256}:)[^\\s/@\"']{1,1024}@");

    private static final Pattern ASSIGNMENT = Pattern.compile("(?i)((?<![a-z0-9])[a-z0-9_.-]{0,128}?" + CREDENTIAL
            + "[\"']?[ \\t]{0,8}[:=][ \\t]{0,8}[\"']?)(?!\\(secret\\))[^\\s\"',;&]{1,4096}");

    /** As Redis writes them, in its configuration and when it is asked for it. */
    private static final Pattern DIRECTIVE =
            Pattern.compile("(?i)(\\b(?:requirepass|masterauth)\\s{1,8})(?!\\(secret\\))[^\\s\"']{1,4096}");

    private static final Pattern OPTION = Pattern.compile(
            "(?i)((?:^|\\s)(?:-a|--?[a-z0-9-]{0,64}?(?:pass(?:word|wd)?|token|secret))\\s{1,8})(?!\\(secret\\)|-)[^\\s]{1,4096}");

    /** One of these is in whatever the patterns find; most texts have none, and looking for them costs little. */
    private static final List<String> TRACES =
            List.of("pass", "pwd", "token", "secret", "credential", "auth", "key", "://", "-a");

    private Redaction() {}

    /** Whether a value under that name is for nobody's eyes. */
    public static boolean isCredential(String name) {
        return hasTrace(name) && NAME.matcher(name).matches();
    }

    private static boolean hasTrace(String text) {
        String plain = text.toLowerCase(Locale.ROOT);
        return TRACES.stream().anyMatch(plain::contains);
    }

    /** The text without passwords in addresses, assignments and options. */
    public static String text(String text) {
        return hasTrace(text) ? searched(text) : text;
    }

    private static String searched(String text) {
        String masked = ADDRESS.matcher(text).replaceAll("$1" + Secrets.MASK.replace("$", "") + "@");
        masked = ASSIGNMENT.matcher(masked).replaceAll("$1" + Secrets.MASK);
        masked = DIRECTIVE.matcher(masked).replaceAll("$1" + Secrets.MASK);
        return OPTION.matcher(masked).replaceAll("$1" + Secrets.MASK);
    }

    /**
     * A value of an object, as people may read it.
     *
     * @param path of fields, as {@code spec.containers[redis].env[REDIS_PASSWORD].value}
     */
    public static @Nullable Object value(String path, @Nullable Object value) {
        return isScalar(value) && isCredentialAt(path) ? Secrets.MASK : inside(value);
    }

    private static boolean isScalar(@Nullable Object value) {
        return value instanceof String text ? !text.isEmpty() : value instanceof Number;
    }

    /** The last name of a path; of an entry that is called {@code value}, the name of the entry. */
    private static boolean isCredentialAt(String path) {
        List<String> names = List.of(path.split("[.\\[\\]]+", -1)).stream()
                .filter(name -> !name.isEmpty())
                .toList();
        if (names.isEmpty()) {
            return false;
        }
        boolean entry = names.size() > 1 && names.getLast().equals("value");
        return isCredential(entry ? names.get(names.size() - 2) : names.getLast());
    }

    private static @Nullable Object inside(@Nullable Object value) {
        return switch (value) {
            case String text -> embedded(text);
            case Map<?, ?> map -> inMap(Json.asMap(map));
            case List<?> list -> inList(list);
            case null, default -> value;
        };
    }

    /** A text may be JSON itself: the body of a patch is. */
    private static String embedded(String text) {
        if (text.startsWith("{") || text.startsWith("[")) {
            try {
                Object parsed = Json.parse(text);
                Object masked = inside(parsed);
                return Objects.equals(parsed, masked) ? text : Json.print(masked);
            } catch (UncheckedIOException notJson) {
                return text(text);
            }
        }
        return text(text);
    }

    private static Map<String, @Nullable Object> inMap(Map<String, @Nullable Object> map) {
        boolean entry = isCredential(Json.asText(map.get("name"))) || isOperationOnCredential(map);
        Map<String, @Nullable Object> masked = new LinkedHashMap<>();
        map.forEach((key, value) -> {
            boolean credential = isCredential(key) || (key.equals("value") && entry);
            masked.put(key, credential && isScalar(value) ? Secrets.MASK : inside(value));
        });
        return masked;
    }

    /** Of a JSON patch. It tells variables of containers by their numbers, and not which of them is a password. */
    private static boolean isOperationOnCredential(Map<String, @Nullable Object> map) {
        String path = Json.asText(map.get("path"));
        return isCredential(path) || VARIABLE.matcher(path).matches();
    }

    /** Arguments of programs: what follows an option is its value. */
    private static List<@Nullable Object> inList(List<?> list) {
        List<@Nullable Object> masked = new ArrayList<>();
        String before = "";
        for (Object item : list) {
            boolean follows = item instanceof String && takesCredential(before);
            masked.add(follows ? Secrets.MASK : inside(item));
            before = item instanceof String text ? text : "";
        }
        return masked;
    }

    private static boolean takesCredential(String option) {
        String plain = option.toLowerCase(Locale.ROOT);
        return plain.equals("-a")
                || ((plain.startsWith("-") || plain.equals("requirepass") || plain.equals("masterauth"))
                        && !plain.contains("=")
                        && (isCredential(plain) || plain.endsWith("pass")));
    }

    /** A whole document, as people may read it. */
    public static Map<String, @Nullable Object> document(Map<String, @Nullable Object> document) {
        return inMap(document);
    }

    /** A command and its arguments. */
    public static List<String> arguments(List<String> command) {
        return inList(command).stream().map(Json::asText).toList();
    }

    /** A command with its arguments, as one text. */
    public static String command(List<String> command) {
        return String.join(" ", arguments(command));
    }
}
