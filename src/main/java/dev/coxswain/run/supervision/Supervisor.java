package dev.coxswain.run.supervision;

import dev.coxswain.cluster.Boundary;
import dev.coxswain.cluster.ClusterView;
import dev.coxswain.cluster.KubeObject;
import dev.coxswain.cluster.ObjectRef;
import dev.coxswain.cluster.Outcome;
import dev.coxswain.playbook.Playbook;
import dev.coxswain.run.engine.RunEngine;
import dev.coxswain.run.journal.Journal;
import dev.coxswain.run.journal.Places;
import dev.coxswain.run.journal.RunJson;
import dev.coxswain.run.record.Run;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
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

    /** How long until a run that could not be created is tried again. */
    private static final Duration REFUSED = Duration.ofSeconds(5);

    /** Not a namespace that anything could live in: what nobody waits for takes turns with all that is at work. */
    private static final String NOBODY = "";

    private static final int RETIRED_AT_ONCE = 2;

    /** How long after the last firing there is time for tidying. */
    private static final Duration QUIET = Duration.ofSeconds(10);

    /**
     * Carries out runs: at once and in order in tests, on threads that take turns between namespaces in production. When work ends that
     * was not carried out within the turn that asked for it, another turn follows.
     */
    public interface Workers {
        /**
         * Carries out the work, unless work under this key is still going on.
         *
         * @param namespace that the work is about; namespaces take turns
         */
        void submit(String namespace, String key, Runnable work);

        /** Carries out the work when nothing submitted suffers from it: nobody waits for it. */
        default void giveWay(String key, Runnable work) {
            submit(NOBODY, key, work);
        }
    }

    /** How many finished runs are kept, and how long. */
    public record Retention(int runs, Duration age) {}

    private final Supplier<List<Playbook>> playbooks;
    private final RunDriver.Ports ports;
    private final RunDriver driver;
    private final Watchman watchman;
    private final Workers workers;
    private final Retention retention;
    private final Ledger ledger;
    private final HeldWorkloads holds = new HeldWorkloads();
    private final Unreadable unreadable;
    private final Wakes wakes = new Wakes();

    private Instant begunAt = Instant.EPOCH;
    private boolean tookOver;
    private boolean saidUnattested;

    public Supervisor(
            Supplier<List<Playbook>> playbooks,
            RunDriver.Ports ports,
            RunDriver driver,
            Watchman watchman,
            Workers workers,
            Retention retention) {
        this.playbooks = playbooks;
        this.ports = ports;
        this.ledger = new Ledger(ports.powers().home());
        this.unreadable = new Unreadable(ports.sink(), ports.clock());
        this.driver = driver;
        this.watchman = watchman;
        this.workers = workers;
        this.retention = retention;
    }

    /** @param changed where something has changed since the last turn: {@link Places} */
    public Optional<Instant> turn(Set<String> changed) {
        if (!ports.leads().getAsBoolean()) {
            stepDown();
            return Optional.empty();
        }
        ClusterView view = ports.view().get();
        Instant now = ports.clock().instant();
        List<Instant> again = new ArrayList<>();
        List<KubeObject> held = holds.in(view);
        giveBack(held, view, now);
        HoldKeeper.nextDeadline(held).ifPresent(again::add);
        ledger.update(view);
        if (!tookOver) {
            tookOver = true;
            // what runs wait for may have come while somebody else led, or nobody
            wakes.forgetAll();
            driver.takeOver(ledger.unfinished());
        }
        driver.release(ledger.gone());
        Watchman.Seen seen = watchman.look(playbooks.get(), view, ports.fleets().read(view, Map.of()), ledger);
        seen.again().ifPresent(again::add);
        if (isAttested(seen)) {
            seen.starts().forEach(run -> begin(run, now).ifPresent(again::add));
        }
        ledger.update(ports.view().get());
        for (KubeObject run : ledger.open()) {
            attend(run, now, changed).ifPresent(again::add);
        }
        retire(now);
        return again.stream().filter(at -> at.isAfter(now)).min(Instant::compareTo);
    }

    /** What is created before the cluster attests who created it could never begin. */
    private boolean isAttested(Watchman.Seen seen) {
        boolean attested = ports.attested().get().isPresent();
        if (!attested && !seen.starts().isEmpty() && !saidUnattested) {
            LOG.error("{} runs would start now, and wait for {}", seen.starts().size(), RunEngine.UNATTESTED);
        }
        saidUnattested = !attested && (saidUnattested || !seen.starts().isEmpty());
        return attested;
    }

    /** Whoever leads next starts from what is stored, and so do we when we lead again. */
    private void stepDown() {
        watchman.forget();
        if (tookOver) {
            tookOver = false;
            driver.stepDown();
        }
    }

    /** Answers when to try again to create a run that the API server would not take a moment ago. */
    private Optional<Instant> begin(Run run, Instant now) {
        Optional<Wakes.Wake> refused = wakes.of(run.spec().key()).filter(wake -> !wake.isDue(now, Set.of()));
        if (refused.isPresent()) {
            return refused.get().at();
        }
        if (ledger.begin(run)) {
            begunAt = run.spec().createdAt();
            String lane = lane(run.spec().namespace(), run.spec().target().namespace());
            workers.submit(lane, run.spec().key(), () -> beginNow(run));
        }
        return wakes.of(run.spec().key()).flatMap(Wakes.Wake::at);
    }

    /** The run's first pass follows at once, without waiting until the view shows it. */
    @Boundary
    private void beginNow(Run run) {
        String key = run.spec().key();
        try {
            inOnePass(key, () -> create(run).ifPresent(created -> carryOn(created, key, () -> driver.pass(created))));
        } catch (RuntimeException broken) {
            LOG.error("run {} could not be created", key, broken);
        } finally {
            ledger.begun(run);
        }
    }

    private Optional<KubeObject> create(Run run) {
        return switch (ports.journal().create(RunJson.write(run))) {
            case Journal.Written.Stored(KubeObject created) -> {
                ports.learn().accept(created);
                if (RunJson.readSpec(created).since().equals(run.spec().since())) {
                    LOG.info(
                            "run {} created for {}",
                            run.spec().key(),
                            run.spec().target());
                } else {
                    LOG.info(
                            "run {} for {} is there already",
                            run.spec().key(),
                            run.spec().target());
                    watchman.forget();
                }
                yield Optional.of(created);
            }
            case Journal.Written.Lost(String message) -> notCreated(run, message);
            case Journal.Written.Unreachable(String message) -> notCreated(run, message);
        };
    }

    private Optional<KubeObject> notCreated(Run run, String message) {
        LOG.warn(
                "run {} is not created yet, tried again in {} s: {}", run.spec().key(), REFUSED.toSeconds(), message);
        wakes.sleep(
                run.spec().key(),
                new Wakes.Wake(Optional.of(ports.clock().instant().plus(REFUSED)), Set.of()));
        return Optional.empty();
    }

    private void giveBack(List<KubeObject> held, ClusterView view, Instant now) {
        for (HoldKeeper.Overdue overdue : HoldKeeper.overdue(held, view, now)) {
            Outcome outcome = ports.effector().apply(overdue.giveBack());
            switch (outcome) {
                case Outcome.Applied(Optional<KubeObject> object, var _) -> {
                    object.ifPresent(ports.learn());
                    givenBack(overdue);
                }
                case Outcome.Refused refused
                when refused.isConflict() || refused.isNotFound() ->
                    LOG.info(
                            "{} has changed since it was looked at, and is looked at again",
                            overdue.workload().ref());
                case Outcome.Refused _, Outcome.Busy _, Outcome.Unknown _ ->
                    outcome.complaint().ifPresent(message -> notGivenBack(overdue, message));
            }
        }
    }

    private static void givenBack(HoldKeeper.Overdue overdue) {
        LOG.warn(
                "gave {} back to {} replicas: {}",
                overdue.workload().ref(),
                overdue.hold().replicas(),
                overdue.why());
    }

    private static void notGivenBack(HoldKeeper.Overdue overdue, String message) {
        LOG.error(
                "{} could not be given back, trying again: {}",
                overdue.workload().ref(),
                message);
    }

    private Optional<Instant> attend(KubeObject run, Instant now, Set<String> changed) {
        String key = run.namespace() + "/" + run.name();
        if (wakes.isPassing(key, changed)) {
            return Optional.empty();
        }
        Optional<Wakes.Wake> wake = wakes.of(key);
        boolean due = wake.isEmpty() || wake.get().isDue(now, changed);
        if (due) {
            String lane = lane(run.namespace(), run.text("spec", "firing", "target", "namespace"));
            workers.submit(lane, key, () -> attend(run.ref(), key));
        }
        return wakes.of(key).flatMap(Wakes.Wake::at);
    }

    /**
     * Whose turn a run's work takes: of the runs in our own namespace, that of the namespace which it is about. What hangs there
     * must not delay the others. Runs elsewhere are in no position to take anybody else's.
     */
    private String lane(String namespace, String target) {
        boolean ours = namespace.equals(ports.powers().home());
        return ours && !target.isEmpty() ? target : namespace;
    }

    private void attend(ObjectRef ref, String key) {
        inOnePass(
                key,
                () -> ports.view()
                        .get()
                        .find(ref)
                        .ifPresentOrElse(newest -> carryOn(newest, key, () -> driver.pass(newest)), () -> forget(key)));
    }

    /** Nobody carries on a run whose pass has not ended. */
    private void inOnePass(String key, Runnable work) {
        if (wakes.beginPass(key)) {
            try {
                work.run();
            } finally {
                wakes.endPass(key);
            }
        }
    }

    /** One run that cannot be carried on, be it unreadable or a bug of ours, must not stop the others. */
    @Boundary
    private void carryOn(KubeObject newest, String key, Supplier<RunDriver.Passed> pass) {
        try {
            RunDriver.Passed passed = pass.get();
            unreadable.forget(key);
            switch (passed) {
                case RunDriver.Passed.Ending(Supplier<RunDriver.Passed> end) -> endLater(newest, key, end);
                case RunDriver.Passed.Waiting(var _, Optional<Instant> at, Set<String> places) ->
                    wakes.sleep(key, new Wakes.Wake(at, places));
                case RunDriver.Passed.Finished(var _) -> forget(key);
            }
        } catch (IllegalArgumentException illegible) {
            unreadable.tell(newest, String.valueOf(illegible.getMessage()));
            LOG.debug("run {}", key, illegible);
            lookAgainLater(newest, key);
        } catch (RuntimeException broken) {
            LOG.error("run {} cannot go on, tried again in {} s", key, UNREADABLE.toSeconds(), broken);
            lookAgainLater(newest, key);
        }
    }

    private void endLater(KubeObject newest, String key, Supplier<RunDriver.Passed> end) {
        wakes.prolongPass(key);
        workers.giveWay(key, () -> {
            try {
                carryOn(newest, key, end);
            } finally {
                wakes.endPass(key);
            }
        });
    }

    private void lookAgainLater(KubeObject run, String key) {
        wakes.sleep(
                key, new Wakes.Wake(Optional.of(ports.clock().instant().plus(UNREADABLE)), Set.of(run.namespace())));
    }

    private void forget(String key) {
        wakes.forget(key);
        unreadable.forget(key);
    }

    /** A few at a time, and not before there is nothing else to do: nobody waits for it. */
    private void retire(Instant now) {
        boolean busy = now.isBefore(begunAt.plus(QUIET));
        int kept = busy ? retention.runs() * 2 : retention.runs();
        ledger.obsolete(kept, now.minus(retention.age())).stream()
                .limit(RETIRED_AT_ONCE)
                .forEach(run -> workers.submit(NOBODY, "retire " + run.namespace() + "/" + run.name(), () -> {
                    if (run.isBeingDeleted()) {
                        letGo(run);
                    } else {
                        ports.journal().delete(run);
                    }
                }));
    }

    private void letGo(KubeObject run) {
        List<?> others = run.list("metadata", "finalizers").stream()
                .filter(finalizer -> !RunJson.FINALIZER.equals(finalizer))
                .toList();
        if (others.size() < run.list("metadata", "finalizers").size()) {
            ports.journal().update(run.with(others, "metadata", "finalizers"));
        }
    }
}
