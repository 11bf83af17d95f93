package dev.coxswain.run;

import dev.coxswain.cluster.Answer;
import dev.coxswain.cluster.ClusterView;
import dev.coxswain.cluster.Effect;
import dev.coxswain.cluster.KubeObject;
import dev.coxswain.cluster.ObjectRef;
import dev.coxswain.cluster.Outcome;
import dev.coxswain.cluster.PatchType;
import dev.coxswain.cluster.Preconditions;
import dev.coxswain.cluster.Query;
import dev.coxswain.fleet.Fleet;
import dev.coxswain.playbook.Playbook;
import dev.coxswain.trigger.Candidate;
import dev.coxswain.trigger.Firing;
import dev.coxswain.trigger.Lookout;
import dev.coxswain.trigger.Observations;
import dev.coxswain.trigger.PastRuns;
import dev.coxswain.trigger.Target;
import dev.coxswain.trigger.TriggerPass;
import dev.coxswain.trigger.Triggers;
import dev.coxswain.trigger.Word;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Looks at the triggers of all playbooks; each firing is a run that is to be created.
 *
 * <p>What was observed is stored before a run is created from it, or the run itself tells of it, so that a restart names the same
 * incident the same.
 */
public final class Watchman {

    private static final Logger LOG = LoggerFactory.getLogger(Watchman.class);

    /** The Lease of the leader, in the supervisor's namespace. */
    public static final String LEASE = "coxswain";

    /** On the Lease: until when the leader before this one is known to have led. */
    public static final String LED_UNTIL = "coxswain.dev/former-leader-until";

    /** How long an observation may wait to be stored when its run is created at once. */
    private static final Duration LAZY = Duration.ofSeconds(1);

    private final String home;
    private final Lookout lookout;
    private final RunDriver.Ports ports;
    private final Inquiries inquiries;
    private @Nullable Observations observations;
    private Instant lastLook = Instant.EPOCH;
    private final Supervisor.Workers workers;
    private volatile Observations kept = Observations.NONE;
    /** Since when there is something to be stored. */
    private volatile @Nullable Instant unkept;

    private volatile Instant changedAt = Instant.MIN;

    /** One that asks members itself, and waits for them: for tests and rehearsals. */
    public Watchman(String home, RunDriver.Ports ports) {
        this(home, ports, (_, _, work) -> work.run());
    }

    /** @param askers put the questions of triggers to members; a turn has to follow when they have done so */
    public Watchman(String home, RunDriver.Ports ports, Supervisor.Workers askers) {
        this.home = home;
        this.lookout = new Lookout(new Triggers(home));
        this.ports = ports;
        this.inquiries = new Inquiries(ports, askers);
        this.workers = askers;
    }

    /** One look at everything. */
    Seen look(List<Playbook> playbooks, ClusterView view, Fleet fleet, Ledger runs) {
        Instant now = ports.clock().instant();
        Optional<Observations> restored = restored(playbooks, runs, now);
        if (restored.isEmpty()) {
            return Seen.nothing(now);
        }
        lastLook = now;
        Observations seen = restored.get().only(playbooks);
        lookout.keepOnly(playbooks);
        List<Run> starts = new ArrayList<>();
        Optional<Instant> again = Optional.empty();
        for (Playbook playbook : playbooks) {
            PastRuns past = runs.past(Triggers.key(playbook));
            TriggerPass pass = pass(playbook, lookout.met(playbook, fleet, view, now), seen, past, now);
            seen = pass.observations();
            pass.firings().forEach(firing -> starts.add(run(playbook, firing, now)));
            again = earlier(again, pass.askAgainAt());
        }
        observations = seen;
        if (!keep(playbooks, seen, now)) {
            return Seen.nothing(now);
        }
        return new Seen(starts, earlier(again, Optional.ofNullable(unkept).map(since -> since.plus(LAZY))));
    }

    /**
     * Stores what was observed: at once where time has to pass before a playbook fires, because that time must survive us; soon,
     * and behind everything else, where a run is created at once, for until then the run itself tells.
     */
    private boolean keep(List<Playbook> playbooks, Observations seen, Instant now) {
        List<Playbook> different = playbooks.stream()
                .filter(playbook -> !seen.isSameFor(playbook, kept))
                .toList();
        if (different.isEmpty() && unkept == null) {
            return true;
        }
        unkept = unkept == null ? now : unkept;
        changedAt = different.isEmpty() ? changedAt : now;
        if (different.stream()
                .anyMatch(playbook -> !playbook.trigger().heldFor().isZero())) {
            return store(seen, now);
        }
        if (!now.isBefore(unkept.plus(LAZY))) {
            workers.submit(home, "observations", () -> store(seen, now));
        }
        return true;
    }

    /** Members that were asked at once have been heard when this answers; the others are heard in a later turn. */
    private TriggerPass pass(
            Playbook playbook, List<Candidate> candidates, Observations seen, PastRuns past, Instant now) {
        Function<Target, Optional<Word.Heard>> heard = target -> inquiries.heard(playbook, target);
        TriggerPass pass = Triggers.pass(playbook, candidates, seen, past, heard, now);
        if (playbook.trigger().confirm().isEmpty()) {
            return pass;
        }
        Set<Target> asked = Set.copyOf(pass.toAsk());
        inquiries.keepOnly(playbook, pass.awaitingWord());
        candidates.stream()
                .filter(candidate -> asked.contains(candidate.target()))
                .forEach(candidate -> inquiries.ask(playbook, candidate));
        return asked.isEmpty() ? pass : Triggers.pass(playbook, candidates, seen, past, heard, now);
    }

    /** A new leader starts from what is stored. */
    public void forget() {
        observations = null;
    }

    /**
     * @param starts runs that are to be created now
     * @param again when to look again though nothing has changed
     */
    record Seen(List<Run> starts, Optional<Instant> again) {
        Seen {
            starts = List.copyOf(starts);
        }

        private static Seen nothing(Instant now) {
            return new Seen(List.of(), Optional.of(now.plusSeconds(2)));
        }
    }

    private static Optional<Instant> earlier(Optional<Instant> one, Optional<Instant> other) {
        return one.isEmpty() || (other.isPresent() && other.get().isBefore(one.get())) ? other : one;
    }

    /** Empty when what was observed before cannot be read: then nothing may be started. */
    private Optional<Observations> restored(List<Playbook> playbooks, Ledger runs, Instant now) {
        if (observations != null) {
            return Optional.of(observations);
        }
        return switch (ports.asker().ask(new Query.Read(configMap()))) {
            case Answer.Found(Optional<KubeObject> config) -> Optional.of(restored(config, playbooks, runs, now));
            case Answer.Printed _ -> Optional.empty();
            case Answer.Silence(String why) -> {
                LOG.warn("what was observed before cannot be read, so nothing is started now: {}", why);
                yield Optional.empty();
            }
        };
    }

    private Observations restored(Optional<KubeObject> config, List<Playbook> playbooks, Ledger runs, Instant now) {
        Map<String, String> data = new LinkedHashMap<>();
        config.ifPresent(map -> map.map("data").forEach((key, value) -> data.put(key, String.valueOf(value))));
        Instant storedAt = config.flatMap(map -> map.annotation("coxswain.dev/watched-at"))
                .flatMap(Watchman::instant)
                .orElse(Instant.EPOCH);
        Instant led = formerLeader().orElse(Instant.EPOCH);
        Instant lastWatched =
                Stream.of(storedAt, led, lastLook).max(Instant::compareTo).orElseThrow();
        Observations restored = Observations.restored(data, lastWatched, now);
        kept = restored;
        unkept = null;
        for (Playbook playbook : playbooks) {
            restored = restored.toldBy(playbook, runs.past(Triggers.key(playbook)), storedAt);
        }
        return restored;
    }

    /** Until when the leader before us led: what is stored is written only when it changes, a Lease all the time. */
    private Optional<Instant> formerLeader() {
        return switch (ports.asker()
                .ask(new Query.Read(ObjectRef.of("coordination.k8s.io/v1", "Lease", home, LEASE)))) {
            case Answer.Found(Optional<KubeObject> lease) ->
                lease.flatMap(l -> l.annotation(LED_UNTIL)).flatMap(Watchman::instant);
            case Answer.Printed _, Answer.Silence _ -> Optional.empty();
        };
    }

    private static Optional<Instant> instant(String text) {
        try {
            return Optional.of(Instant.parse(text));
        } catch (java.time.DateTimeException unreadable) {
            return Optional.empty();
        }
    }

    private ObjectRef configMap() {
        return ObjectRef.of("v1", "ConfigMap", home, Observations.CONFIG_MAP);
    }

    private boolean store(Observations seen, Instant asOf) {
        Map<String, @Nullable Object> tree = new LinkedHashMap<>();
        tree.put("apiVersion", "v1");
        tree.put("kind", "ConfigMap");
        tree.put(
                "metadata",
                Map.of(
                        "namespace",
                        home,
                        "name",
                        Observations.CONFIG_MAP,
                        "annotations",
                        Map.of("coxswain.dev/watched-at", asOf.toString())));
        tree.put("data", seen.data());
        Effect apply = new Effect.Patch(configMap(), PatchType.APPLY, tree, Preconditions.NONE);
        return switch (ports.effector().apply(apply)) {
            case Outcome.Applied(Optional<KubeObject> object, var _) -> {
                object.ifPresent(ports.learn());
                kept = seen;
                unkept = changedAt.isAfter(asOf) ? changedAt : null;
                yield true;
            }
            case Outcome.Refused(var _, var _, String message) -> notStored(message);
            case Outcome.Busy(var _, String message) -> notStored(message);
            case Outcome.Unknown(String message) -> notStored(message);
        };
    }

    private static boolean notStored(String message) {
        LOG.warn("observations could not be stored, and nothing is started that depends on them: {}", message);
        return false;
    }

    private Run run(Playbook playbook, Firing firing, Instant now) {
        String namespace = playbook.namespace().isEmpty() ? home : playbook.namespace();
        return Run.created(new Run.Spec(
                namespace,
                firing.runName(),
                Triggers.key(playbook),
                playbook.source(),
                firing.target(),
                firing.since(),
                now,
                "",
                Map.of(),
                firing.evidence(),
                ""));
    }
}
