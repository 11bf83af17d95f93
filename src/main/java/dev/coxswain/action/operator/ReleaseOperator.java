package dev.coxswain.action.operator;

import dev.coxswain.action.Action;
import dev.coxswain.action.HoldOperator;
import dev.coxswain.action.Outcomes;
import dev.coxswain.action.Params;
import dev.coxswain.action.Progress;
import dev.coxswain.action.Situation;
import dev.coxswain.cluster.Json;
import dev.coxswain.cluster.KubeObject;
import dev.coxswain.fleet.Hold;
import dev.coxswain.fleet.Operator;
import dev.coxswain.playbook.ActionSignature;
import java.util.List;
import java.util.Optional;

/**
 * Gives a held operator its recorded replicas back and waits until they are ready.
 *
 * <p>It has no compensation, and needs none: giving back is what undoes a hold, and an operator is never taken again on the way
 * back.
 */
public final class ReleaseOperator implements Action {

    @Override
    public ActionSignature signature() {
        return new ActionSignature(
                "operator.release",
                "Gives the operator back with the replica count that was recorded when it was held, and waits until its"
                        + " pods are ready.",
                List.of(),
                true,
                true,
                ActionSignature.Subject.OPERATOR);
    }

    @Override
    public Progress next(Params with, Situation situation) {
        return situation.withOperator(operator -> release(operator, situation));
    }

    private static Progress release(Operator operator, Situation situation) {
        Optional<Hold> held = operator.held();
        if (held.isPresent() && !held.get().isOf(situation.run(), situation.runUid())) {
            return new Progress.Refuse(
                    operator.key() + " is held by run " + held.get().by() + ", and only that run gives it back");
        }
        if (held.isPresent() && !situation.history().isEmpty()) {
            Optional<Progress> refusal = Outcomes.refusal(situation.history().getLast());
            if (refusal.isPresent()) {
                return refusal.get();
            }
        }
        if (held.isPresent()) {
            return new Progress.Apply(
                    HoldOperator.givingBack(operator.workload(), held.get().replicas()), Optional.empty());
        }
        if (situation.history().isEmpty()) {
            return Progress.Done.because(operator.key() + " is not held");
        }
        return situation.planning() ? Progress.Done.because(operator.key() + " is back") : awaitReady(operator);
    }

    private static Progress awaitReady(Operator operator) {
        long ready = operator.pods().stream().filter(ReleaseOperator::isReady).count();
        return ready >= operator.replicas()
                ? Progress.Done.because(operator.key() + " is back with " + operator.replicas() + " ready")
                : new Progress.Await(
                        "the pods of " + operator.key() + " are ready (" + ready + " of " + operator.replicas() + ")",
                        false);
    }

    private static boolean isReady(KubeObject pod) {
        return !pod.isBeingDeleted()
                && pod.list("status", "conditions").stream()
                        .map(Json::asMap)
                        .anyMatch(c -> "Ready".equals(c.get("type")) && "True".equals(c.get("status")));
    }
}
