package dev.coxswain.simulator.kubelet;

import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** A program that does nothing and ends well: for ever, or for a while as init containers do. */
public final class IdleScript implements ContainerScript {

    private final Duration duration;
    private @Nullable ContainerLife life;

    private IdleScript(Duration duration) {
        this.duration = duration;
    }

    public static IdleScript forever() {
        return new IdleScript(Duration.ZERO);
    }

    public static IdleScript lasting(Duration duration) {
        return new IdleScript(duration);
    }

    @Override
    public void start(ContainerLife started) {
        life = started;
        if (duration.isPositive()) {
            started.after(duration, () -> started.exit(0, "Completed"));
        }
    }

    @Override
    public Execution exec(List<String> command, String stdin) {
        return Execution.of(0, "", "");
    }

    @Override
    public void terminate() {
        if (life != null) {
            life.exit(0, "Completed");
        }
    }

    @Override
    public void ended() {
        life = null;
    }
}
