package dev.coxswain.app.metrics;

import io.micrometer.core.instrument.Timer;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;

/** How long it takes from what woke the supervisor to what it does about it, by the machine's own steady clock. */
final class Reactions {

    private final LongSupplier nanos;
    private final Timer decided;
    private final Timer firstEffect;
    private final Map<String, Long> causes = new ConcurrentHashMap<>();
    private volatile long cause;

    Reactions(Meters meters, LongSupplier nanos) {
        this.nanos = nanos;
        this.cause = nanos.getAsLong();
        this.decided = meters.timer(Metric.REACTION, "decided");
        this.firstEffect = meters.timer(Metric.REACTION, "first_effect");
    }

    /** @param since when the earliest change arrived that the turn is about */
    void turnBegins(long since) {
        cause = since;
    }

    void created(String run) {
        causes.put(run, cause);
        decided.record(nanos.getAsLong() - cause, TimeUnit.NANOSECONDS);
    }

    /** People have answered: from now on it is our time again. */
    void approved(String run) {
        causes.put(run, cause);
    }

    void acted(String run) {
        Long since = causes.remove(run);
        if (since != null) {
            firstEffect.record(nanos.getAsLong() - since, TimeUnit.NANOSECONDS);
        }
    }

    void ended(String run) {
        causes.remove(run);
    }
}
