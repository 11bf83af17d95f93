package dev.coxswain.trigger;

import dev.coxswain.fleet.Moments;
import dev.coxswain.playbook.Playbook;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * Since when the conditions of triggers have held, by playbook and target.
 *
 * <p>They are kept as the data of a ConfigMap, written only when they change. After a restart they are stale: nobody watched in
 * between. A stale one counts if the supervisor was away for no longer than {@link #BLINK}, or if state tells that the condition
 * held all the while; otherwise the clock starts anew.
 */
public final class Observations {

    /** The name of the ConfigMap, in the supervisor's namespace. */
    public static final String CONFIG_MAP = "coxswain-observations";

    /** A change of leader takes this long; a condition that holds before and after is taken to have held. */
    public static final Duration BLINK = Duration.ofMinutes(1);

    public static final Observations NONE = new Observations(new TreeMap<>());

    private final SortedMap<String, Observation> byKey;

    private record Observation(Instant since, boolean stale) {}

    private Observations(SortedMap<String, Observation> byKey) {
        this.byKey = byKey;
    }

    /**
     * Reads what a former leader stored; an entry that cannot be read is left out.
     *
     * @param lastWatched when somebody watched last, as far as is known
     */
    public static Observations restored(Map<String, String> data, Instant lastWatched, Instant now) {
        boolean stale = lastWatched.plus(BLINK).isBefore(now);
        SortedMap<String, Observation> byKey = new TreeMap<>();
        data.forEach((key, value) -> Moments.of(value)
                .filter(since -> !since.isAfter(now))
                .ifPresent(since -> byKey.put(key, new Observation(since, stale))));
        return new Observations(byKey);
    }

    /** What to store. */
    public SortedMap<String, String> data() {
        SortedMap<String, String> data = new TreeMap<>();
        byKey.forEach((key, observation) -> data.put(key, observation.since().toString()));
        return data;
    }

    public Optional<Instant> since(Playbook playbook, Target target) {
        return Optional.ofNullable(byKey.get(key(playbook, target))).map(Observation::since);
    }

    /** After looking at all candidates of one playbook: what holds is remembered, what does not is forgotten. */
    Observations after(Playbook playbook, List<Candidate> candidates, Instant now) {
        SortedMap<String, Observation> next = new TreeMap<>(byKey);
        String prefix = prefix(playbook);
        next.keySet().removeIf(key -> key.startsWith(prefix));
        for (Candidate candidate : candidates) {
            if (candidate.isMet()) {
                String key = key(playbook, candidate.target());
                next.put(key, new Observation(since(byKey.get(key), candidate.evidence(), now), false));
            }
        }
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
        SortedMap<String, Observation> kept = new TreeMap<>(byKey);
        kept.keySet().removeIf(key -> playbooks.stream().noneMatch(playbook -> key.startsWith(prefix(playbook))));
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
