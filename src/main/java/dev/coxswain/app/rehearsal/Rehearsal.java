package dev.coxswain.app.rehearsal;

import dev.coxswain.run.journal.RunJson;
import dev.coxswain.run.record.Run;
import dev.coxswain.simulator.VirtualTime;
import dev.coxswain.simulator.api.Api;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.function.Consumer;

/**
 * A cast and a simulated cluster on one virtual clock and one thread: the same story every time, hours of it in seconds.
 */
public final class Rehearsal {

    private static final Duration MOMENT = Duration.ofSeconds(1);

    private final VirtualTime time;
    private final Consumer<Duration> world;
    private final Api api;
    private final Cast cast;

    /** @param world moves the simulated cluster forward */
    public Rehearsal(VirtualTime time, Consumer<Duration> world, Api api, Cast cast) {
        this.time = time;
        this.world = world;
        this.api = api;
        this.cast = cast;
    }

    /** Lets the cluster and those who supervise it go on together. */
    public void passes(Duration by) {
        Instant end = time.instant().plus(by);
        while (time.instant().isBefore(end)) {
            world.accept(MOMENT);
            cast.act();
        }
    }

    /** All runs as the cluster holds them. */
    public List<Run> runs() {
        return api.list(RunJson.GVK).stream().map(RunJson::read).toList();
    }
}
