package dev.coxswain.app.metrics;

import dev.coxswain.cluster.ClusterView;
import dev.coxswain.cluster.Effector;
import dev.coxswain.cluster.Gvk;
import dev.coxswain.cluster.KubeObject;
import dev.coxswain.fleet.Hold;
import dev.coxswain.kube.client.ApiStreams;
import dev.coxswain.kube.client.HttpTransport;
import dev.coxswain.run.journal.Journal;
import dev.coxswain.run.journal.RunJson;
import dev.coxswain.run.supervision.HoldKeeper;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import java.util.function.LongSupplier;
import java.util.function.Supplier;

/** Puts measuring around the ports of one supervisor. */
public final class Instruments {

    private final Meters meters;
    private final LongSupplier nanos;
    private final Reactions reactions;
    private final Map<Gvk, Counter> changes = new ConcurrentHashMap<>();

    /** @param nanos a steady clock; not that of the supervisor, which may be simulated */
    public Instruments(MeterRegistry registry, LongSupplier nanos) {
        this.meters = new Meters(registry);
        this.nanos = nanos;
        this.reactions = new Reactions(meters, nanos);
    }

    /** The two writers of a supervisor. */
    public record Writers(Journal journal, Effector effector) {}

    public Writers around(Journal journal, Effector effector) {
        MeteredJournal metered = new MeteredJournal(journal, meters, reactions, nanos);
        return new Writers(metered, new MeteredEffector(effector, meters, metered, nanos));
    }

    /** Counts what goes over the wire. */
    public HttpTransport counting(HttpTransport transport) {
        return transport.toldTo(new RequestCount(meters));
    }

    public ApiStreams around(ApiStreams streams) {
        return new MeteredStreams(streams, meters, nanos);
    }

    /** @param since when the earliest change arrived that the turn is about */
    public <T> T turn(long since, Supplier<T> turn) {
        reactions.turnBegins(since);
        long began = nanos.getAsLong();
        try {
            return turn.get();
        } finally {
            meters.timer(Metric.TURN_DURATION).record(nanos.getAsLong() - began, TimeUnit.NANOSECONDS);
        }
    }

    /** The steady clock by which a turn's cause is told. */
    public long now() {
        return nanos.getAsLong();
    }

    /** Kinds that are watched from now on. */
    public void watches(Gvk kind, String path, Supplier<ClusterView> view) {
        String resource = RequestPlace.of(path).resource();
        // at zero from the beginning, so that the first failure is an increase
        meters.counter(Metric.WATCH_LISTS, resource);
        meters.counter(Metric.WATCH_FAILURES, resource);
        changes.put(kind, meters.counter(Metric.WATCH_CHANGES, resource));
        meters.gauge(Metric.WATCH_OBJECTS, () -> view.get().list(kind).size(), resource);
    }

    public void changed(Gvk kind) {
        Counter counter = changes.get(kind);
        if (counter != null) {
            counter.increment();
        }
    }

    /** What is read off the supervisor whenever somebody asks. */
    public record Standing(
            BooleanSupplier leads,
            BooleanSupplier synced,
            Supplier<Number> playbooks,
            Supplier<ClusterView> view,
            InstantSource clock) {}

    public void show(Standing standing) {
        meters.gauge(Metric.LEADER, () -> standing.leads().getAsBoolean() ? 1 : 0);
        meters.gauge(Metric.SYNCED, () -> standing.synced().getAsBoolean() ? 1 : 0);
        meters.gauge(Metric.PLAYBOOKS, standing.playbooks());
        for (String phase : Phases.ALL) {
            meters.gauge(Metric.RUNS, () -> runs(standing.view().get(), phase), phase);
        }
        meters.gauge(Metric.HOLDS, () -> HoldKeeper.held(standing.view().get()).size());
        meters.gauge(Metric.HOLDS_OVERDUE, () -> overdue(standing));
    }

    private static long runs(ClusterView view, String phase) {
        return view.list(RunJson.GVK).stream()
                .map(run -> run.text("status", "phase"))
                .filter(found -> (found.isEmpty() ? "Pending" : found).equals(phase))
                .count();
    }

    private static long overdue(Standing standing) {
        List<KubeObject> held = HoldKeeper.held(standing.view().get());
        return held.stream()
                .flatMap(workload -> Hold.of(workload).stream())
                .filter(hold -> hold.until().isBefore(standing.clock().instant()))
                .count();
    }
}
