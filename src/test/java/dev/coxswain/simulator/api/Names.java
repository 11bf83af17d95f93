package dev.coxswain.simulator.api;

import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What the names in a recording stand for. A name is bound where an answer first shows it; from then on it is that value and
 * no other, and the value has no other name.
 */
final class Names {

    private static final Pattern NAME = Pattern.compile(
            "(?<![A-Za-z0-9-])(uid-[0-9]+|rv-[0-9]+|gen-name|continue-token|sa-token|time|pod-ip|node)(?![A-Za-z0-9-])"
                    + "|\\.event|\\(rv\\)|(?<=current: )\\(rv\\)");

    /** What a name of each sort may stand for, and whether the name is always the same value. */
    private record Sort(String values, boolean isFixed) {}

    private static final Map<String, Sort> SORTS = Map.of(
            "uid", new Sort("[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}", true),
            "rv", new Sort("[0-9]+", true),
            "gen-name", new Sort("gen-[a-z0-9]{5}", true),
            "continue-token", new Sort("[A-Za-z0-9_-]+", false),
            "sa-token", new Sort("[A-Za-z0-9_-]+\\.[A-Za-z0-9_-]+\\.[A-Za-z0-9_-]+", true),
            "time", new Sort("time|[0-9]{4}-[0-9]{2}-[0-9]{2}T[0-9]{2}:[0-9]{2}:[0-9]{2}(?:\\.[0-9]+)?Z", false),
            "pod-ip", new Sort("[0-9]+\\.[0-9]+\\.[0-9]+\\.[0-9]+", false),
            "node", new Sort("node|node-[0-9]", false),
            ".event", new Sort("\\.[0-9a-f]{16}", false),
            "(rv)", new Sort("\\([0-9]+\\)|[0-9]+", false));

    private static final Pattern UID = Pattern.compile("(?<![A-Za-z0-9-])uid-[0-9]+(?![A-Za-z0-9-])");

    private final Map<String, String> values = new LinkedHashMap<>();
    private final Map<String, String> owners = new HashMap<>();
    private int pages;

    void bind(String name, String value) {
        values.put(name, value);
        owners.put(value, name);
    }

    /** Whether the recorded text can stand for the actual one; binds the names that are new. */
    boolean stand(String recorded, String actual) {
        if (recorded.equals("(long)")) {
            return actual.length() > 300;
        }
        Matcher names = NAME.matcher(recorded);
        StringBuilder pattern = new StringBuilder();
        List<String> found = new java.util.ArrayList<>();
        int from = 0;
        while (names.find()) {
            pattern.append(Pattern.quote(recorded.substring(from, names.start())));
            pattern.append('(').append(sort(names.group()).values()).append(')');
            found.add(names.group());
            from = names.end();
        }
        if (found.isEmpty()) {
            return recorded.equals(actual);
        }
        pattern.append(Pattern.quote(recorded.substring(from)));
        Matcher match = Pattern.compile(pattern.toString(), Pattern.DOTALL).matcher(actual);
        return match.matches() && agree(found, match);
    }

    private boolean agree(List<String> found, Matcher match) {
        for (int i = 0; i < found.size(); i++) {
            String name = found.get(i);
            String value = match.group(i + 1);
            if (name.equals("continue-token")) {
                pages++;
                values.put(pages == 1 ? name : name + "-" + pages, value);
            } else if (sort(name).isFixed() && !isThatValue(name, value)) {
                return false;
            }
        }
        return true;
    }

    private boolean isThatValue(String name, String value) {
        String known = values.get(name);
        if (known != null) {
            return known.equals(value);
        }
        if (owners.containsKey(value)) {
            return false;
        }
        bind(name, value);
        return true;
    }

    private static Sort sort(String name) {
        Sort sort = SORTS.get(name);
        return sort != null ? sort : java.util.Objects.requireNonNull(SORTS.get(name.replaceAll("-[0-9]+$", "")));
    }

    /** The text with every name replaced by its value; an uid that no answer has shown is one that nobody has. */
    String inserted(String text) {
        Matcher uid = UID.matcher(text);
        while (uid.find()) {
            if (!values.containsKey(uid.group())) {
                bind(uid.group(), "00000000-0000-4000-8000-%012d".formatted(values.size()));
            }
        }
        String result = text;
        for (Map.Entry<String, String> entry : values.entrySet()) {
            result = result.replaceAll(
                    "(?<![A-Za-z0-9-])" + Pattern.quote(entry.getKey()) + "(?![A-Za-z0-9-])",
                    Matcher.quoteReplacement(entry.getValue()));
        }
        return result;
    }
}
