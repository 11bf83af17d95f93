package dev.coxswain.expression;

import dev.cel.common.types.CelType;
import dev.cel.common.types.SimpleType;
import dev.cel.runtime.CelEvaluationException;
import dev.cel.runtime.CelRuntime;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * A checked expression, ready to run.
 *
 * @param type of the result
 * @param wanted what the result must be at run time, where checking could not know
 * @param paths the selections that the result may stand for
 * @param parts of a conjunction; empty when it is none
 */
record CelExpression(
        String source,
        CelType type,
        CelExpressions.Wanted wanted,
        Set<String> reads,
        Set<String> paths,
        CelRuntime.Program program,
        List<Expression> parts)
        implements Expression {

    private static final String PREFIX = "evaluation error at <input>:";

    CelExpression {
        parts = List.copyOf(parts);
    }

    @Override
    public List<Expression> conjuncts() {
        return parts.isEmpty() ? List.of(this) : parts;
    }

    @Override
    public Result evaluate(Map<String, ? extends @Nullable Object> variables) {
        Map<String, Object> values = new HashMap<>();
        variables.forEach((name, value) -> values.put(name, CelValues.in(value)));
        try {
            Object result = CelValues.out(program.trace(values, new EvaluationBudget()));
            return wanted.accepts(result)
                    ? new Result.Value(result)
                    : new Result.Failure("the result must be " + wanted.words() + ": " + source);
        } catch (CelEvaluationException e) {
            return new Result.Failure(explained(String.valueOf(e.getMessage())));
        } catch (EvaluationBudget.Exceeded e) {
            return new Result.Failure(e.getMessage() + ": " + source);
        } catch (IllegalArgumentException | ClassCastException | StackOverflowError e) {
            return new Result.Failure("cannot be evaluated (" + e.getMessage() + "): " + source);
        }
    }

    /** CEL says where by offset from zero; people count from one and like to see the text. */
    private String explained(String message) {
        String problem = message;
        if (message.startsWith(PREFIX)) {
            int colon = message.indexOf(": ", PREFIX.length());
            problem = colon < 0 ? message : message.substring(colon + 2);
        }
        return problem.replace("is not present in map.", "is missing") + " in: " + source;
    }

    boolean isText() {
        return type.equals(SimpleType.STRING);
    }

    @Override
    public String toString() {
        return source;
    }
}
