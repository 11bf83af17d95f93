package dev.coxswain.run.world;

import dev.coxswain.expression.Expression;
import dev.coxswain.playbook.Playbook;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Resolves a playbook's named expressions, in order. */
public final class Lets {

    private Lets() {}

    /** Puts each value into both maps; answers why one could not be told. */
    public static Optional<String> resolve(
            Playbook playbook, Map<String, @Nullable Object> variables, Map<String, @Nullable Object> resolved) {
        for (Map.Entry<String, Expression> let : playbook.let().entrySet()) {
            switch (let.getValue().evaluate(variables)) {
                case Expression.Result.Value(Object value) -> {
                    resolved.put(let.getKey(), value);
                    variables.put(let.getKey(), value);
                }
                case Expression.Result.Failure(String message) -> {
                    return Optional.of(
                            "let " + let.getKey() + ": " + let.getValue().source() + " cannot be told: " + message);
                }
            }
        }
        return Optional.empty();
    }
}
