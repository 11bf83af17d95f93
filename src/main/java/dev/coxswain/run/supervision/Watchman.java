package dev.coxswain.run.supervision;

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
import dev.coxswain.run.record.Run;
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
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Function;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Looks at the triggers of all playbooks; each firing is a run that is to be created.
 *
 * <p>Since when what has been so is stored, under optimistic lock, or told by the run that is at it; so whoever leads next
 * knows an incident that has its run, and goes on counting where time has to pass before a playbook fires.
 */
public final class Watchman {

    private static final Logger LOG = LoggerFactory.getLogger(Watchman.class);

    /** The Lease of the leader, in the supervisor's namespace. */
    public static final String LEASE = "coxswain";

    /** On the Lease: until when the leader before this one is known to have led. */
    public static final String LED_UNTIL = "coxswain.dev/former-leader-until";

    private static final Duration SOON = Duration.ofSeconds(2);

    /** On the ConfigMap: when it was written. */
    private static final String WATCHED_AT = "coxswain.dev/watched-at";

    private final String home;
    private final Lookout lookout;
    private final RunDriver.Ports ports;
    private final Inquiries inquiries;
    private Observations observations = Observations.NONE;
    private Instant lastLook = Instant.EPOCH;
    /** What is stored, and the object that it was read from or written to. */
    private Observations kept = Observations.NONE;

    private Optional<KubeObject> stored = Optional.empty();
    /** Whether the above is what is stored: not before it was read, and not when somebody else has written. */
    private final AtomicBoolean known = new AtomicBoolean();

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
        Map<Playbook, List<Target>> inHand = new LinkedHashMap<>();
        lookout.keepOnly(playbooks);
        List<Run> starts = new ArrayList<>();
        Optional<Instant> again = Optional.empty();
        for (Playbook playbook : playbooks) {
            PastRuns past = runs.past(Triggers.key(playbook)).seenFrom(view);
            TriggerPass pass = pass(playbook, lookout.met(playbook, fleet, view, now), seen, past, now);
            seen = pass.observations();
            inHand.put(playbook, pass.inHand());
            pass.firings().forEach(firing -> starts.add(run(playbook, firing, now)));
            again = earlier(again, pass.askAgainAt());
        }
        observations = seen;
        return switch (keep(seen, inHand, now)) {
            case KEPT -> new Seen(starts, again);
            case NOT_KEPT -> new Seen(starts, earlier(again, Optional.of(now.plus(SOON))));
            case OVERTAKEN -> Seen.nothing(now);
        };
    }

    private enum Kept {
        KEPT,
        /** Tried again soon; until then only a change of leaders would make a playbook wait for longer. */
        NOT_KEPT,
        /** Somebody else leads, or has led meanwhile. */
        OVERTAKEN
    }

    /** Stores what nothing else tells, and forgets what is not so any more. */
    private Kept keep(Observations seen, Map<Playbook, List<Target>> inHand, Instant now) {
        Observations open = seen;
        for (var entry : inHand.entrySet()) {
            open = open.without(entry.getKey(), entry.getValue());
        }
        return open.isWithin(kept) && kept.isWithin(seen) ? Kept.KEPT : store(open, now);
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

    /** The next look starts from what is stored: that of a new leader, or of one that has met another one's traces. */
    public void forget() {
        known.set(false);
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
            return new Seen(List.of(), Optional.of(now.plus(SOON)));
        }
    }

    private static Optional<Instant> earlier(Optional<Instant> one, Optional<Instant> other) {
        return one.isEmpty() || (other.isPresent() && other.get().isBefore(one.get())) ? other : one;
    }

    /** Empty when what was observed before cannot be read: then nothing may be started. */
    private Optional<Observations> restored(List<Playbook> playbooks, Ledger runs, Instant now) {
        if (known.get()) {
            return Optional.of(observations);
        }
        return switch (ports.asker().ask(new Query.Read(configMap()))) {
            case Answer.Found(Optional<KubeObject> config) -> {
                known.set(true);
                yield Optional.of(restored(config, playbooks, runs, now));
            }
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
        Instant storedAt = config.flatMap(map -> map.annotation(WATCHED_AT))
                .flatMap(Watchman::instant)
                .orElse(Instant.EPOCH);
        Instant led = formerLeader().orElse(Instant.EPOCH);
        Instant lastWatched =
                Stream.of(storedAt, led, lastLook).max(Instant::compareTo).orElseThrow();
        Observations restored = Observations.restored(data, lastWatched, now);
        kept = restored;
        stored = config;
        for (Playbook playbook : playbooks) {
            restored = restored.toldBy(playbook, runs.past(Triggers.key(playbook)), storedAt, lastWatched, now);
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

    /** A ConfigMap is made before it is filled, so that whoever reads the managers of its fields finds one and not two. */
    private Kept store(Observations open, Instant now) {
        if (stored.isEmpty()) {
            Kept made = write(new Effect.Create(KubeObject.of(tree(Map.of(), now))));
            if (made != Kept.KEPT) {
                return made;
            }
        }
        Preconditions unchanged = stored.map(Preconditions::sameVersion).orElse(Preconditions.NONE);
        Kept written = write(new Effect.Patch(configMap(), PatchType.APPLY, tree(open.data(), now), unchanged));
        kept = written == Kept.KEPT ? open : kept;
        return written;
    }

    private Map<String, @Nullable Object> tree(Map<String, String> data, Instant now) {
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
                        Map.of(WATCHED_AT, now.toString())));
        tree.put("data", data);
        return tree;
    }

    private Kept write(Effect effect) {
        return switch (ports.effector().apply(effect)) {
            case Outcome.Applied(Optional<KubeObject> object, var _) -> {
                object.ifPresent(ports.learn());
                stored = object;
                yield Kept.KEPT;
            }
            case Outcome.Refused refused
            when refused.isConflict() || refused.isNotFound() -> {
                LOG.warn("somebody else writes what was observed, so it is read again: {}", refused.message());
                forget();
                yield Kept.OVERTAKEN;
            }
            case Outcome.Refused(var _, var _, String message) -> notStored(message);
            case Outcome.Busy(var _, String message) -> notStored(message);
            case Outcome.Unknown(String message) -> {
                forget();
                yield notStored(message);
            }
        };
    }

    private static Kept notStored(String message) {
        LOG.warn("observations could not be stored, tried again soon: {}", message);
        return Kept.NOT_KEPT;
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
                "",
                ""));
    }
}
