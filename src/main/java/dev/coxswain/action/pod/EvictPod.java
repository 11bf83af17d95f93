package dev.coxswain.action.pod;

import dev.coxswain.action.Action;
import dev.coxswain.action.Outcomes;
import dev.coxswain.action.Params;
import dev.coxswain.action.Progress;
import dev.coxswain.action.Situation;
import dev.coxswain.action.member.Disruption;
import dev.coxswain.cluster.Effect;
import dev.coxswain.cluster.KubeObject;
import dev.coxswain.cluster.Outcome;
import dev.coxswain.cluster.Preconditions;
import dev.coxswain.playbook.ActionSignature;
import java.util.Optional;

/**
 * Evicts a pod, so that disruption budgets are honoured, and waits until it is gone.
 *
 * <p>A member of a datastore is not evicted where {@link Disruption} objects.
 */
public final class EvictPod implements Action {

    @Override
    public ActionSignature signature() {
        return new ActionSignature(
                "pod.evict",
                "Evicts a pod within its disruption budgets and waits until it is gone. Refuses for a primary, the only"
                        + " member, or when another member is down.",
                PodTarget.PARAMETERS,
                true,
                true);
    }

    @Override
    public Progress next(Params with, Situation situation) {
        Optional<Situation.Past> last = situation.last();
        if (last.isPresent() && last.get().effect() instanceof Effect.Evict evict) {
            return after(evict, last.get(), situation);
        }
        return PodTarget.on(with, situation, target -> evict(target, situation));
    }

    private static Progress evict(PodTarget target, Situation situation) {
        Optional<String> objection = target.datastore()
                .flatMap(datastore -> target.member()
                        .flatMap(member ->
                                Disruption.objection(datastore, member, situation.view(), situation.fleet())));
        return objection
                .<Progress>map(Progress.Refuse::new)
                .orElseGet(() -> new Progress.Apply(
                        new Effect.Evict(target.pod().ref(), Preconditions.sameObject(target.pod())),
                        Optional.empty()));
    }

    private static Progress after(Effect.Evict evict, Situation.Past past, Situation situation) {
        Optional<KubeObject> same = situation
                .view()
                .find(evict.target())
                .filter(pod -> evict.preconditions().uid().equals(Optional.of(pod.uid())));
        if (situation.planning() || same.isEmpty()) {
            return Progress.Done.because(evict.target() + " is evicted");
        }
        return switch (past.outcome()) {
            case Outcome.Refused _ -> Outcomes.refusal(past).orElseThrow();
            // the same uid is evicted at most once, however often it is asked for
            case Outcome.Unknown _, Outcome.Busy _
            when !same.get().isBeingDeleted() -> new Progress.Apply(evict, Optional.empty());
            case Outcome.Unknown _, Outcome.Busy _, Outcome.Applied _ ->
                new Progress.Await(evict.target() + " is gone", false);
        };
    }
}
