package dev.coxswain.fleet.recognition;

import dev.coxswain.cluster.Json;
import dev.coxswain.expression.Expression;
import dev.coxswain.expression.Template;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Evaluates a profile's templates and predicates over objects that nobody vouches for: what fails is empty, or false. */
final class Rendering {

    private Rendering() {}

    static String text(Template template, Map<String, ? extends @Nullable Object> variables) {
        return switch (template.evaluate(variables)) {
            case Expression.Result.Value(Object value) -> Json.asText(value);
            case Expression.Result.Failure _ -> "";
        };
    }

    static boolean holds(Expression expression, Map<String, ? extends @Nullable Object> variables) {
        return expression.evaluate(variables) instanceof Expression.Result.Value(Object value)
                && Boolean.TRUE.equals(value);
    }
}
