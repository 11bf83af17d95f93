package dev.coxswain.trigger;

import dev.coxswain.cluster.Json;
import dev.coxswain.cluster.Redaction;
import dev.coxswain.expression.Expression;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * One part of a trigger's condition with what it came to.
 *
 * @param facts what it read, by path, where that is one value that can be shown
 */
public record Condition(String source, Expression.Result result, Map<String, String> facts) {

    private static final int LONGEST_FACT = 80;

    public Condition {
        facts = Map.copyOf(facts);
    }

    /** The parts of a condition, each evaluated by itself. */
    public static List<Condition> of(Expression expression, Map<String, @Nullable Object> variables) {
        return expression.conjuncts().stream()
                .map(part -> new Condition(part.source(), part.evaluate(variables), facts(part.reads(), variables)))
                .toList();
    }

    private static Map<String, String> facts(Collection<String> reads, Map<String, @Nullable Object> variables) {
        Map<String, String> facts = new TreeMap<>();
        for (String path : reads) {
            Object value = Redaction.value(path, Json.at(variables, path.split("\\.")));
            if (value instanceof String || value instanceof Number || value instanceof Boolean) {
                String text = Json.asText(value);
                facts.put(path, text.length() > LONGEST_FACT ? text.substring(0, LONGEST_FACT) + "…" : text);
            } else if (value instanceof Instant at) {
                facts.put(path, at.toString());
            }
        }
        return facts;
    }

    public boolean holds() {
        return holds(result);
    }

    static boolean holds(Expression.Result result) {
        return result instanceof Expression.Result.Value(Object value) && Boolean.TRUE.equals(value);
    }

    /** {@code member.restarts >= 3: true (member.restarts = 4)}, or why it cannot be said. */
    @Override
    public String toString() {
        return source + ": "
                + switch (result) {
                    case Expression.Result.Value(Object value) ->
                        value instanceof Boolean || value instanceof Number || value instanceof String
                                ? Json.asText(value)
                                : "no truth value";
                    case Expression.Result.Failure(String message) -> "cannot be said, " + message;
                }
                + shown();
    }

    private String shown() {
        String text = new TreeMap<>(facts)
                .entrySet().stream()
                        // '!member.ready: true' says as much
                        .filter(fact -> !source.equals(fact.getKey()) && !source.equals("!" + fact.getKey()))
                        .map(fact -> fact.getKey() + " = " + fact.getValue())
                        .collect(Collectors.joining(", "));
        return text.isEmpty() ? "" : " (" + text + ")";
    }
}
