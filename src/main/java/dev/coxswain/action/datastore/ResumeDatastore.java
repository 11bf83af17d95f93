package dev.coxswain.action.datastore;

import dev.coxswain.action.Action;
import dev.coxswain.action.Params;
import dev.coxswain.action.Progress;
import dev.coxswain.action.Situation;
import dev.coxswain.fleet.OperatorProfile;
import dev.coxswain.playbook.ActionSignature;
import java.util.Collection;
import java.util.List;
import java.util.Optional;

/**
 * Gives a paused datastore back to its operator by taking the annotation away; it is never set to another value.
 *
 * <p>It has no compensation, as {@code operator.release} has none: on the way back nothing is paused again.
 */
public final class ResumeDatastore implements Action {

    private final PauseAnnotation annotation;

    public ResumeDatastore(Collection<OperatorProfile> profiles) {
        annotation = new PauseAnnotation(profiles);
    }

    @Override
    public ActionSignature signature() {
        return new ActionSignature(
                "datastore.resume",
                "Takes away the annotation that made the operator leave this datastore alone.",
                List.of(),
                true,
                true,
                ActionSignature.Subject.DATASTORE);
    }

    @Override
    public Progress next(Params with, Situation situation) {
        Progress progress = annotation.resume(situation);
        return progress instanceof Progress.Apply(var effect, var _)
                ? new Progress.Apply(effect, Optional.empty())
                : progress;
    }
}
