package dev.coxswain.run;

import dev.coxswain.playbook.Playbook;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * Who may work on what: one run per datastore, and one that holds an operator. All of a run's locks are taken at once or none,
 * so that two runs never wait for each other.
 *
 * <p>Derived from the active runs: a new leader fills it before it decides anything.
 */
public final class Locks {

    private final Map<String, String> holders = new HashMap<>();

    /** The locks that a run needs. */
    static Set<String> needed(Run run, Playbook playbook, Surroundings now) {
        Set<String> keys = new HashSet<>();
        keys.add("target " + run.spec().target());
        now.subject().datastore().ifPresent(d -> keys.add("datastore " + d.key()));
        boolean touchesOperator =
                playbook.steps().stream().anyMatch(step -> step.uses().startsWith("operator."));
        if (touchesOperator) {
            now.subject().operator().ifPresent(o -> keys.add("operator " + o.key()));
        }
        return keys;
    }

    /** Takes all of the locks, or answers who has one of them. */
    synchronized Optional<String> take(String run, Set<String> keys) {
        for (String key : keys) {
            String holder = holders.get(key);
            if (holder != null && !holder.equals(run)) {
                return Optional.of(holder);
            }
        }
        keys.forEach(key -> holders.put(key, run));
        return Optional.empty();
    }

    synchronized void release(String run) {
        holders.values().removeIf(run::equals);
    }

    public synchronized void forgetAll() {
        holders.clear();
    }
}
