package dev.coxswain.trigger;

import dev.coxswain.expression.Expression;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Something a playbook's trigger looks at, with each part of the condition evaluated.
 *
 * @param variables what expressions read about it
 */
public record Candidate(
        Target target, List<Condition> conditions, Evidence evidence, Map<String, @Nullable Object> variables) {

    public Candidate {
        conditions = List.copyOf(conditions);
    }

    static Candidate of(Target target, Expression when, Map<String, @Nullable Object> variables) {
        return new Candidate(
                target, Condition.of(when, variables), Evidence.of(when.conjuncts(), variables), variables);
    }

    /** Whether the whole condition is true now; what cannot be said is not true. */
    public boolean isMet() {
        return conditions.stream().allMatch(Condition::holds);
    }
}
