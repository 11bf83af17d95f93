package dev.coxswain.expression;

import dev.cel.common.CelIssue;
import dev.cel.common.types.CelType;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Turns what CEL says about a source into what an author understands. */
final class CelIssues {

    private static final Pattern UNDEFINED_FIELD = Pattern.compile("undefined field '([^']*)'");
    private static final Pattern UNDECLARED = Pattern.compile("undeclared reference to '([^']*)'.*", Pattern.DOTALL);
    private static final Pattern OVERLOAD = Pattern.compile(
            "found no matching overload for '([^']*)' applied to '(.*?)'( \\(candidates.*)?", Pattern.DOTALL);
    private static final Pattern OWNER = Pattern.compile("([A-Za-z_][A-Za-z0-9_]*(?:\\.[A-Za-z_][A-Za-z0-9_]*)*)$");

    /** Where an offset of the source stands. */
    @FunctionalInterface
    interface Places {
        Position at(int offset);
    }

    private final String source;
    private final Places places;
    private final Scope scope;
    private final Diagnostics diagnostics;

    CelIssues(String source, Places places, Scope scope, Diagnostics diagnostics) {
        this.source = source;
        this.places = places;
        this.scope = scope;
        this.diagnostics = diagnostics;
    }

    static Places positionIn(String source) {
        return offset -> {
            String before = source.substring(0, Math.clamp(offset, 0, source.length()));
            int line = (int) before.chars().filter(c -> c == '\n').count();
            return new Position(line + 1, before.length() - before.lastIndexOf('\n'));
        };
    }

    /** A syntax error makes CEL guess on; only its first guess is about what the author wrote. */
    void report(List<CelIssue> issues) {
        boolean syntax = issues.stream().anyMatch(issue -> isSyntax(issue.getMessage()));
        issues.stream().limit(syntax ? 1 : Long.MAX_VALUE).forEach(this::report);
    }

    private static boolean isSyntax(String message) {
        return !UNDEFINED_FIELD.matcher(message).matches()
                && !UNDECLARED.matcher(message).matches()
                && !message.startsWith("found no matching overload");
    }

    private void report(CelIssue issue) {
        int offset = offset(issue);
        String message = issue.getMessage();
        Matcher field = UNDEFINED_FIELD.matcher(message);
        Matcher name = UNDECLARED.matcher(message);
        Matcher overload = OVERLOAD.matcher(message);
        if (field.matches()) {
            unknownField(offset, field.group(1));
        } else if (name.matches()) {
            unknownName(offset, name.group(1));
        } else if (overload.matches()) {
            diagnostics.error(places.at(offset), misfit(overload.group(1), overload.group(2)));
        } else {
            diagnostics.error(places.at(offset), "not an expression: " + shortened(message));
        }
    }

    private int offset(CelIssue issue) {
        int line = Math.max(1, issue.getSourceLocation().getLine());
        int column = Math.max(0, issue.getSourceLocation().getColumn());
        int start = 0;
        for (int i = 1; i < line; i++) {
            start = source.indexOf('\n', start) + 1;
        }
        return Math.min(source.length(), start + column);
    }

    private void unknownField(int dot, String field) {
        int at = source.indexOf(field, Math.max(0, dot));
        Matcher owner = OWNER.matcher(source.substring(0, Math.min(dot, source.length())));
        Optional<String> path = owner.find() ? Optional.of(owner.group(1)) : Optional.empty();
        Optional<CelType> type = path.flatMap(this::typeOf);
        Collection<String> candidates = type.map(t -> scope.types().fields(t)).orElseGet(this::everyField);
        diagnostics.error(
                places.at(at < 0 ? dot : at),
                path.map(p -> "'" + p + "' has no field '" + field + "'").orElse("unknown field '" + field + "'"),
                DidYouMean.hint(field, candidates));
    }

    private Optional<CelType> typeOf(String path) {
        String[] steps = path.split("\\.", -1);
        Optional<CelType> type =
                Optional.ofNullable(scope.variables().get(steps[0])).map(Scope.Declared::type);
        for (int i = 1; i < steps.length; i++) {
            String step = steps[i];
            type = type.flatMap(t -> scope.types().field(t, step));
        }
        return type;
    }

    private Set<String> everyField() {
        Set<String> all = new TreeSet<>();
        scope.types().types().forEach(type -> all.addAll(scope.types().fields(type)));
        return all;
    }

    private void unknownName(int offset, String name) {
        boolean called = source.startsWith("(", offset + name.length())
                || source.startsWith("." + name + "(", offset)
                || source.startsWith("(", offset);
        List<String> candidates = new ArrayList<>(scope.names());
        if (called) {
            candidates = new ArrayList<>(CelFunctions.names());
            candidates.addAll(List.of("size", "has", "all", "exists", "exists_one", "filter", "map", "matches"));
            candidates.addAll(List.of("startsWith", "endsWith", "contains", "duration", "timestamp", "int", "string"));
        }
        diagnostics.error(
                places.at(offset),
                "unknown " + (called ? "function" : "variable") + " '" + name + "'",
                DidYouMean.hint(name, candidates));
    }

    private static String misfit(String function, String types) {
        String readable = readable(types);
        return function.matches("[_!\\-+*/%<>=&|?:\\[\\]@in]*") && !function.matches("\\w+")
                ? "'" + function.replace("_", "").replace("@", "") + "' does not fit " + readable
                : "'" + function + "' does not fit " + readable;
    }

    private static String readable(String types) {
        return types.replace("google.protobuf.Timestamp", "timestamp")
                .replace("google.protobuf.Duration", "duration")
                .replace("coxswain.", "")
                .replaceAll("%[A-Z]\\d*", "anything");
    }

    private static String shortened(String message) {
        int expecting = message.indexOf(" expecting ");
        String said = expecting < 0 ? message : message.substring(0, expecting);
        return said.replace("'<EOF>'", "end")
                .replace("mismatched input end", "it ends too early")
                .replace("mismatched input", "unexpected")
                .replace("extraneous input", "unexpected");
    }

    /** A type as an author calls it. */
    static String words(CelType type) {
        return switch (type.kind()) {
            case BOOL -> "true or false";
            case INT, UINT, DOUBLE -> "a number";
            case STRING -> "text";
            case LIST -> "a list";
            case MAP -> "a map";
            case DURATION -> "a duration";
            case TIMESTAMP -> "a timestamp";
            default -> "a " + type.name().replace("coxswain.", "").toLowerCase(java.util.Locale.ROOT);
        };
    }
}
