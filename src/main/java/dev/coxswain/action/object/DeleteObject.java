package dev.coxswain.action.object;

import dev.coxswain.action.Action;
import dev.coxswain.action.Outcomes;
import dev.coxswain.action.Params;
import dev.coxswain.action.Progress;
import dev.coxswain.action.Situation;
import dev.coxswain.action.WholeObject;
import dev.coxswain.cluster.Effect;
import dev.coxswain.cluster.ObjectRef;
import dev.coxswain.cluster.Outcome;
import dev.coxswain.cluster.Preconditions;
import dev.coxswain.playbook.ActionSignature;
import java.util.List;
import java.util.Optional;

/** Deletes the very object that was read; one that is gone already is left gone. */
public final class DeleteObject implements Action {

    @Override
    public ActionSignature signature() {
        return new ActionSignature(
                "object.delete",
                "Deletes an object; does nothing when there is none. It may take its time to go: use wait.",
                List.of(Targets.TARGET),
                true,
                false);
    }

    @Override
    public Progress next(Params with, Situation situation) {
        return Targets.on(with, ref -> delete(ref, situation));
    }

    private static Progress delete(ObjectRef ref, Situation situation) {
        Optional<Situation.Past> last = situation.last();
        if (last.isPresent() && (situation.planning() || isGone(last.get()))) {
            return Progress.Done.because("deleted " + ref);
        }
        Optional<Progress> refusal = last.flatMap(Outcomes::refusal);
        return refusal.orElseGet(() -> WholeObject.read(
                situation,
                ref,
                object -> object.<Progress>map(existing -> new Progress.Apply(
                                new Effect.Delete(ref, Preconditions.sameObject(existing), Optional.empty()),
                                Optional.empty()))
                        .orElseGet(() -> Progress.Done.because("there is no " + ref))));
    }

    private static boolean isGone(Situation.Past past) {
        return Outcomes.isApplied(past) || (past.outcome() instanceof Outcome.Refused refused && refused.isNotFound());
    }
}
