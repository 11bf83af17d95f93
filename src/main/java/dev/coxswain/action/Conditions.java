package dev.coxswain.action;

import dev.coxswain.cluster.Json;
import dev.coxswain.expression.Expression;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Reads expressions as conditions: anything but {@code true} is a no, with the reason in words. */
public final class Conditions {

    /** What only the members themselves can tell, or what follows from that. */
    private static final Set<String> ASKED = Set.of("says", "primary", "healthy");

    /** Of how many members it is told that they are silent. */
    private static final int SILENT_ONES = 3;

    private Conditions() {}

    /** Why the condition does not hold; empty when it does. */
    public static Optional<String> objection(Expression condition, Map<String, ? extends @Nullable Object> variables) {
        return switch (condition.evaluate(variables)) {
            case Expression.Result.Value(var value) when Boolean.TRUE.equals(value) -> Optional.empty();
            case Expression.Result.Value(var value)
            when Boolean.FALSE.equals(value) -> Optional.of("it is not so that " + condition.source());
            case Expression.Result.Value(var value) ->
                Optional.of(condition.source() + " is neither true nor false but " + value);
            case Expression.Result.Failure(String message) ->
                Optional.of(condition.source() + " cannot be evaluated: " + message + silence(condition, variables));
        };
    }

    /** Whoever did not answer, or something else than was asked, is most likely why; what was heard instead tells people more. */
    private static String silence(Expression condition, Map<String, ? extends @Nullable Object> variables) {
        if (!readsAnswers(condition)) {
            return "";
        }
        boolean all = condition.reads().stream().anyMatch(path -> path.startsWith("datastore"));
        Stream<Object> members = all
                ? Json.asList(Json.at(variables.get("datastore"), "members")).stream()
                : Stream.of(Json.asMap(variables.get("member")));
        return members.map(Json::asMap)
                .filter(member -> !Json.asText(member.get("silence")).isEmpty())
                .map(member ->
                        "; " + Json.asText(member.get("name")) + " is silent: " + Json.asText(member.get("silence")))
                .limit(SILENT_ONES)
                .collect(Collectors.joining());
    }

    /** Whether the members have to be asked before the value can change. */
    public static boolean readsAnswers(Expression expression) {
        return expression.reads().stream()
                .flatMap(path -> java.util.Arrays.stream(path.split("\\.")))
                .anyMatch(ASKED::contains);
    }
}
