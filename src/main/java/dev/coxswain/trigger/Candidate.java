package dev.coxswain.trigger;

import dev.coxswain.expression.Expression;
import java.util.List;
import java.util.Map;
import java.util.Optional;
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

    /** Empty when the condition does not hold. Of the many that are looked at few are met, and what fails first is enough to know. */
    static Optional<Candidate> ifMet(Target target, Expression when, Map<String, @Nullable Object> variables) {
        return when.conjuncts().stream().allMatch(part -> Condition.holds(part.evaluate(variables)))
                ? Optional.of(of(target, when, variables))
                : Optional.empty();
    }

    /** Whether the whole condition is true now; what cannot be said is not true. */
    public boolean isMet() {
        return conditions.stream().allMatch(Condition::holds);
    }
}
