package dev.coxswain.simulator.admission;

import com.google.protobuf.NullValue;
import dev.cel.bundle.Cel;
import dev.cel.bundle.CelBuilder;
import dev.cel.bundle.CelFactory;
import dev.cel.common.CelOptions;
import dev.cel.common.types.SimpleType;
import dev.cel.extensions.CelExtensions;
import dev.cel.parser.CelStandardMacro;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The language in which policies are written: its variables, its functions, and what an expression may cost. */
final class CelEnvironment {

    /** Steps of all loops of one evaluation together; a loop over a loop over a thousand items is too dear. */
    private static final int MOST_ITERATIONS = 100_000;

    private static final int LONGEST_EXPRESSION = 20_000;

    private static final List<String> VARIABLES =
            List.of("object", "oldObject", "request", "namespaceObject", "params", "variables");

    private CelEnvironment() {}

    static Cel cel() {
        CelOptions options = CelOptions.current()
                .comprehensionMaxIterations(MOST_ITERATIONS)
                .maxExpressionCodePointSize(LONGEST_EXPRESSION)
                .enableHeterogeneousNumericComparisons(true)
                .enableOptionalSyntax(true)
                .build();
        CelBuilder builder = CelFactory.plannerCelBuilder()
                .setOptions(options)
                .setStandardMacros(CelStandardMacro.STANDARD_MACROS)
                .addCompilerLibraries(
                        CelExtensions.optional(),
                        CelExtensions.strings(),
                        CelExtensions.sets(options),
                        CelExtensions.lists(),
                        CelExtensions.math(),
                        CelExtensions.bindings())
                .addRuntimeLibraries(
                        CelExtensions.optional(),
                        CelExtensions.strings(),
                        CelExtensions.sets(options),
                        CelExtensions.lists(),
                        CelExtensions.math());
        VARIABLES.forEach(name -> builder.addVar(name, SimpleType.DYN));
        return builder.build();
    }

    /** A JSON value as CEL takes it, in which null is a value of its own. */
    static Object value(@Nullable Object json) {
        return switch (json) {
            case null -> NullValue.NULL_VALUE;
            case Map<?, ?> map -> {
                Map<String, Object> copy = LinkedHashMap.newLinkedHashMap(map.size());
                map.forEach((key, item) -> copy.put(String.valueOf(key), value(item)));
                yield copy;
            }
            case List<?> list -> {
                List<Object> copy = new ArrayList<>(list.size());
                list.forEach(item -> copy.add(value(item)));
                yield copy;
            }
            case Integer number -> number.longValue();
            default -> json;
        };
    }
}
