package dev.coxswain.run.plan;

import dev.coxswain.action.Actions;
import dev.coxswain.cluster.Answer;
import dev.coxswain.cluster.Asker;
import dev.coxswain.cluster.ClusterView;
import dev.coxswain.cluster.Query;
import dev.coxswain.playbook.Playbook;
import dev.coxswain.run.record.Plan;
import dev.coxswain.run.record.Run;
import dev.coxswain.run.world.FleetReader;
import dev.coxswain.run.world.PlaybookLibrary;
import dev.coxswain.run.world.World;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** Computes the plan that a run would have now. Nothing is created or changed; members are only asked for their own word. */
public record Preview(Actions actions, PlaybookLibrary library, FleetReader fleets, Asker asker) {

    /** A plan whose questions lead to more questions than this never comes to an end. */
    private static final int ROUNDS = 100;

    /** What a run would come to. */
    public sealed interface Foreseen {

        /** @param run with its plan, as it would stand in the journal before anybody is asked */
        record Planned(Run run, Plan plan) implements Foreseen {}

        /** A guard's veto, a refusal of an action, or a value that cannot be told. */
        record Impossible(String why) implements Foreseen {}
    }

    /** @param run not created anywhere */
    public Foreseen of(Run run, Playbook playbook, ClusterView view, Instant now) {
        Map<Query, Answer> answers = new HashMap<>();
        for (int i = 0; i < ROUNDS; i++) {
            World world = new World(
                    view, fleets, Map.copyOf(answers), now, Set.of(), Optional.empty(), Optional.empty(), true);
            switch (Planner.plan(actions, library, run, playbook, world, 0)) {
                case Planner.Result.Unanswered(var queries) ->
                    queries.forEach(query -> answers.put(query, asker.ask(query)));
                case Planner.Result.Impossible(String why) -> {
                    return new Foreseen.Impossible(why);
                }
                case Planner.Result.Planned(Plan plan, var lets) -> {
                    return new Foreseen.Planned(run.withPlan(plan, lets), plan);
                }
            }
        }
        return new Foreseen.Impossible("planning does not come to an end");
    }
}
