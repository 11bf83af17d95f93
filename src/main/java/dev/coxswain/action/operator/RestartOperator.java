package dev.coxswain.action.operator;

import dev.coxswain.action.Action;
import dev.coxswain.action.Outcomes;
import dev.coxswain.action.Params;
import dev.coxswain.action.Progress;
import dev.coxswain.action.Situation;
import dev.coxswain.cluster.Effect;
import dev.coxswain.cluster.KubeObject;
import dev.coxswain.fleet.Operator;
import dev.coxswain.playbook.ActionSignature;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Rolls the operator's pods, as {@code kubectl rollout restart} does, and waits until the roll is over.
 *
 * <p>The annotation on the pod template carries the time at which the step began, so a restart that was asked for before a crash
 * is recognised after it. There is nothing to undo.
 */
public final class RestartOperator implements Action {

    public static final String RESTARTED_AT = "coxswain.dev/restarted-at";

    @Override
    public ActionSignature signature() {
        return new ActionSignature(
                "operator.restart",
                "Rolls the operator's pods, as kubectl rollout restart does, and waits until the new ones are ready.",
                List.of(),
                true,
                true,
                ActionSignature.Subject.OPERATOR);
    }

    @Override
    public Progress next(Params with, Situation situation) {
        return situation.withOperator(operator -> restart(operator, situation));
    }

    private static Progress restart(Operator operator, Situation situation) {
        if (operator.held().isPresent()) {
            return new Progress.Refuse(
                    operator.key() + " is held by run " + operator.held().get().by() + ": there is nothing to restart");
        }
        if (operator.replicas() == 0) {
            return new Progress.Refuse(operator.key() + " stands at zero: there is nothing to restart");
        }
        KubeObject workload = operator.workload();
        String stamp = situation.stepStartedAt().toString();
        boolean stamped = stamp.equals(workload.text("spec", "template", "metadata", "annotations", RESTARTED_AT));
        Optional<Situation.Past> last = situation.last();
        if (!stamped && last.flatMap(Outcomes::refusal).isPresent()) {
            return last.flatMap(Outcomes::refusal).get();
        }
        if (!stamped && last.filter(Outcomes::isApplied).isEmpty()) {
            return new Progress.Apply(restarting(workload, stamp), Optional.empty());
        }
        return situation.planning()
                ? Progress.Done.because(operator.key() + " is restarted")
                : awaitRolled(operator, workload);
    }

    private static Effect restarting(KubeObject workload, String stamp) {
        return Effect.Patch.merge(
                workload,
                Map.of(
                        "spec",
                        Map.of("template", Map.of("metadata", Map.of("annotations", Map.of(RESTARTED_AT, stamp))))));
    }

    private static Progress awaitRolled(Operator operator, KubeObject workload) {
        long wanted = operator.replicas();
        boolean rolled =
                workload.number(-1, "status", "observedGeneration") >= workload.number(0, "metadata", "generation")
                        && workload.number(0, "status", "updatedReplicas") == wanted
                        && workload.number(0, "status", "readyReplicas") == wanted
                        && workload.number(0, "status", "replicas") == wanted;
        return rolled
                ? Progress.Done.because(operator.key() + " is restarted")
                : new Progress.Await("the new pods of " + operator.key() + " are ready", false);
    }
}
