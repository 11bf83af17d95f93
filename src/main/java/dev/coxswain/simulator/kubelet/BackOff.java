package dev.coxswain.simulator.kubelet;

import java.time.Duration;

/** How long a container that ended waits before its next life: nothing after a life longer than the wait that it has earned. */
final class BackOff {

    private static final Duration FIRST = Duration.ofSeconds(10);
    private static final Duration LONGEST = Duration.ofMinutes(5);
    private static final Duration FORGIVEN = Duration.ofMinutes(10);

    private Duration earned = Duration.ZERO;

    Duration afterLife(Duration life) {
        if (earned.isZero() || life.compareTo(FORGIVEN) > 0) {
            earned = FIRST;
            return Duration.ZERO;
        }
        Duration wait = life.compareTo(earned) < 0 ? earned : Duration.ZERO;
        Duration doubled = earned.multipliedBy(2);
        earned = doubled.compareTo(LONGEST) > 0 ? LONGEST : doubled;
        return wait;
    }
}
