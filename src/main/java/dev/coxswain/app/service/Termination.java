package dev.coxswain.app.service;

import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/**
 * Lets a command end in order when the process is told to stop (Ctrl-C, SIGTERM): the Java machine halts as soon as its shutdown
 * hooks are done, so the hook waits for the command to clean up. Open it first, so that it is closed last.
 */
public final class Termination implements AutoCloseable {

    /** Kubernetes kills after 30 s; whoever pressed Ctrl-C has less patience. */
    private static final Duration PATIENCE = Duration.ofSeconds(10);

    private final CountDownLatch requested = new CountDownLatch(1);
    private final CountDownLatch ended = new CountDownLatch(1);

    private Termination() {}

    public static Termination awaited() {
        Termination termination = new Termination();
        Runtime.getRuntime()
                .addShutdownHook(Thread.ofPlatform().name("termination").unstarted(termination::hold));
        return termination;
    }

    private void hold() {
        requested.countDown();
        try {
            ended.await(PATIENCE.toNanos(), TimeUnit.NANOSECONDS);
        } catch (InterruptedException hurried) {
            Thread.currentThread().interrupt();
        }
    }

    /** Until the process is told to stop. */
    public void await() throws InterruptedException {
        requested.await();
    }

    /** Whether the process has been told to stop within this time. */
    public boolean await(Duration atMost) throws InterruptedException {
        return requested.await(atMost.toNanos(), TimeUnit.NANOSECONDS);
    }

    @Override
    public void close() {
        ended.countDown();
    }
}
