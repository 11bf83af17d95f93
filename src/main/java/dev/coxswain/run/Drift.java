package dev.coxswain.run;

import dev.coxswain.action.Actions;
import dev.coxswain.playbook.Playbook;

/** Makes the plan again when what would be done is no longer what was approved. */
record Drift(Actions actions, Run run, Playbook playbook, World world) {

    Decision replan(int from, String why) {
        return switch (Planner.plan(actions, run, playbook, world, from)) {
            case Planner.Result.Unanswered(var queries) -> new Decision.Inquire(queries);
            case Planner.Result.Impossible(String reason) ->
                new Decision.Append(run.after(new RunEvent.Failed(), world.now(), reason));
            case Planner.Result.Planned(Plan plan, var lets) ->
                playbook.approval().mode() == Playbook.Approval.Mode.NEVER
                        ? new Decision.Append(run.withPlan(plan, lets).noting(world.now(), "planned again: " + why))
                        : new Decision.Append(Asking.question(run.withPlan(plan, lets), playbook, world)
                                .after(new RunEvent.Drifted(), world.now(), "the plan has changed: " + why));
        };
    }
}
