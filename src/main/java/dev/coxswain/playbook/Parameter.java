package dev.coxswain.playbook;

import java.util.List;
import java.util.Objects;
import java.util.Optional;

/**
 * One parameter of an action.
 *
 * @param description one sentence for the reference
 * @param fallback the value that stands for an absent parameter, as a JSON value (a duration as text: {@code 5m}); the
 *     checker does not put it into {@code with}
 * @param reads variables that an {@link ParameterType#EXPRESSION} may read besides those of the playbook; the action provides
 *     them, and they may be anything
 */
public record Parameter(
        String name,
        ParameterType type,
        boolean required,
        String description,
        Optional<Object> fallback,
        List<String> reads) {

    public Parameter {
        Objects.requireNonNull(type);
        Objects.requireNonNull(description);
        reads = List.copyOf(reads);
        if (required && fallback.isPresent()) {
            throw new IllegalArgumentException("parameter " + name + " is required and has a fallback");
        }
    }

    public static Parameter required(String name, ParameterType type, String description) {
        return new Parameter(name, type, true, description, Optional.empty(), List.of());
    }

    public static Parameter optional(String name, ParameterType type, String description) {
        return new Parameter(name, type, false, description, Optional.empty(), List.of());
    }

    public static Parameter optional(String name, ParameterType type, String description, Object fallback) {
        return new Parameter(name, type, false, description, Optional.of(fallback), List.of());
    }

    /** The same, which may read this variable as well. */
    public Parameter reading(String variable) {
        return new Parameter(name, type, required, description, fallback, List.of(variable));
    }
}
