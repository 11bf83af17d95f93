package dev.coxswain.action;

import dev.coxswain.expression.Expression;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Reads expressions as conditions: anything but {@code true} is a no, with the reason in words. */
public final class Conditions {

    /** What only the members themselves can tell, or what follows from that. */
    private static final Set<String> ASKED = Set.of("says", "primary", "healthy");

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
                Optional.of(condition.source() + " cannot be evaluated: " + message);
        };
    }

    /** Whether the members have to be asked before the value can change. */
    public static boolean readsAnswers(Expression expression) {
        return expression.reads().stream()
                .flatMap(path -> java.util.Arrays.stream(path.split("\\.")))
                .anyMatch(ASKED::contains);
    }
}
