package dev.coxswain.simulator.controller;

import dev.coxswain.simulator.VirtualTime;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.concurrent.locks.Lock;
import java.util.function.Supplier;

/** What the simulated world does later, one thing at a time even when programs are run from other threads meanwhile. */
public final class Agenda {

    private final VirtualTime time;
    private final Lock turn;

    /** @param turn held while something happens; the API server's own lock, where it has one */
    public Agenda(VirtualTime time, Lock turn) {
        this.time = time;
        this.turn = turn;
    }

    public Instant instant() {
        return time.instant();
    }

    /** As Kubernetes writes times: whole seconds. */
    public String timestamp() {
        return time.instant().truncatedTo(ChronoUnit.SECONDS).toString();
    }

    public void after(Duration delay, Runnable action) {
        time.schedule(
                delay,
                () -> meanwhile(() -> {
                    action.run();
                    return true;
                }));
    }

    /** Answers a question from outside while nothing of the world moves. */
    public <T> T meanwhile(Supplier<T> question) {
        turn.lock();
        try {
            return question.get();
        } finally {
            turn.unlock();
        }
    }
}
