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
import java.util.List;
import java.util.Optional;

/** Fails the run when a condition does not hold at this point. A plan assumes that it will. */
public final class AssertThat implements Action {

    @Override
    public ActionSignature signature() {
        return new ActionSignature(
                "assert",
                "Fails the run when a condition does not hold.",
                List.of(
                        Parameter.required("that", ParameterType.EXPRESSION, "The condition."),
                        Parameter.optional("otherwise", ParameterType.STRING, "What is said when it does not hold.")),
                false,
                false);
    }

    @Override
    public Progress next(Params with, Situation situation) {
        Optional<Expression> that = with.expression("that");
        if (that.isEmpty()) {
            return new Progress.Refuse("that is not an expression");
        }
        if (situation.planning()) {
            return Progress.Done.because("assumed " + that.get().source());
        }
        return Conditions.objection(that.get(), situation.variables())
                .<Progress>map(objection -> new Progress.Refuse(with.text("otherwise")
                        .map(otherwise -> otherwise + " (" + objection + ")")
                        .orElse(objection)))
                .orElseGet(() -> Progress.Done.because(that.get().source()));
    }
}
