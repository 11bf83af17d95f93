package dev.coxswain.action.flow;

import dev.coxswain.action.Action;
import dev.coxswain.action.Conditions;
import dev.coxswain.action.Params;
import dev.coxswain.action.Progress;
import dev.coxswain.action.Situation;
import dev.coxswain.expression.Expression;
import dev.coxswain.playbook.ActionSignature;
import dev.coxswain.playbook.Parameter;
import dev.coxswain.playbook.ParameterType;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * Waits until a condition holds.
 *
 * <p>A condition that cannot be evaluated does not hold yet: a member that is just being recreated has no fields at all.
 */
public final class WaitUntil implements Action {

    @Override
    public ActionSignature signature() {
        return new ActionSignature(
                "wait",
                "Waits until a condition holds.",
                List.of(
                        Parameter.required("until", ParameterType.EXPRESSION, "The condition."),
                        Parameter.optional(
                                "atMost", ParameterType.DURATION, "After this long without success the step fails.")),
                false,
                false);
    }

    @Override
    public Progress next(Params with, Situation situation) {
        Optional<Expression> until = with.expression("until");
        if (until.isEmpty()) {
            return new Progress.Refuse("until is not an expression");
        }
        if (situation.planning()) {
            return Progress.Done.because("waited until " + until.get().source());
        }
        Optional<String> objection = Conditions.objection(until.get(), situation.variables());
        if (objection.isEmpty()) {
            return Progress.Done.because(until.get().source());
        }
        Optional<Duration> atMost = with.duration("atMost");
        Optional<Instant> last = atMost.map(situation.stepStartedAt()::plus);
        if (last.filter(situation.now()::isAfter).isPresent()) {
            return new Progress.Refuse("after " + atMost.orElseThrow().toSeconds() + " s: " + objection.get());
        }
        return new Progress.Await(until.get().source(), Conditions.readsAnswers(until.get()), last);
    }
}
