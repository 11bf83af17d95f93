package dev.coxswain.action.member;

import dev.coxswain.action.Outcomes;
import dev.coxswain.action.Progress;
import dev.coxswain.action.Situation;
import dev.coxswain.cluster.Effect;
import dev.coxswain.cluster.KubeObject;
import dev.coxswain.cluster.Outcome;
import dev.coxswain.cluster.Preconditions;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** The deletion of a pod that is under way, and whether its successor is there. */
record PodDeletion(Effect.Delete deletion, Situation.Past past) {

    /** Starts one. */
    static Progress of(KubeObject pod) {
        return new Progress.Apply(
                new Effect.Delete(pod.ref(), Preconditions.sameObject(pod), Optional.empty()), Optional.empty());
    }

    /** The latest one that the step has begun. */
    static Optional<PodDeletion> in(List<Situation.Past> history) {
        return history.reversed().stream()
                .flatMap(past -> past.effect() instanceof Effect.Delete delete
                                && delete.target().gvk().kind().equals("Pod")
                        ? Optional.of(new PodDeletion(delete, past)).stream()
                        : Optional.<PodDeletion>empty().stream())
                .findFirst();
    }

    Progress progress(Situation situation) {
        Optional<KubeObject> pod = situation.view().find(deletion.target());
        String oldUid = deletion.preconditions().uid().orElse("");
        if (situation.planning()) {
            return Progress.Done.because(deletion.target() + " is recreated");
        }
        if (pod.isPresent() && !pod.get().uid().equals(oldUid)) {
            return new Progress.Done(
                    Map.of("name", pod.get().name(), "uid", pod.get().uid()), deletion.target() + " is recreated");
        }
        return switch (past.outcome()) {
            case Outcome.Refused refused
            when !refused.isNotFound() && !refused.isConflict() ->
                Outcomes.refusal(past).orElseThrow();
            // deleting the same uid twice does no harm, and the view says that it is still there
            case Outcome.Unknown _, Outcome.Busy _
            when pod.filter(p -> !p.isBeingDeleted()).isPresent() -> new Progress.Apply(deletion, Optional.empty());
            case Outcome.Refused _, Outcome.Unknown _, Outcome.Busy _, Outcome.Applied _ ->
                new Progress.Await("a new " + deletion.target() + " exists", false);
        };
    }
}
