package dev.coxswain.action.datastore;

import dev.coxswain.action.Action;
import dev.coxswain.action.Params;
import dev.coxswain.action.Progress;
import dev.coxswain.action.Situation;
import dev.coxswain.fleet.profile.OperatorProfile;
import dev.coxswain.playbook.ActionSignature;
import java.util.Collection;
import java.util.List;
import java.util.function.Supplier;

/** Makes the operator leave one datastore alone, where it can do that; its inverse restores what was there. */
public final class PauseDatastore implements Action {

    private final PausePatches patches;

    public PauseDatastore(Supplier<? extends Collection<OperatorProfile>> profiles) {
        patches = new PausePatches(profiles);
    }

    @Override
    public ActionSignature signature() {
        return new ActionSignature(
                "datastore.pause",
                "Makes the operator leave this one datastore alone, as its profile says; refuses where that says nothing.",
                List.of(),
                true,
                true,
                ActionSignature.Subject.DATASTORE);
    }

    @Override
    public Progress next(Params with, Situation situation) {
        return patches.pause(situation);
    }
}
