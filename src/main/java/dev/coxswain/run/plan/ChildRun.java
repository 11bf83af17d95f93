package dev.coxswain.run.plan;

import dev.coxswain.action.Progress;
import dev.coxswain.playbook.Playbook;
import dev.coxswain.run.record.Run;
import dev.coxswain.run.world.World;
import java.util.List;

/** What the run is about that a step starts, whether it is planned or begun. */
public final class ChildRun {

    private ChildRun() {}

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
                parent.spec().name(),
                "");
    }
}
