package dev.coxswain.run.plan;

import dev.coxswain.action.Progress;
import dev.coxswain.playbook.Playbook;
import dev.coxswain.run.record.Run;
import dev.coxswain.run.world.World;
import java.util.List;
import java.util.Optional;

/** What the run is about that a step starts, whether it is planned or begun. */
public final class ChildRun {

    private ChildRun() {}

    public static Optional<String> refusedParameter(Progress.Start start, Playbook playbook) {
        return start.params().entrySet().stream()
                .flatMap(given -> playbook.refusal(given.getKey(), given.getValue()).stream())
                .findFirst();
    }

    /** It works on what its parent works on, for whoever wanted that one. */
    public static Run.Spec spec(Run parent, String name, Progress.Start start, Playbook playbook, World world) {
        return new Run.Spec(
                parent.spec().namespace(),
                name,
                start.playbook(),
                playbook.source(),
                parent.spec().target(),
                world.now(),
                world.now(),
                parent.spec().requestedBy(),
                start.params(),
                List.of(),
                parent.spec().name());
    }
}
