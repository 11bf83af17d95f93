package dev.coxswain.trigger;

import dev.coxswain.fleet.Moments;
import dev.coxswain.playbook.Playbook;
import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.Collections;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * Since when the conditions of triggers have held, by playbook and target.
 *
 * <p>They are kept as the data of a ConfigMap, written when they have changed. After a restart they are stale: nobody watched in
 * between. A stale one counts if the supervisor was away for no longer than {@link #BLINK}, or if state tells that the condition
 * held all the while; otherwise the clock starts anew.
 */
public final class Observations {

    /** The name of the ConfigMap, in the supervisor's namespace. */
    public static final String CONFIG_MAP = "coxswain-observations";

    /** A change of leader takes this long; a condition that holds before and after is taken to have held. */
    public static final Duration BLINK = Duration.ofMinutes(1);

    public static final Observations NONE = new Observations(new TreeMap<>());

    /** By playbook, and then by target; what has not changed is the very same in the next one. */
    private final SortedMap<String, SortedMap<String, Observation>> byPlaybook;

    private record Observation(Instant since, boolean stale) {}

    private Observations(SortedMap<String, SortedMap<String, Observation>> byPlaybook) {
        this.byPlaybook = byPlaybook;
    }

    /**
     * Reads what a former leader stored; an entry that cannot be read is left out.
     *
     * @param lastWatched when somebody watched last, as far as is known
     */
    public static Observations restored(Map<String, String> data, Instant lastWatched, Instant now) {
        boolean stale = isStale(lastWatched, now);
        SortedMap<String, SortedMap<String, Observation>> byPlaybook = new TreeMap<>();
        data.forEach((key, value) -> Moments.of(value)
                .filter(since -> !since.isAfter(now))
                .ifPresent(since -> byPlaybook
                        .computeIfAbsent(key.substring(0, key.lastIndexOf('_') + 1), _ -> new TreeMap<>())
                        .put(key, new Observation(since, stale))));
        return new Observations(byPlaybook);
    }

    /**
     * The same, and what runs tell: the beginning of an incident need not be stored while its run is going on, however long nobody
     * has watched; nor when the run has ended since, and its incident had not.
     *
     * @param runs of this playbook
     * @param storedAt when this was stored
     */
    public Observations toldBy(Playbook playbook, PastRuns runs, Instant storedAt, Instant lastWatched, Instant now) {
        boolean stale = isStale(lastWatched, now);
        SortedMap<String, Observation> more = new TreeMap<>(of(playbook));
        for (PastRun run : runs.all()) {
            boolean isGoing = run.finishedAt().isEmpty();
            boolean hasJustEnded =
                    run.finishedAt().filter(at -> !at.isBefore(storedAt)).isPresent()
                            && !run.isBehind(playbook.limits());
            if ((isGoing || hasJustEnded)
                    && Names.numberOf(run.name(), playbook, run.target()).isPresent()) {
                Observation told = new Observation(run.since(), stale && !isGoing);
                more.merge(key(playbook, run.target()), told, Observations::later);
            }
        }
        return with(playbook, more);
    }

    private static Observation later(Observation one, Observation other) {
        return one.since().isAfter(other.since()) ? one : other;
    }

    private static boolean isStale(Instant lastWatched, Instant now) {
        return lastWatched.plus(BLINK).isBefore(now);
    }

    /** What to store. */
    public SortedMap<String, String> data() {
        SortedMap<String, String> data = new TreeMap<>();
        byPlaybook
                .values()
                .forEach(known -> known.forEach(
                        (key, observation) -> data.put(key, observation.since().toString())));
        return data;
    }

    /** Whether everything that is in here is in there too, with the same beginning. */
    public boolean isWithin(Observations other) {
        return byPlaybook.entrySet().stream().allMatch(ours -> {
            SortedMap<String, Observation> theirs =
                    other.byPlaybook.getOrDefault(ours.getKey(), Collections.emptySortedMap());
            return ours.getValue().entrySet().stream()
                    .allMatch(entry -> entry.getValue().since().equals(since(theirs.get(entry.getKey()))));
        });
    }

    /** Without some of a playbook's targets. */
    public Observations without(Playbook playbook, Collection<Target> targets) {
        SortedMap<String, Observation> rest = new TreeMap<>(of(playbook));
        targets.forEach(target -> rest.remove(key(playbook, target)));
        return with(playbook, rest);
    }

    private static @Nullable Instant since(@Nullable Observation observation) {
        return observation == null ? null : observation.since();
    }

    public Optional<Instant> since(Playbook playbook, Target target) {
        return Optional.ofNullable(since(of(playbook).get(key(playbook, target))));
    }

    /**
     * After looking at all candidates of one playbook: what holds is remembered, what does not is forgotten.
     *
     * @param notBefore the end of the last incident, however long what holds has been so
     */
    Observations after(Playbook playbook, List<Candidate> candidates, Map<Target, Instant> notBefore, Instant now) {
        SortedMap<String, Observation> known = of(playbook);
        SortedMap<String, Observation> next = new TreeMap<>();
        for (Candidate candidate : candidates) {
            if (candidate.isMet()) {
                String key = key(playbook, candidate.target());
                Observation old = known.get(key);
                Instant since = since(old, candidate.evidence(), now);
                Instant earliest = notBefore.getOrDefault(candidate.target(), since);
                next.put(key, new Observation(since.isBefore(earliest) ? earliest : since, false));
            }
        }
        return with(playbook, next);
    }

    private SortedMap<String, Observation> of(Playbook playbook) {
        return byPlaybook.getOrDefault(prefix(playbook), Collections.emptySortedMap());
    }

    private Observations with(Playbook playbook, SortedMap<String, Observation> known) {
        if (of(playbook).equals(known)) {
            return this;
        }
        SortedMap<String, SortedMap<String, Observation>> next = new TreeMap<>(byPlaybook);
        next.put(prefix(playbook), known);
        return new Observations(next);
    }

    private static Instant since(@Nullable Observation known, Evidence evidence, Instant now) {
        if (known != null && (!known.stale() || evidence.confirms(known.since()))) {
            return known.since();
        }
        return evidence.provenSince().filter(proven -> !proven.isAfter(now)).orElse(now);
    }

    /** Without what belongs to playbooks that are gone. */
    public Observations only(List<Playbook> playbooks) {
        Set<String> present = new HashSet<>();
        playbooks.forEach(playbook -> present.add(prefix(playbook)));
        if (present.containsAll(byPlaybook.keySet())) {
            return this;
        }
        SortedMap<String, SortedMap<String, Observation>> kept = new TreeMap<>(byPlaybook);
        kept.keySet().retainAll(present);
        return new Observations(kept);
    }

    // an underscore is fine in the key of a ConfigMap and occurs in no name of an object
    private static String key(Playbook playbook, Target target) {
        return prefix(playbook) + target.uid();
    }

    private static String prefix(Playbook playbook) {
        return playbook.namespace() + "_" + Names.cut(playbook.name(), 120) + "_";
    }
}
