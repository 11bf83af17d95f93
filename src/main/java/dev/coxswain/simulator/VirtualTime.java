package dev.coxswain.simulator;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.PriorityQueue;

/**
 * A clock that stands still until it is advanced, and the agenda of what happens at which instant.
 *
 * <p>Tasks that are due at the same instant run in the order in which they were scheduled. All tasks run on the thread that
 * advances the clock.
 */
public final class VirtualTime implements InstantSource {

    private record Task(Instant due, long order, Runnable action) implements Comparable<Task> {
        @Override
        public int compareTo(Task other) {
            int byTime = due.compareTo(other.due);
            return byTime != 0 ? byTime : Long.compare(order, other.order);
        }
    }

    private final PriorityQueue<Task> agenda = new PriorityQueue<>();
    private volatile Instant now;
    private long scheduled;

    public VirtualTime(Instant start) {
        this.now = start;
    }

    @Override
    public Instant instant() {
        return now;
    }

    public synchronized void schedule(Duration delay, Runnable action) {
        agenda.add(new Task(now.plus(delay.isNegative() ? Duration.ZERO : delay), scheduled++, action));
    }

    /** Moves the clock forward, running what falls due on the way. */
    public void advance(Duration by) {
        Instant end = now.plus(by);
        for (Runnable task = dueBy(end); task != null; task = dueBy(end)) {
            task.run();
        }
        now = end;
    }

    private synchronized @org.jspecify.annotations.Nullable Runnable dueBy(Instant end) {
        Task next = agenda.peek();
        if (next == null || next.due.isAfter(end)) {
            return null;
        }
        agenda.poll();
        if (next.due.isAfter(now)) {
            now = next.due;
        }
        return next.action;
    }

    /** When the next task is due, or the far future when none is. */
    public synchronized Instant nextDue() {
        Task next = agenda.peek();
        return next == null ? Instant.MAX : next.due;
    }
}
