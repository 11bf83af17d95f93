package dev.coxswain.expression;

import dev.coxswain.expression.Expression.Result;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/** A checked template: literal text and expressions by turns. */
record CelTemplate(String source, List<Part> parts) implements Template {

    private static final int LONGEST = 1 << 18;

    CelTemplate {
        parts = List.copyOf(parts);
    }

    sealed interface Part {
        record Literal(String text) implements Part {}

        record Hole(CelExpression expression) implements Part {}
    }

    @Override
    public Set<String> reads() {
        Set<String> reads = new TreeSet<>();
        for (Part part : parts) {
            if (part instanceof Part.Hole(CelExpression expression)) {
                reads.addAll(expression.reads());
            }
        }
        return Set.copyOf(reads);
    }

    @Override
    public Result evaluate(Map<String, ? extends @Nullable Object> variables) {
        if (parts.size() == 1 && parts.getFirst() instanceof Part.Hole(CelExpression only)) {
            return only.evaluate(variables);
        }
        StringBuilder text = new StringBuilder();
        for (Part part : parts) {
            switch (part) {
                case Part.Literal(String literal) -> text.append(literal);
                case Part.Hole(CelExpression expression) -> {
                    switch (expression.evaluate(variables)) {
                        case Result.Failure failure -> {
                            return failure;
                        }
                        case Result.Value(Object value) -> {
                            if (value == null) {
                                return new Result.Failure("${" + expression.source() + "} is null");
                            }
                            text.append(CelValues.text(value));
                        }
                    }
                }
            }
            if (text.length() > LONGEST) {
                return new Result.Failure("the text grows beyond " + LONGEST + " characters");
            }
        }
        return new Result.Value(text.toString());
    }

    @Override
    public String toString() {
        return source;
    }
}
