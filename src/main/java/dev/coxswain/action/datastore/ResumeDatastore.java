package dev.coxswain.action.datastore;

import dev.coxswain.action.Action;
import dev.coxswain.action.Params;
import dev.coxswain.action.Progress;
import dev.coxswain.action.Situation;
import dev.coxswain.fleet.profile.OperatorProfile;
import dev.coxswain.playbook.ActionSignature;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;

/**
 * Gives a paused datastore back to its operator as its profile says.
 *
 * <p>It has no compensation, as {@code operator.release} has none: on the way back nothing is paused again.
 */
public final class ResumeDatastore implements Action {

    private final PausePatches patches;

    public ResumeDatastore(Supplier<? extends Collection<OperatorProfile>> profiles) {
        patches = new PausePatches(profiles);
    }

    @Override
    public ActionSignature signature() {
        return new ActionSignature(
                "datastore.resume",
                "Gives a paused datastore back to its operator, as its profile says.",
                List.of(),
                true,
                true,
                ActionSignature.Subject.DATASTORE);
    }

    @Override
    public Progress next(Params with, Situation situation) {
        Progress progress = patches.resume(situation);
        return progress instanceof Progress.Apply(var effect, var _)
                ? new Progress.Apply(effect, Optional.empty())
                : progress;
    }
}
