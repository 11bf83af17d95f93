package dev.coxswain.simulator.api.validation;

import dev.cel.common.CelValidationException;
import dev.cel.common.types.SimpleType;
import dev.cel.compiler.CelCompiler;
import dev.cel.compiler.CelCompilerFactory;
import dev.cel.extensions.CelExtensions;
import dev.cel.parser.CelStandardMacro;
import dev.cel.runtime.CelEvaluationException;
import dev.cel.runtime.CelRuntime;
import dev.cel.runtime.CelRuntimeFactory;
import dev.coxswain.cluster.Json;
import dev.coxswain.simulator.api.Refusals.Cause;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/** The {@code x-kubernetes-validations} of a schema. A rule with {@code oldSelf} is only asked where there is an old value. */
public final class CelRules {

    private static final CelCompiler COMPILER = CelCompilerFactory.standardCelCompilerBuilder()
            .setStandardMacros(CelStandardMacro.STANDARD_MACROS)
            .addLibraries(CelExtensions.strings(), CelExtensions.optional())
            .addVar("self", SimpleType.DYN)
            .addVar("oldSelf", SimpleType.DYN)
            .build();

    private static final CelRuntime RUNTIME = CelRuntimeFactory.legacyCelRuntimeBuilder()
            .addLibraries(CelExtensions.strings(), CelExtensions.optional())
            .build();

    /** What compiles is kept: an object is checked at each of its writes. */
    private final Map<String, CelRuntime.Program> compiled = new ConcurrentHashMap<>();

    public List<Cause> faults(
            Map<String, @Nullable Object> schema, @Nullable Object value, @Nullable Object old, String path) {
        List<Cause> faults = new ArrayList<>();
        if (value == null) {
            return faults;
        }
        for (Object rule : Json.asList(schema.get("x-kubernetes-validations"))) {
            fault(Json.asMap(rule), value, old, path).ifPresent(faults::add);
        }
        if (value instanceof Map<?, ?> map) {
            Map<String, @Nullable Object> properties = Json.asMap(schema.get("properties"));
            map.forEach((key, item) -> {
                String name = String.valueOf(key);
                Object child = properties.getOrDefault(name, schema.get("additionalProperties"));
                String here = path.isEmpty() ? name : path + "." + name;
                faults.addAll(faults(Json.asMap(child), item, Json.at(old, name), here));
            });
        } else if (value instanceof List<?> list) {
            for (int i = 0; i < list.size(); i++) {
                faults.addAll(faults(Json.asMap(schema.get("items")), list.get(i), null, path + "[" + i + "]"));
            }
        }
        return faults;
    }

    private Optional<Cause> fault(Map<String, @Nullable Object> rule, Object value, @Nullable Object old, String path) {
        String text = Json.asText(rule.get("rule"));
        if (text.contains("oldSelf") && old == null) {
            return Optional.empty();
        }
        Map<String, Object> variables = new HashMap<>(Map.of("self", value));
        if (old != null) {
            variables.put("oldSelf", old);
        }
        String message = rule.get("message") instanceof String said ? said : "failed rule: " + text;
        try {
            return Boolean.TRUE.equals(program(text).eval(variables))
                    ? Optional.empty()
                    : Optional.of(invalid(message, path));
        } catch (CelValidationException | CelEvaluationException e) {
            return Optional.of(invalid("rule evaluation error: " + e.getMessage(), path));
        }
    }

    private CelRuntime.Program program(String rule) throws CelValidationException, CelEvaluationException {
        CelRuntime.Program known = compiled.get(rule);
        if (known != null) {
            return known;
        }
        CelRuntime.Program program =
                RUNTIME.createProgram(COMPILER.compile(rule).getAst());
        compiled.put(rule, program);
        return program;
    }

    private static Cause invalid(String message, String path) {
        return new Cause("FieldValueInvalid", "Invalid value: " + message, path);
    }
}
