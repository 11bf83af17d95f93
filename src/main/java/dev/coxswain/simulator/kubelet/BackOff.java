package dev.coxswain.simulator.kubelet;

import java.time.Duration;

/**
 * How long a container that ended waits before its next life.
 *
 * <p>The real kubelet counts from the last end that it has seen. When it kills a container itself it has not seen that end
 * yet, so what counts is the whole life since the end before: a container that outlives its back-off never waits, and the
 * first kill is not counted at all. A program that ended by itself waits what it has earned.
 */
final class BackOff {

    private static final Duration FIRST = Duration.ofSeconds(10);
    private static final Duration LONGEST = Duration.ofMinutes(5);
    private static final Duration FORGIVEN = Duration.ofMinutes(10);

    private Duration earned = Duration.ZERO;
    private boolean endedBefore;

    Duration afterKill(Duration life) {
        if (!endedBefore) {
            endedBefore = true;
            return Duration.ZERO;
        }
        return life.compareTo(earned) < 0 ? next(life) : nextWithoutWait(life);
    }

    Duration afterExit(Duration life) {
        endedBefore = true;
        return next(life);
    }

    private Duration nextWithoutWait(Duration life) {
        next(life);
        return Duration.ZERO;
    }

    private Duration next(Duration life) {
        boolean fresh = earned.isZero() || life.compareTo(FORGIVEN) > 0;
        Duration wait = fresh ? Duration.ZERO : earned;
        Duration doubled = fresh ? FIRST : earned.multipliedBy(2);
        earned = doubled.compareTo(LONGEST) > 0 ? LONGEST : doubled;
        return wait;
    }
}
