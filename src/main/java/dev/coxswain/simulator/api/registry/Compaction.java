package dev.coxswain.simulator.api.registry;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;

/**
 * Up to which version the past is forgotten. As an API server does it with its etcd: every five minutes what was the past five
 * minutes ago, so that a list may take between five and ten.
 */
final class Compaction {

    private static final Duration EVERY = Duration.ofMinutes(5);

    private final InstantSource clock;
    private Instant next;
    private long noted;
    private long forgotten;

    Compaction(InstantSource clock) {
        this.clock = clock;
        this.next = clock.instant().plus(EVERY);
    }

    /**
     * The first version that is still known.
     *
     * @param now the newest version; to be told before it grows, because that is what is noted when the time has come
     */
    long reach(long now) {
        Instant instant = clock.instant();
        for (int i = 0; i < 2 && !next.isAfter(instant); i++) {
            forgotten = noted;
            noted = now;
            next = next.plus(EVERY);
        }
        if (!next.isAfter(instant)) {
            // nothing has been written for longer: what is noted and forgotten would not change again
            next = next.plus(EVERY.multipliedBy(Duration.between(next, instant).dividedBy(EVERY) + 1));
        }
        return forgotten;
    }
}
