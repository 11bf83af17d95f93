package dev.coxswain.kube.effect;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;

/** Bounds how fast we write: a burst at once, then so many a second. */
public final class TokenBucket {

    private static final double NANOS = 1e9;

    private final InstantSource clock;
    private final double perSecond;
    private final double burst;
    private double tokens;
    private Instant filledAt;

    public TokenBucket(InstantSource clock, double perSecond, int burst) {
        if (perSecond <= 0 || burst < 1) {
            throw new IllegalArgumentException("a rate above zero and a burst of at least one are needed");
        }
        this.clock = clock;
        this.perSecond = perSecond;
        this.burst = burst;
        this.tokens = burst;
        this.filledAt = clock.instant();
    }

    /** Takes a token and answers zero, or takes none and answers how long until there is one. */
    public synchronized Duration take() {
        Instant now = clock.instant();
        Duration elapsed = Duration.between(filledAt, now);
        if (elapsed.isPositive()) {
            tokens = Math.min(burst, tokens + elapsed.toNanos() / NANOS * perSecond);
        }
        filledAt = now;
        if (tokens >= 1) {
            tokens -= 1;
            return Duration.ZERO;
        }
        return Duration.ofNanos((long) Math.ceil((1 - tokens) / perSecond * NANOS));
    }
}
