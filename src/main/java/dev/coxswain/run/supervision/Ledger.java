package dev.coxswain.run.supervision;

import dev.coxswain.cluster.ClusterView;
import dev.coxswain.cluster.Differences;
import dev.coxswain.cluster.KubeObject;
import dev.coxswain.cluster.ObjectRef;
import dev.coxswain.cluster.SortedObjects;
import dev.coxswain.run.journal.RunJson;
import dev.coxswain.run.record.Run;
import dev.coxswain.run.record.RunState;
import dev.coxswain.trigger.PastRun;
import dev.coxswain.trigger.PastRuns;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.NavigableSet;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * All runs that there are: those that go on or have something to tell, and what triggers and retention want to know of the others. Reads only what differs
 * from the view before, because a cluster keeps many more runs than go on at any moment.
 */
final class Ledger {

    private static final Logger LOG = LoggerFactory.getLogger(Ledger.class);

    private static final Comparator<KubeObject> NEWEST_FIRST = Comparator.comparing(
                    (KubeObject run) -> run.text("status", "finishedAt"))
            .reversed()
            .thenComparing(KubeObject::ref, SortedObjects.ORDER);

    private final String home;
    private List<KubeObject> seen = List.of();
    private final Map<ObjectRef, KubeObject> unfinished = new TreeMap<>(SortedObjects.ORDER);
    /** Those that have ended, and have not told people so. */
    private final Map<ObjectRef, KubeObject> untold = new TreeMap<>(SortedObjects.ORDER);

    private final NavigableSet<KubeObject> finished = new TreeSet<>(NEWEST_FIRST);
    /** Finished ones that people have deleted. */
    private final Map<ObjectRef, KubeObject> deleted = new TreeMap<>(SortedObjects.ORDER);

    private final Map<ObjectRef, PastRun> past = new HashMap<>();
    private final Map<String, PastRuns> byPlaybook = new HashMap<>();
    private final Set<String> gone = new HashSet<>();
    /** Runs that are being created, and do not show in the view yet. */
    private final Map<ObjectRef, PastRun> starting = new LinkedHashMap<>();

    /** @param home the supervisor's namespace */
    Ledger(String home) {
        this.home = home;
    }

    /** The runs, {@code namespace/name}, that have ended or vanished since this was asked last. */
    synchronized Set<String> gone() {
        Set<String> since = Set.copyOf(gone);
        gone.clear();
        return since;
    }

    synchronized void update(ClusterView view) {
        List<KubeObject> now = view.list(RunJson.GVK);
        Differences differences = Differences.between(seen, now);
        seen = now;
        differences.gone().forEach(this::takeOut);
        differences.come().forEach(this::putIn);
    }

    private void takeOut(KubeObject run) {
        gone.add(run.namespace() + "/" + run.name());
        unfinished.remove(run.ref());
        untold.remove(run.ref());
        finished.remove(run);
        deleted.remove(run.ref());
        PastRun known = past.remove(run.ref());
        if (known != null) {
            byPlaybook.getOrDefault(known.playbook(), new PastRuns()).remove(known.name());
        }
    }

    private void putIn(KubeObject run) {
        if (!isFinished(run)) {
            gone.remove(run.namespace() + "/" + run.name());
            unfinished.put(run.ref(), run);
        } else if (!RunJson.isTold(run)) {
            untold.put(run.ref(), run);
        } else if (run.isBeingDeleted()) {
            deleted.put(run.ref(), run);
        } else {
            finished.add(run);
        }
        try {
            PastRun read = RunJson.past(run, home);
            past.put(run.ref(), read);
            byPlaybook.computeIfAbsent(read.playbook(), _ -> new PastRuns()).put(read);
        } catch (IllegalArgumentException unreadable) {
            LOG.error("no readable run, and left alone: {}", unreadable.getMessage());
        }
    }

    private static boolean isFinished(KubeObject run) {
        return RunState.isFinalPhase(run.text("status", "phase"));
    }

    /** Those of one playbook, which is named as {@code Triggers.key} does. */
    synchronized PastRuns past(String playbook) {
        PastRuns all = byPlaybook.computeIfAbsent(playbook, _ -> new PastRuns()).extended();
        starting.forEach((ref, run) -> {
            if (run.playbook().equals(playbook) && !past.containsKey(ref)) {
                all.put(run);
            }
        });
        return all;
    }

    /** From now on it counts as a run, though nobody has seen it yet; false when it does already. */
    synchronized boolean begin(Run run) {
        ObjectRef ref = RunJson.ref(run.spec().namespace(), run.spec().name());
        return !past.containsKey(ref) && starting.putIfAbsent(ref, run.spec().past(home, Optional.empty())) == null;
    }

    /** Its creation has come to an end: it shows in the view, or it does not exist. */
    synchronized void begun(Run run) {
        starting.remove(RunJson.ref(run.spec().namespace(), run.spec().name()));
    }

    synchronized Collection<KubeObject> unfinished() {
        return List.copyOf(unfinished.values());
    }

    /** Those with something left to do: that go on, or have to tell people how they ended. */
    synchronized Collection<KubeObject> open() {
        List<KubeObject> open = new ArrayList<>(unfinished.values());
        open.addAll(untold.values());
        return open;
    }

    /** Finished ones that need not be kept: more than so many, or finished before that moment, or deleted by people. */
    synchronized List<KubeObject> obsolete(int kept, Instant before) {
        List<KubeObject> obsolete = new ArrayList<>(deleted.values());
        int surplus = finished.size() - kept;
        for (KubeObject oldest : finished.descendingSet()) {
            if (surplus-- <= 0 && !isOlder(oldest, before)) {
                break;
            }
            obsolete.add(oldest);
        }
        return obsolete;
    }

    private static boolean isOlder(KubeObject run, Instant than) {
        try {
            return Instant.parse(run.text("status", "finishedAt")).isBefore(than);
        } catch (java.time.DateTimeException unreadable) {
            return false;
        }
    }
}
