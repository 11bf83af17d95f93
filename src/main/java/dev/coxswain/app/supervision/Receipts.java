package dev.coxswain.app.supervision;

import dev.coxswain.cluster.ClusterView;
import dev.coxswain.cluster.Effect;
import dev.coxswain.cluster.Effector;
import dev.coxswain.cluster.Gvk;
import dev.coxswain.cluster.KubeObject;
import dev.coxswain.cluster.Outcome;
import dev.coxswain.run.supervision.Supervisor;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Tells people in the status of their playbooks and profiles what became of them; nothing waits for it. */
final class Receipts {

    private static final Logger LOG = LoggerFactory.getLogger(Receipts.class);

    /** After a write that failed, as for lack of permission. */
    private static final Duration PATIENCE = Duration.ofMinutes(1);

    private final Supplier<ClusterView> view;
    private final Effector effector;
    private final Consumer<KubeObject> learn;
    private final Supervisor.Workers workers;
    private final InstantSource clock;
    private final Map<Gvk, Function<KubeObject, Receipt>> writers;
    private final Map<String, Instant> notBefore = new HashMap<>();
    private Set<String> settled = Set.of();

    /** @param writers what was made of an object, for each kind that is reported on */
    Receipts(
            Supplier<ClusterView> view,
            Effector effector,
            Consumer<KubeObject> learn,
            Supervisor.Workers workers,
            InstantSource clock,
            Map<Gvk, Function<KubeObject, Receipt>> writers) {
        this.view = view;
        this.effector = effector;
        this.learn = learn;
        this.workers = workers;
        this.clock = clock;
        this.writers = Map.copyOf(writers);
    }

    /** Has those written that are wanting. */
    synchronized void update() {
        Instant now = clock.instant();
        Set<String> next = new HashSet<>();
        writers.forEach((kind, writer) -> {
            for (KubeObject object : view.get().list(kind)) {
                String version = object.uid() + "@" + object.resourceVersion();
                if (settled.contains(version)) {
                    next.add(version);
                } else if (!notBefore.getOrDefault(object.uid(), Instant.MIN).isAfter(now)) {
                    Optional<Effect> writing = writer.apply(object).writing(now);
                    writing.ifPresentOrElse(effect -> write(object, effect), () -> next.add(version));
                }
            }
        });
        settled = next;
        notBefore.values().removeIf(at -> !at.isAfter(now));
    }

    private void write(KubeObject object, Effect effect) {
        notBefore.put(object.uid(), clock.instant().plus(PATIENCE));
        workers.submit(object.namespace(), "receipt " + object.uid(), () -> written(object, effector.apply(effect)));
    }

    private void written(KubeObject object, Outcome outcome) {
        switch (outcome) {
            case Outcome.Applied(Optional<KubeObject> changed, var _) -> {
                done(object);
                changed.ifPresent(learn);
            }
            case Outcome.Refused(var _, var _, String message) -> notWritten(object, message);
            case Outcome.Busy(var _, String message) -> notWritten(object, message);
            case Outcome.Unknown(String message) -> notWritten(object, message);
        }
    }

    private synchronized void done(KubeObject object) {
        notBefore.remove(object.uid());
    }

    private static void notWritten(KubeObject object, String message) {
        LOG.warn("the status of {} could not be written, tried again later: {}", object.ref(), message);
    }
}
