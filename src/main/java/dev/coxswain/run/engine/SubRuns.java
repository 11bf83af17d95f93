package dev.coxswain.run.engine;

import dev.coxswain.action.Progress;
import dev.coxswain.cluster.Effect;
import dev.coxswain.cluster.KubeObject;
import dev.coxswain.playbook.Playbook;
import dev.coxswain.run.journal.RunJson;
import dev.coxswain.run.plan.ChildRun;
import dev.coxswain.run.plan.PlanDigest;
import dev.coxswain.run.record.Compensation;
import dev.coxswain.run.record.Plan;
import dev.coxswain.run.record.Run;
import dev.coxswain.run.record.RunState;
import dev.coxswain.run.record.StepRecord;
import dev.coxswain.run.record.Verdict;
import dev.coxswain.run.step.Aftermath;
import dev.coxswain.run.step.Decision;
import dev.coxswain.run.step.OneStep;
import dev.coxswain.run.step.Place;
import dev.coxswain.run.world.PlaybookLibrary;
import dev.coxswain.run.world.World;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/** Starts another playbook from within a run, and waits for it. Its name follows from the step, so it is started once. */
record SubRuns(Run run, Place place, World world, PlaybookLibrary library) {

    Decision next(Progress.Start start) {
        Optional<KubeObject> child = world.view().find(RunJson.ref(run.spec().namespace(), name()));
        if (child.isPresent()) {
            Run found = RunJson.read(child.get());
            return found.spec().parent().equals(run.spec().name())
                    ? progress(start.playbook(), found.state())
                    : failed("run " + name() + " is there already, and this run did not start it");
        }
        Optional<Playbook> playbook = library.find(run.spec().namespace(), start.playbook());
        return playbook.isPresent()
                ? create(start, playbook.get())
                : failed("there is no playbook " + start.playbook());
    }

    private Decision progress(String other, RunState state) {
        if (!(state instanceof RunState.Finished(Verdict verdict))) {
            return new Decision.Wait(place.step().name() + ": run " + name() + " ends", Optional.empty());
        }
        return verdict == Verdict.SUCCEEDED
                ? new Decision.Append(OneStep.finishedOnce(
                        run, place, StepRecord.Phase.DONE, null, other + " succeeded", world.now()))
                : failed(other + " ended as " + verdict.phase());
    }

    private Decision failed(String why) {
        return new Decision.Append(Aftermath.failedAttempt(run, place, why, world.now()));
    }

    /** Each item and each attempt is a run of its own. */
    private String name() {
        StepRecord record = place.record();
        return run.spec().name() + "-" + place.step().name()
                + (place.step().forEach().isPresent() ? "-" + record.item() : "")
                + (record.attempt() > 1 ? "-try" + record.attempt() : "");
    }

    private Decision create(Progress.Start start, Playbook playbook) {
        Optional<String> refused = playbook.refusal(start.params());
        if (refused.isPresent()) {
            return failed(refused.get());
        }
        Effect create =
                new Effect.Create(RunJson.write(Run.created(ChildRun.spec(run, name(), start, playbook, world))));
        Run intent = place.keeping(run, place.record().withPending(Optional.of(create)))
                .intending(Compensation.intended(place.step().name(), new Compensation.Undo.Child(name())));
        return new Decision.Act(intent, create);
    }

    /**
     * Whether a run would do something else than its part in the plan of the run that started it, which people have approved.
     * Then it has to ask, also where its own playbook never does.
     */
    static boolean goesBeyond(Run run, World world) {
        Optional<Run> parent = run.spec().parent().isEmpty()
                ? Optional.empty()
                : world.view()
                        .find(RunJson.ref(run.spec().namespace(), run.spec().parent()))
                        .map(RunJson::read)
                        .filter(p -> p.asked() > 0);
        String digest = run.plan().map(Plan::digest).orElse("");
        return parent.isPresent()
                && parent.get().plan().stream()
                        .flatMap(plan -> parts(plan).stream())
                        .noneMatch(digest::equals);
    }

    /** The digests of what each run that a plan starts would do. */
    private static Set<String> parts(Plan plan) {
        Map<String, List<Plan.Planned>> parts = new LinkedHashMap<>();
        for (Plan.Planned planned : plan.effects()) {
            int slash = planned.step().indexOf('/');
            if (slash > 0) {
                parts.computeIfAbsent(planned.step().substring(0, slash), _ -> new ArrayList<>())
                        .add(planned.of(planned.step().substring(slash + 1)));
            }
        }
        return parts.values().stream().map(PlanDigest::of).collect(Collectors.toSet());
    }
}
