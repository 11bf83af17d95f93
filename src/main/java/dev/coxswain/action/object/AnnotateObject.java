package dev.coxswain.action.object;

import dev.coxswain.action.Action;
import dev.coxswain.action.Params;
import dev.coxswain.action.Progress;
import dev.coxswain.action.Situation;
import dev.coxswain.playbook.ActionSignature;

/** Sets annotations of an object, or takes them away; its inverse restores the old values. */
public final class AnnotateObject implements Action {

    private final Marking marking = new Marking("annotations");

    @Override
    public ActionSignature signature() {
        return new ActionSignature(
                "object.annotate",
                "Sets annotations of an object, or takes them away.",
                marking.parameters(),
                true,
                true);
    }

    @Override
    public Progress next(Params with, Situation situation) {
        return marking.next(with, situation);
    }
}
