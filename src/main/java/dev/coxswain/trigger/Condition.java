package dev.coxswain.trigger;

import dev.coxswain.cluster.Json;
import dev.coxswain.expression.Expression;

/** One part of a trigger's condition with what it came to. */
public record Condition(String source, Expression.Result result) {

    public boolean holds() {
        return result instanceof Expression.Result.Value(Object value) && Boolean.TRUE.equals(value);
    }

    /** {@code !member.ready: true}, or why it cannot be said. */
    @Override
    public String toString() {
        return source + ": "
                + switch (result) {
                    case Expression.Result.Value(Object value) ->
                        value instanceof Boolean || value instanceof Number || value instanceof String
                                ? Json.asText(value)
                                : "no truth value";
                    case Expression.Result.Failure(String message) -> "cannot be said, " + message;
                };
    }
}
