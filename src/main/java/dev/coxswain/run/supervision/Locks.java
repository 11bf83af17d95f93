package dev.coxswain.run.supervision;

import dev.coxswain.action.member.Disruption;
import dev.coxswain.cluster.KubeObject;
import dev.coxswain.playbook.Playbook;
import dev.coxswain.run.record.Run;
import dev.coxswain.run.world.Surroundings;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * Who may work on what: one run per target, per datastore, per declared group of datastores, and one that holds an operator.
 * All of a run's locks are taken at once or none, so that two runs never wait for each other.
 *
 * <p>A run journals its locks when it takes them. A new leader takes them over from the journals before it decides anything, so
 * that no run that waited gets what another one is still working on.
 *
 * <p>A group is declared by the label {@code coxswain.dev/group} on the custom resources of its datastores. A playbook of the supervisor's
 * own namespace minds groups over all namespaces; one of another namespace minds, and blocks, those of its own alone.
 */
public final class Locks {

    public static final String GROUP = Disruption.GROUP;

    private final Map<String, String> holders = new HashMap<>();

    /** The locks that a run needs. */
    static Set<String> needed(Run run, Playbook playbook, Surroundings now) {
        Set<String> keys = new HashSet<>();
        keys.add("target " + run.spec().target());
        now.subject().datastore().ifPresent(datastore -> {
            keys.add("datastore " + datastore.key());
            keys.addAll(groups(run.spec().namespace(), datastore.resource()));
        });
        boolean touchesOperator =
                playbook.steps().stream().anyMatch(step -> step.uses().startsWith("operator."));
        if (touchesOperator) {
            now.subject().operator().ifPresent(o -> keys.add("operator " + o.key()));
        }
        return keys;
    }

    /** @param author the namespace of the run */
    static Set<String> groups(String author, KubeObject datastore) {
        String group = datastore.labels().getOrDefault(GROUP, "");
        if (group.isEmpty()) {
            return Set.of();
        }
        String local = "group " + datastore.namespace() + "/" + group;
        boolean isLocalAuthor = author.equals(datastore.namespace());
        return isLocalAuthor ? Set.of(local) : Set.of(local, "group " + group);
    }

    /**
     * Takes all of the locks, or answers who has one of them.
     *
     * @param lender whose locks the run works under as well: the run that started it; empty without one
     */
    synchronized Optional<String> take(String run, String lender, Collection<String> keys) {
        for (String key : keys) {
            String holder = holders.get(key);
            if (holder != null && !holder.equals(run) && !holder.equals(lender)) {
                return Optional.of(holder);
            }
        }
        keys.forEach(key -> holders.putIfAbsent(key, run));
        return Optional.empty();
    }

    synchronized void release(String run) {
        holders.values().removeIf(run::equals);
    }

    public synchronized void forgetAll() {
        holders.clear();
    }
}
