package dev.coxswain.run.engine;

import dev.coxswain.action.Actions;
import dev.coxswain.cluster.Effect;
import dev.coxswain.playbook.Playbook;
import dev.coxswain.run.plan.PlanDigest;
import dev.coxswain.run.plan.Planner;
import dev.coxswain.run.record.Plan;
import dev.coxswain.run.record.Run;
import dev.coxswain.run.record.RunEvent;
import dev.coxswain.run.step.Decision;
import dev.coxswain.run.world.PlaybookLibrary;
import dev.coxswain.run.world.World;

/** Makes the plan again when what would be done is no longer what was approved. */
record Drift(Actions actions, PlaybookLibrary library, Run run, Playbook playbook, World world) {

    /** @param effect which the present plan does not foresee */
    Decision replan(Playbook.Step step, Effect effect) {
        int from = playbook.steps().indexOf(step);
        String why = effect.summary() + " was not in the " + (isAsked() ? "approved plan" : "plan");
        return switch (Planner.plan(actions, library, run, playbook, world, from)) {
            case Planner.Result.Unanswered(var queries) -> new Decision.Inquire(queries);
            case Planner.Result.Impossible(String reason) -> fails(reason);
            case Planner.Result.Planned(Plan plan, var _)
            when !PlanDigest.foresees(plan, step.name(), effect) ->
                fails("step " + step.name() + ": " + why + ", and a new plan does not foresee it either");
            case Planner.Result.Planned(Plan plan, var lets) ->
                Asking.isNeeded(run.withPlan(plan, lets), playbook, world)
                        ? new Decision.Append(Asking.question(run.withPlan(plan, lets), playbook, world)
                                .after(new RunEvent.Drifted(), world.now(), "the plan has changed: " + why))
                        : new Decision.Append(run.withPlan(plan, lets).noting(world.now(), "planned again: " + why));
        };
    }

    private boolean isAsked() {
        return playbook.approval().mode() != Playbook.Approval.Mode.NEVER;
    }

    private Decision fails(String why) {
        return new Decision.Append(run.after(new RunEvent.Failed(), world.now(), why));
    }
}
