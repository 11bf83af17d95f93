package dev.coxswain.playbook;

import java.util.HashSet;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;

/**
 * How an action is used: its name, its parameters, and whether what it does can be undone.
 *
 * @param name what steps write in {@code uses}: {@code operator.hold}
 * @param summary one sentence for the reference and for completion in an editor
 * @param parameters in the order in which the reference lists them
 * @param mutating whether it changes the world
 * @param invertible whether it brings its own compensation; a mutating step that does not needs {@code undo} or {@code
 *     irreversible: true}
 * @param subject what the playbook's trigger must provide for it
 */
public record ActionSignature(
        String name,
        String summary,
        List<Parameter> parameters,
        boolean mutating,
        boolean invertible,
        Subject subject) {

    public ActionSignature {
        Objects.requireNonNull(summary);
        Objects.requireNonNull(subject);
        parameters = List.copyOf(parameters);
        Set<String> names = new HashSet<>();
        for (Parameter parameter : parameters) {
            if (!names.add(parameter.name())) {
                throw new IllegalArgumentException(name + " has two parameters " + parameter.name());
            }
        }
    }

    /** An action that works whatever the trigger. */
    public ActionSignature(
            String name, String summary, List<Parameter> parameters, boolean mutating, boolean invertible) {
        this(name, summary, parameters, mutating, invertible, Subject.NONE);
    }

    public Optional<Parameter> parameter(String wanted) {
        return parameters.stream().filter(p -> p.name().equals(wanted)).findFirst();
    }

    /** What an action works on without being told in {@code with}; each includes those below it. */
    public enum Subject {
        NONE,
        OPERATOR,
        DATASTORE,
        MEMBER
    }
}
