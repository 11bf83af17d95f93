package dev.coxswain.run;

import dev.coxswain.action.Progress;
import dev.coxswain.cluster.Effect;
import dev.coxswain.cluster.KubeObject;
import dev.coxswain.playbook.Playbook;
import java.util.List;
import java.util.Optional;

/** Starts another playbook from within a run, and waits for it. Its name follows from the step, so it is started once. */
record SubRuns(Run run, Place place, World world, PlaybookLibrary library) {

    Decision next(Progress.Start start) {
        Optional<KubeObject> child = world.view().find(RunJson.ref(run.spec().namespace(), name()));
        if (child.isPresent()) {
            return progress(start.playbook(), RunJson.read(child.get()).state());
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
        Run.Spec parent = run.spec();
        Run.Spec spec = new Run.Spec(
                parent.namespace(),
                name(),
                start.playbook(),
                playbook.source(),
                parent.target(),
                world.now(),
                world.now(),
                parent.requestedBy(),
                parent.params(),
                List.of(),
                parent.name());
        Effect create = new Effect.Create(RunJson.write(Run.created(spec)));
        return new Decision.Act(place.keeping(run, place.record().withPending(Optional.of(create))), create);
    }
}
