package dev.coxswain.app.metrics;

import dev.coxswain.cluster.Effect;
import dev.coxswain.cluster.Effector;
import dev.coxswain.cluster.Outcome;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;

/** An effector that measures how long the API server takes, and what it answers. */
final class MeteredEffector implements Effector {

    private final Effector effector;
    private final Meters meters;
    private final MeteredJournal journal;
    private final LongSupplier nanos;

    /** @param journal knows on whose behalf the present thread acts */
    MeteredEffector(Effector effector, Meters meters, MeteredJournal journal, LongSupplier nanos) {
        this.effector = effector;
        this.meters = meters;
        this.journal = journal;
        this.nanos = nanos;
    }

    @Override
    public Outcome apply(Effect effect) {
        long began = nanos.getAsLong();
        Outcome outcome = effector.apply(effect);
        meters.timer(Metric.EFFECT_DURATION, kind(effect), name(outcome))
                .record(nanos.getAsLong() - began, TimeUnit.NANOSECONDS);
        if (outcome instanceof Outcome.Applied) {
            journal.acted();
        }
        return outcome;
    }

    private static String kind(Effect effect) {
        return switch (effect) {
            case Effect.Create _ -> "create";
            case Effect.Patch _ -> "patch";
            case Effect.Delete _ -> "delete";
            case Effect.Evict _ -> "evict";
            case Effect.Exec _ -> "exec";
        };
    }

    private static String name(Outcome outcome) {
        return switch (outcome) {
            case Outcome.Applied _ -> "applied";
            case Outcome.Refused _ -> "refused";
            case Outcome.Busy _ -> "busy";
            case Outcome.Unknown _ -> "unknown";
        };
    }
}
