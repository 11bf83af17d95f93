package dev.coxswain.simulator.admission;

import dev.cel.bundle.Cel;
import dev.cel.common.CelValidationException;
import dev.cel.runtime.CelEvaluationException;
import dev.cel.runtime.CelRuntime;
import dev.cel.runtime.CelUnknownSet;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** One expression of a policy: compiled, or the reason why it is not. */
sealed interface CelExpression {

    /** As the author wrote it. */
    String source();

    Result evaluate(Map<String, Object> variables);

    sealed interface Result {
        record Value(Object value) implements Result {

            boolean isTrue() {
                return Boolean.TRUE.equals(value);
            }
        }

        /** In the words of the real server where those are known. */
        record Failure(String message) implements Result {}
    }

    static CelExpression of(Cel cel, String source) {
        try {
            return new Compiled(source, cel.createProgram(cel.compile(source).getAst()));
        } catch (CelValidationException | CelEvaluationException e) {
            return new Broken(source, String.valueOf(e.getMessage()));
        }
    }

    record Compiled(String source, CelRuntime.Program program) implements CelExpression {

        private static final Pattern MISSING_KEY = Pattern.compile("key '(.*)' is not present in map");
        private static final Pattern POSITION = Pattern.compile("^evaluation error( at <input>:\\d+)?: ");

        @Override
        public Result evaluate(Map<String, Object> variables) {
            try {
                Object value = program.eval(variables);
                return value instanceof CelUnknownSet
                        ? new Result.Failure("a value is not known")
                        : new Result.Value(value);
            } catch (CelEvaluationException e) {
                String message =
                        POSITION.matcher(String.valueOf(e.getMessage())).replaceFirst("");
                Matcher missing = MISSING_KEY.matcher(message);
                return new Result.Failure(missing.find() ? "no such key: " + missing.group(1) : message);
            }
        }
    }

    record Broken(String source, String complaint) implements CelExpression {
        @Override
        public Result evaluate(Map<String, Object> variables) {
            return new Result.Failure("compilation failed: " + complaint);
        }
    }
}
