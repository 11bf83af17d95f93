package dev.coxswain.expression;

import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * A string with {@code ${…}} in it, compiled. A template that is one single expression yields that expression's value with its
 * type; otherwise the values are joined as text.
 */
public interface Template {

    String source();

    Set<String> reads();

    Expression.Result evaluate(Map<String, ? extends @Nullable Object> variables);
}
