package dev.coxswain.run;

import dev.coxswain.cluster.Effect;
import dev.coxswain.cluster.KubeObject;
import dev.coxswain.playbook.Playbook;
import java.util.Optional;
import java.util.function.BiFunction;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** Starts another playbook from within a run, and waits for it. Its name follows from the step, so it is started once. */
final class SubRuns {

    private SubRuns() {}

    static Decision next(
            Run run,
            Run.StepRecord record,
            Playbook.Step step,
            String other,
            World world,
            PlaybookLibrary library,
            BiFunction<@Nullable Object, String, Decision> done,
            Function<String, Decision> fail) {
        Run.Spec parent = run.spec();
        String name = parent.name() + "-" + step.name();
        Optional<KubeObject> child = world.view().find(RunJson.ref(parent.namespace(), name));
        if (child.isPresent()) {
            RunState state = RunJson.read(child.get()).state();
            return switch (state) {
                case RunState.Finished(Verdict verdict)
                when verdict == Verdict.SUCCEEDED -> done.apply(null, other + " succeeded");
                case RunState.Finished(Verdict verdict) -> fail.apply(other + " ended as " + verdict.phase());
                default -> new Decision.Wait(step.name() + ": run " + name + " ends", Optional.empty());
            };
        }
        Optional<Playbook> playbook = library.find(parent.namespace(), other);
        if (playbook.isEmpty()) {
            return fail.apply("there is no playbook " + other);
        }
        Run.Spec spec = new Run.Spec(
                parent.namespace(),
                name,
                other,
                playbook.get().source(),
                parent.target(),
                world.now(),
                world.now(),
                parent.requestedBy(),
                parent.params());
        Effect create = new Effect.Create(RunJson.write(Run.created(spec)));
        return new Decision.Act(run.with(record.withPending(Optional.of(create))), create);
    }
}
