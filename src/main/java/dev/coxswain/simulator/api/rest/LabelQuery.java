package dev.coxswain.simulator.api.rest;

import dev.coxswain.cluster.KubeObject;
import dev.coxswain.simulator.api.ApiException;
import dev.coxswain.simulator.api.Refusals;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Predicate;
import java.util.regex.Pattern;

/**
 * A label selector as it stands in a query: {@code a=b,c!=d,e in (f,g),h notin (i),j,!k,l>5}.
 *
 * <p>Read token by token as the server's own parser does, so that what it cannot read is described in the same words.
 */
final class LabelQuery {

    private static final Pattern NUMBER = Pattern.compile("-?[0-9]{1,18}");
    private static final List<String> SYMBOLS = List.of("==", "!=", "=", "!", "(", ")", ",", "<", ">");
    private static final List<String> OPERATORS = List.of("in", "notin", "=", "==", "!=", ">", "<");

    private final List<String> tokens;
    private int at;

    private LabelQuery(List<String> tokens) {
        this.tokens = tokens;
    }

    /** @throws ApiException 400 when the text is no selector */
    static Predicate<KubeObject> parse(String text) {
        return new LabelQuery(tokens(text)).all();
    }

    private static List<String> tokens(String text) {
        List<String> tokens = new ArrayList<>();
        int at = 0;
        while (at < text.length()) {
            int from = at;
            if (Character.isWhitespace(text.charAt(at))) {
                at++;
                continue;
            }
            String symbol = symbolAt(text, at);
            at += symbol.length();
            while (symbol.isEmpty()
                    && at < text.length()
                    && !Character.isWhitespace(text.charAt(at))
                    && symbolAt(text, at).isEmpty()) {
                at++;
            }
            tokens.add(text.substring(from, at));
        }
        return tokens;
    }

    private static String symbolAt(String text, int at) {
        return SYMBOLS.stream()
                .filter(each -> text.startsWith(each, at))
                .findFirst()
                .orElse("");
    }

    /** The token here, empty at the end. */
    private String here() {
        return at < tokens.size() ? tokens.get(at) : "";
    }

    private String take() {
        String token = here();
        at++;
        return token;
    }

    private static boolean isWord(String token) {
        return !token.isEmpty() && !SYMBOLS.contains(token);
    }

    private Predicate<KubeObject> all() {
        Predicate<KubeObject> all = object -> true;
        while (!here().isEmpty()) {
            if (!isWord(here()) && !here().equals("!")) {
                throw Refusals.badRequest("found '" + here() + "', expected: !, identifier, or 'end of string'");
            }
            all = all.and(requirement());
            String next = take();
            if (next.isEmpty()) {
                return all;
            }
            if (!next.equals(",")) {
                throw Refusals.badRequest("found '" + next + "', expected: ',' or 'end of string'");
            }
            if (!isWord(here()) && !here().equals("!")) {
                throw Refusals.badRequest("found '" + here() + "', expected: identifier after ','");
            }
        }
        return all;
    }

    private Predicate<KubeObject> requirement() {
        boolean isAbsent = here().equals("!");
        at += isAbsent ? 1 : 0;
        String key = take();
        if (!isWord(key)) {
            throw misread("found '" + key + "', expected: identifier");
        }
        if (isAbsent) {
            return object -> !object.labels().containsKey(key);
        }
        if (here().isEmpty() || here().equals(",")) {
            return object -> object.labels().containsKey(key);
        }
        String operator = take();
        if (!OPERATORS.contains(operator)) {
            throw misread("found '" + operator + "', expected: in, notin, =, ==, !=, gt, lt");
        }
        return switch (operator) {
            case "in" -> oneOf(key, values(), true);
            case "notin" -> oneOf(key, values(), false);
            case "!=" -> oneOf(key, Set.of(value()), false);
            case ">" -> beyond(key, value(), 1);
            case "<" -> beyond(key, value(), -1);
            default -> oneOf(key, Set.of(value()), true);
        };
    }

    private static Predicate<KubeObject> oneOf(String key, Set<String> values, boolean wanted) {
        return object -> {
            String value = object.labels().get(key);
            return wanted == (value != null && values.contains(value));
        };
    }

    private static Predicate<KubeObject> beyond(String key, String limit, int sign) {
        if (!NUMBER.matcher(limit).matches()) {
            throw misread("values[0][" + key + "]: Invalid value: \"" + limit
                    + "\": for 'Gt', 'Lt' operators, the value must be an integer");
        }
        return object -> {
            String value = object.labels().getOrDefault(key, "");
            return NUMBER.matcher(value).matches()
                    && Integer.signum(Long.compare(Long.parseLong(value), Long.parseLong(limit))) == sign;
        };
    }

    private String value() {
        if (here().isEmpty() || here().equals(",")) {
            return "";
        }
        String value = take();
        if (!isWord(value)) {
            throw misread("found '" + value + "', expected: identifier");
        }
        return value;
    }

    private Set<String> values() {
        String open = take();
        if (!open.equals("(")) {
            throw misread("found '" + open + "' expected: '('");
        }
        if (!isWord(here()) && !here().equals(",") && !here().equals(")")) {
            throw misread("found '" + here() + "', expected: ',', ')' or identifier");
        }
        Set<String> values = new LinkedHashSet<>();
        while (!here().equals(")")) {
            String token = take();
            if (isWord(token)) {
                values.add(token);
            } else if (token.equals(",")) {
                // two commas, or one at an end, stand around an empty value
                boolean isEdge = values.isEmpty() || here().equals(")") || here().equals(",");
                if (isEdge) {
                    values.add("");
                }
            } else {
                throw misread("found '" + token + "', expected: ',' or ')'");
            }
        }
        take();
        return values;
    }

    private static ApiException misread(String why) {
        return Refusals.badRequest("unable to parse requirement: " + why);
    }
}
