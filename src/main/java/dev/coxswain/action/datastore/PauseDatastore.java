package dev.coxswain.action.datastore;

import dev.coxswain.action.Action;
import dev.coxswain.action.Params;
import dev.coxswain.action.Progress;
import dev.coxswain.action.Situation;
import dev.coxswain.fleet.OperatorProfile;
import dev.coxswain.playbook.ActionSignature;
import java.util.Collection;
import java.util.List;

/** Makes the operator leave one datastore alone, where it can do that; its inverse takes the annotation away again. */
public final class PauseDatastore implements Action {

    private final PauseAnnotation annotation;

    public PauseDatastore(Collection<OperatorProfile> profiles) {
        annotation = new PauseAnnotation(profiles);
    }

    @Override
    public ActionSignature signature() {
        return new ActionSignature(
                "datastore.pause",
                "Sets the annotation that makes the operator leave this one datastore alone; refuses where it has none.",
                List.of(),
                true,
                true,
                ActionSignature.Subject.DATASTORE);
    }

    @Override
    public Progress next(Params with, Situation situation) {
        return annotation.pause(situation);
    }
}
