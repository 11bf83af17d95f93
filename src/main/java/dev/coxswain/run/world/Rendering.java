package dev.coxswain.run.world;

import dev.coxswain.action.Params;
import dev.coxswain.expression.Expression;
import dev.coxswain.expression.Template;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Fills the templates in a step's parameters. */
public final class Rendering {

    public sealed interface Rendered {
        record Ready(Params params) implements Rendered {}

        record Failed(String why) implements Rendered {}
    }

    private final Map<String, @Nullable Object> variables;
    private final boolean laterIsFine;
    private final List<String> failures = new ArrayList<>();

    private Rendering(Map<String, @Nullable Object> variables, boolean laterIsFine) {
        this.variables = variables;
        this.laterIsFine = laterIsFine;
    }

    /** @param laterIsFine whether a value that cannot be told yet is left open rather than an error */
    public static Rendered render(
            Map<String, @Nullable Object> with, Map<String, @Nullable Object> variables, boolean laterIsFine) {
        Rendering rendering = new Rendering(variables, laterIsFine);
        Map<String, @Nullable Object> values = new LinkedHashMap<>();
        with.forEach((name, value) -> values.put(name, rendering.fill(name, value)));
        return rendering.failures.isEmpty()
                ? new Rendered.Ready(new Params(values))
                : new Rendered.Failed(String.join("; ", rendering.failures));
    }

    private @Nullable Object fill(String where, @Nullable Object value) {
        return switch (value) {
            case Template template -> fill(where, template);
            case Map<?, ?> map -> {
                Map<String, @Nullable Object> filled = new LinkedHashMap<>();
                map.forEach((key, item) -> filled.put(String.valueOf(key), fill(where + "." + key, item)));
                yield filled;
            }
            case List<?> list -> {
                List<@Nullable Object> filled = new ArrayList<>();
                list.forEach(item -> filled.add(fill(where, item)));
                yield filled;
            }
            case null, default -> value;
        };
    }

    private @Nullable Object fill(String where, Template template) {
        switch (template.evaluate(variables)) {
            case Expression.Result.Value(Object value) -> {
                return value;
            }
            case Expression.Result.Failure(String message) -> {
                if (!laterIsFine) {
                    failures.add("with." + where + ": " + template.source() + " cannot be told: " + message);
                }
                return Params.KNOWN_LATER;
            }
        }
    }

    /** Every field that the templates and expressions in the parameters read. */
    public static Set<String> reads(Map<String, @Nullable Object> with) {
        Set<String> reads = new HashSet<>();
        collect(with, reads);
        return reads;
    }

    private static void collect(@Nullable Object value, Set<String> reads) {
        switch (value) {
            case Template template -> reads.addAll(template.reads());
            case Expression expression -> reads.addAll(expression.reads());
            case Map<?, ?> map -> map.values().forEach(item -> collect(item, reads));
            case List<?> list -> list.forEach(item -> collect(item, reads));
            case null, default -> {
                // a plain value reads nothing
            }
        }
    }
}
