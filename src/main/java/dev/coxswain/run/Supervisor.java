package dev.coxswain.run;

import dev.coxswain.cluster.Boundary;
import dev.coxswain.cluster.ClusterView;
import dev.coxswain.cluster.KubeObject;
import dev.coxswain.cluster.ObjectRef;
import dev.coxswain.cluster.Outcome;
import dev.coxswain.playbook.Playbook;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One turn after another over everything there is to do.
 *
 * <ol>
 *   <li>Give back operators whose hold has no right to go on.
 *   <li>Look at the triggers; create runs for what fires.
 *   <li>Hand each unfinished run whose time has come to the workers, which take turns between namespaces.
 *   <li>Let go of finished runs that are being deleted or are older than is kept.
 * </ol>
 *
 * <p>Whoever calls decides when the next turn is: after a change in the cluster, or at the instant that a turn answered.
 */
public final class Supervisor {

    private static final Logger LOG = LoggerFactory.getLogger(Supervisor.class);

    /** How long until a run that this release cannot read is looked at again. */
    private static final Duration UNREADABLE = Duration.ofSeconds(30);

    /** Carries out runs: at once and in order in tests, on threads that take turns between namespaces in production. */
    public interface Workers {
        /** Carries out the work, unless work under this key is still going on. */
        void submit(String namespace, String key, Runnable work);
    }

    /** How many finished runs are kept, and how long. */
    public record Retention(int runs, Duration age) {}

    private final Supplier<List<Playbook>> playbooks;
    private final RunDriver.Ports ports;
    private final RunDriver driver;
    private final Watchman watchman;
    private final Workers workers;
    private final Retention retention;
    private final Map<String, Wake> wakes = new HashMap<>();

    /** When a waiting run is handed out again, and in which namespaces a change wakes it before. */
    private record Wake(Optional<Instant> at, Set<String> namespaces) {
        boolean isDue(Instant now, Set<String> changed) {
            return at.filter(due -> !due.isAfter(now)).isPresent()
                    || namespaces.stream().anyMatch(changed::contains);
        }
    }

    public Supervisor(
            Supplier<List<Playbook>> playbooks,
            RunDriver.Ports ports,
            RunDriver driver,
            Watchman watchman,
            Workers workers,
            Retention retention) {
        this.playbooks = playbooks;
        this.ports = ports;
        this.driver = driver;
        this.watchman = watchman;
        this.workers = workers;
        this.retention = retention;
    }

    /** @param changed the namespaces in which something has changed since the last turn */
    public Optional<Instant> turn(Set<String> changed) {
        if (!ports.leads().getAsBoolean()) {
            watchman.forget();
            return Optional.empty();
        }
        ClusterView view = ports.view().get();
        Instant now = ports.clock().instant();
        List<Instant> again = new ArrayList<>();
        giveBack(view, now);
        HoldKeeper.nextDeadline(view).ifPresent(again::add);
        List<KubeObject> stored = view.list(RunJson.GVK);
        List<Run> runs = readable(stored);
        watchman.look(playbooks.get(), view, ports.fleets().read(view, Map.of()), runs)
                .ifPresent(again::add);
        for (KubeObject run : ports.view().get().list(RunJson.GVK)) {
            attend(run, now, changed).ifPresent(again::add);
        }
        retire(stored, now);
        return again.stream().filter(at -> at.isAfter(now)).min(Instant::compareTo);
    }

    private void giveBack(ClusterView view, Instant now) {
        for (HoldKeeper.Overdue overdue : HoldKeeper.overdue(view, now)) {
            switch (ports.effector().apply(overdue.giveBack())) {
                case Outcome.Applied(Optional<KubeObject> object, var _) -> {
                    object.ifPresent(ports.learn());
                    LOG.warn(
                            "gave {} back to {} replicas: {}",
                            overdue.workload().ref(),
                            overdue.hold().replicas(),
                            overdue.why());
                }
                case Outcome.Refused(var _, var _, String message) -> notGivenBack(overdue, message);
                case Outcome.Busy(var _, String message) -> notGivenBack(overdue, message);
                case Outcome.Unknown(String message) -> notGivenBack(overdue, message);
            }
        }
    }

    private static void notGivenBack(HoldKeeper.Overdue overdue, String message) {
        LOG.error(
                "{} could not be given back, trying again: {}",
                overdue.workload().ref(),
                message);
    }

    private static List<Run> readable(List<KubeObject> stored) {
        List<Run> runs = new ArrayList<>();
        for (KubeObject object : stored) {
            try {
                runs.add(RunJson.read(object));
            } catch (IllegalArgumentException unreadable) {
                LOG.error("{} is no readable run and is left alone: {}", object.ref(), unreadable.getMessage());
            }
        }
        return runs;
    }

    private Optional<Instant> attend(KubeObject run, Instant now, Set<String> changed) {
        String key = run.namespace() + "/" + run.name();
        if (isFinished(run)) {
            forget(key);
            return Optional.empty();
        }
        Optional<Wake> wake = wake(key);
        boolean due = wake.isEmpty() || wake.get().isDue(now, changed);
        if (due) {
            workers.submit(run.namespace(), key, () -> attend(run.ref(), key));
        }
        return wake(key).flatMap(Wake::at);
    }

    /** One run that cannot be carried on, be it unreadable or a bug of ours, must not stop the others. */
    @Boundary
    private void attend(ObjectRef ref, String key) {
        Optional<KubeObject> newest = ports.view().get().find(ref);
        if (newest.isEmpty()) {
            forget(key);
            return;
        }
        try {
            switch (driver.pass(newest.get())) {
                case RunDriver.Passed.Waiting(var _, Optional<Instant> at, Set<String> namespaces) ->
                    sleep(key, new Wake(at, namespaces));
                case RunDriver.Passed.Finished(var _) -> forget(key);
            }
        } catch (RuntimeException broken) {
            LOG.error("run {} cannot go on, tried again in {} s", key, UNREADABLE.toSeconds(), broken);
            sleep(key, new Wake(Optional.of(ports.clock().instant().plus(UNREADABLE)), Set.of(ref.namespace())));
        }
    }

    private synchronized Optional<Wake> wake(String key) {
        return Optional.ofNullable(wakes.get(key));
    }

    private synchronized void sleep(String key, Wake wake) {
        wakes.put(key, wake);
    }

    private synchronized void forget(String key) {
        wakes.remove(key);
    }

    private static boolean isFinished(KubeObject run) {
        return RunState.isFinalPhase(run.text("status", "phase"));
    }

    private void retire(List<KubeObject> stored, Instant now) {
        List<KubeObject> finished = stored.stream()
                .filter(Supervisor::isFinished)
                .sorted(java.util.Comparator.comparing((KubeObject run) -> run.text("status", "finishedAt"))
                        .reversed())
                .toList();
        for (int i = 0; i < finished.size(); i++) {
            KubeObject run = finished.get(i);
            boolean tooOld = isOlder(run, now.minus(retention.age()));
            if (run.isBeingDeleted()) {
                letGo(run);
            } else if (i >= retention.runs() || tooOld) {
                ports.journal().delete(run);
            }
        }
    }

    private void letGo(KubeObject run) {
        List<?> others = run.list("metadata", "finalizers").stream()
                .filter(finalizer -> !RunJson.FINALIZER.equals(finalizer))
                .toList();
        if (others.size() < run.list("metadata", "finalizers").size()) {
            ports.journal().update(run.with(others, "metadata", "finalizers"));
        }
    }

    private static boolean isOlder(KubeObject run, Instant than) {
        try {
            return Instant.parse(run.text("status", "finishedAt")).isBefore(than);
        } catch (java.time.DateTimeException unreadable) {
            return false;
        }
    }
}
