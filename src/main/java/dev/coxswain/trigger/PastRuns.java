package dev.coxswain.trigger;

import dev.coxswain.cluster.ClusterView;
import dev.coxswain.playbook.Playbook;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Optional;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** The runs of one playbook, found by what triggers ask: is there one for this incident, what was at this place, how many today. */
public final class PastRuns {

    private final @Nullable PastRuns before;
    /** From where they are looked back at; null for whoever knows everything. */
    private final @Nullable ClusterView view;

    private final Map<String, PastRun> byName = new HashMap<>();
    private final Map<Target, Map<String, PastRun>> byPlace = new HashMap<>();
    private final NavigableMap<Instant, Integer> starts = new TreeMap<>();

    public PastRuns() {
        this(null, null);
    }

    private PastRuns(@Nullable PastRuns before, @Nullable ClusterView view) {
        this.before = before;
        this.view = view;
    }

    /** The same, to which more can be added without changing these. */
    public PastRuns extended() {
        return new PastRuns(this, view);
    }

    /** The same for whoever knows of their consequences no more than the view shows. */
    public PastRuns seenFrom(ClusterView from) {
        return new PastRuns(this, from);
    }

    /** Whether what a run that has ended did is seen from here. */
    boolean isSeen(PastRun run, Instant now) {
        ClusterView from = view;
        return from == null || run.end().filter(end -> !end.isSeenIn(from, now)).isEmpty();
    }

    public static PastRuns of(Collection<PastRun> runs) {
        PastRuns all = new PastRuns();
        runs.forEach(all::put);
        return all;
    }

    /** In place of the one of that name, if there is one. */
    public void put(PastRun run) {
        remove(run.name());
        byName.put(run.name(), run);
        byPlace.computeIfAbsent(place(run.target()), _ -> new LinkedHashMap<>()).put(run.name(), run);
        starts.merge(run.startedAt(), 1, Integer::sum);
    }

    public void remove(String name) {
        PastRun known = byName.remove(name);
        if (known != null) {
            byPlace.computeIfPresent(place(known.target()), (_, runs) -> {
                runs.remove(name);
                return runs.isEmpty() ? null : runs;
            });
            starts.computeIfPresent(known.startedAt(), (_, count) -> count == 1 ? null : count - 1);
        }
    }

    /** The one that answers the incident. */
    Optional<PastRun> answering(Target target, Instant since) {
        return at(target).stream().filter(run -> run.answers(target, since)).findFirst();
    }

    /** What the next run about this target is called: whoever knows the same runs gives it the same name. */
    String nextName(Playbook playbook, Target target) {
        int last = at(target).stream()
                .mapToInt(run -> Names.numberOf(run.name(), playbook, target).orElse(0))
                .max()
                .orElse(0);
        return Names.ofRun(playbook, target, last + 1);
    }

    /** Whoever was there then: a pod that was recreated is another target at the same place. */
    Collection<PastRun> at(Target target) {
        Collection<PastRun> own = byPlace.getOrDefault(place(target), Map.of()).values();
        return before == null ? own : together(before.at(target), own);
    }

    private static <T> List<T> together(Collection<T> some, Collection<T> others) {
        List<T> all = new ArrayList<>(some);
        all.addAll(others);
        return all;
    }

    private static Target place(Target target) {
        return new Target(target.kind(), target.profile(), target.namespace(), target.name(), "");
    }

    /** Newest first. */
    List<Instant> startedAfter(Instant then) {
        List<Instant> newest = new ArrayList<>(before == null ? List.of() : before.startedAfter(then));
        starts.tailMap(then, false).descendingMap().forEach((at, count) -> {
            for (int i = 0; i < count; i++) {
                newest.add(at);
            }
        });
        newest.sort(Comparator.reverseOrder());
        return newest;
    }

    Collection<PastRun> all() {
        return before == null ? byName.values() : together(before.all(), byName.values());
    }
}
