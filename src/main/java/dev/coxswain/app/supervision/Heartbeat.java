package dev.coxswain.app.supervision;

import dev.coxswain.app.metrics.Instruments;
import dev.coxswain.cluster.Boundary;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.HashSet;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.LockSupport;
import java.util.concurrent.locks.ReentrantLock;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Gives the supervisor a turn whenever something has changed, and whenever a timer has run out. */
final class Heartbeat implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(Heartbeat.class);

    /** The longest rest: leadership may have come to us without any change in the cluster. */
    private static final Duration LONGEST = Duration.ofSeconds(2);

    /** In nanoseconds: after turns that are shorter than this, the next may follow at once. */
    private static final long BREATH = 2_000_000;

    private static final long LONGEST_BREATH = 50_000_000;

    private final Turn turns;
    private final InstantSource clock;
    private final Tempo tempo;
    private final Instruments instruments;
    private final ReentrantLock lock = new ReentrantLock();
    private final Condition somethingToDo = lock.newCondition();
    private Set<String> changed = new HashSet<>();
    private boolean poked;
    /** When the first reason for the next turn came up. */
    private long wokenAt;

    private boolean closed;
    private final Thread thread;

    /** Does what there is to do; answers when to be called again though nothing has changed. */
    @FunctionalInterface
    interface Turn {
        Optional<Instant> take(Set<String> changed);
    }

    Heartbeat(Turn turns, InstantSource clock, Tempo tempo, Instruments instruments) {
        this.instruments = instruments;
        this.turns = turns;
        this.clock = clock;
        this.tempo = tempo;
        this.thread = Thread.ofPlatform()
                .name("supervisor")
                .uncaughtExceptionHandler((_, end) -> ended(end))
                .unstarted(this::beat);
    }

    /** The HTTP client lets an interrupt through as it is, when it is told to end while it connects. */
    private static void ended(Throwable end) {
        if (!(end instanceof InterruptedException)) {
            LOG.error("no further turns are taken", end);
        }
    }

    void start() {
        thread.start();
    }

    /** Something has changed in this namespace. */
    void changedIn(String namespace) {
        lock.lock();
        try {
            changed.add(namespace);
            poke();
        } finally {
            lock.unlock();
        }
    }

    /** Timers may have changed. */
    void poke() {
        lock.lock();
        try {
            if (!poked) {
                poked = true;
                wokenAt = instruments.now();
            }
            somethingToDo.signalAll();
        } finally {
            lock.unlock();
        }
    }

    private void beat() {
        Optional<Instant> next = Optional.empty();
        while (true) {
            Set<String> where;
            long since;
            lock.lock();
            try {
                if (!poked && !closed) {
                    rest(next);
                }
                if (closed) {
                    return;
                }
                where = changed;
                since = poked ? wokenAt : instruments.now();
                changed = new HashSet<>();
                poked = false;
            } catch (InterruptedException stop) {
                Thread.currentThread().interrupt();
                return;
            } finally {
                lock.unlock();
            }
            long began = System.nanoTime();
            next = turn(where, since);
            breathe(System.nanoTime() - began);
        }
    }

    /** In a storm of changes, turns take half of a processor at most, and each sees to more of them. */
    private void breathe(long turnTook) {
        if (turnTook > BREATH) {
            LockSupport.parkNanos(Math.min(turnTook, LONGEST_BREATH));
        }
    }

    private void rest(Optional<Instant> next) throws InterruptedException {
        Duration rest = next.map(at -> tempo.onTheWall(Duration.between(clock.instant(), at)))
                .filter(until -> until.compareTo(LONGEST) < 0)
                .orElse(LONGEST);
        long left = rest.toNanos();
        while (left > 0 && !poked && !closed) {
            left = somethingToDo.awaitNanos(left);
        }
    }

    /** A turn that breaks is our bug; the next one is taken all the same. */
    @Boundary
    private Optional<Instant> turn(Set<String> where, long since) {
        try {
            return instruments.turn(since, () -> turns.take(where));
        } catch (RuntimeException broken) {
            LOG.error("a turn broke off", broken);
            return Optional.of(clock.instant().plus(LONGEST));
        }
    }

    @Override
    public void close() {
        lock.lock();
        try {
            closed = true;
            somethingToDo.signalAll();
        } finally {
            lock.unlock();
        }
        thread.interrupt();
    }
}
