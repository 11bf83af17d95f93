package dev.coxswain.action.flow;

import dev.coxswain.action.Action;
import dev.coxswain.action.Params;
import dev.coxswain.action.Progress;
import dev.coxswain.action.Situation;
import dev.coxswain.playbook.ActionSignature;
import dev.coxswain.playbook.Parameter;
import dev.coxswain.playbook.ParameterType;
import java.util.List;

/** Runs another playbook on the same target and waits for it. */
public final class RunPlaybook implements Action {

    @Override
    public ActionSignature signature() {
        return new ActionSignature(
                "playbook.run",
                "Runs another playbook on the same target and waits for it; fails when that fails. What it would do is part of"
                        + " this run's plan; it asks by itself when it comes out otherwise. When this run fails later, what the"
                        + " other one did is taken back as well.",
                List.of(
                        Parameter.required("playbook", ParameterType.STRING, "Its name."),
                        Parameter.optional(
                                "params", ParameterType.OBJECT, "Values in place of that playbook's defaults.")),
                false,
                false);
    }

    @Override
    public Progress next(Params with, Situation situation) {
        return with.text("playbook")
                .<Progress>map(playbook -> new Progress.Start(playbook, with.object("params")))
                .orElseGet(() -> new Progress.Refuse("playbook is empty: it must name the playbook to run"));
    }
}
