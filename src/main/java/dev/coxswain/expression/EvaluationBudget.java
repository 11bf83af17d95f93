package dev.coxswain.expression;

import dev.cel.common.ast.CelExpr;
import dev.cel.runtime.CelEvaluationListener;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Ends an evaluation that takes too many steps or grows too much.
 *
 * <p>CEL bounds loops but not growth: {@code [s].map(x, x + x).map(x, x + x)…} doubles with every twelve characters. So the
 * size of every intermediate value is looked at as it comes up, before the next step can double it again.
 */
final class EvaluationBudget implements CelEvaluationListener {

    private static final int MOST_STEPS = 500_000;
    private static final int LONGEST_TEXT = 1 << 20;
    private static final int LONGEST_LIST = 50_000;
    private static final int MOST_NESTED = 100_000;
    private static final int DEEPEST = 32;

    static final class Exceeded extends RuntimeException {
        Exceeded(String message) {
            super(message);
        }
    }

    /** What came in from outside stays as it is, and is weighed once. */
    private final IdentityHashMap<Object, Integer> weights = new IdentityHashMap<>();

    private int steps;

    @Override
    public void callback(CelExpr expression, Object value) {
        steps++;
        if (steps > MOST_STEPS) {
            throw new Exceeded("it takes more than " + MOST_STEPS + " steps");
        }
        switch (value) {
            case String text
            when text.length() > LONGEST_TEXT ->
                throw new Exceeded("a text grows beyond " + LONGEST_TEXT + " characters");
            case List<?> list
            when list.size() > LONGEST_LIST -> throw new Exceeded("a list grows beyond " + LONGEST_LIST + " items");
            default -> built(expression, value);
        }
    }

    /** Only what an expression builds can nest one list in another many times over. */
    private void built(CelExpr expression, Object value) {
        switch (expression.getKind()) {
            case LIST, MAP -> weigh(value, 0);
            default -> {}
        }
    }

    private int weigh(@Nullable Object value, int depth) {
        Object outside = CelValues.outside(value);
        if (outside == null) {
            return counted(value, depth);
        }
        Integer known = weights.get(outside);
        int weight = known == null ? counted(outside, 0) : known;
        if (known == null) {
            weights.put(outside, weight);
        }
        return weight;
    }

    private int counted(@Nullable Object value, int depth) {
        int weight = 1;
        if (depth > DEEPEST) {
            throw new Exceeded("a value is nested too deeply");
        }
        switch (value) {
            case List<?> list -> {
                for (Object item : list) {
                    weight = bounded(weight + weigh(item, depth + 1));
                }
            }
            case Map<?, ?> map -> {
                for (Object item : map.values()) {
                    weight = bounded(weight + weigh(item, depth + 1));
                }
            }
            case null, default -> {}
        }
        return weight;
    }

    private static int bounded(int weight) {
        if (weight > MOST_NESTED) {
            throw new Exceeded("a value holds more than " + MOST_NESTED + " values");
        }
        return weight;
    }
}
