package dev.coxswain.kube.cache;

import java.time.Duration;
import java.util.random.RandomGenerator;

/** How long to wait after failures in a row: doubling, never beyond the longest, spread so that many do not come at once. */
final class Backoff {

    private static final Duration FIRST = Duration.ofMillis(500);
    private static final Duration LONGEST = Duration.ofSeconds(30);

    private final RandomGenerator random;
    private int failures;

    Backoff(RandomGenerator random) {
        this.random = random;
    }

    void succeeded() {
        failures = 0;
    }

    /** Between the doubled wait and one and a half times it. */
    Duration next() {
        long doubled = FIRST.toMillis() << Math.min(failures, 10);
        failures++;
        long millis = Math.min(doubled, LONGEST.toMillis());
        return Duration.ofMillis(millis + random.nextLong(millis / 2));
    }
}
