package dev.coxswain.trigger;

import dev.coxswain.cluster.ClusterView;
import dev.coxswain.cluster.Differences;
import dev.coxswain.cluster.Gvk;
import dev.coxswain.cluster.KubeObject;
import dev.coxswain.cluster.ObjectRef;
import dev.coxswain.cluster.SortedObjects;
import dev.coxswain.fleet.Fleet;
import dev.coxswain.playbook.Playbook;
import dev.coxswain.playbook.Playbook.Trigger;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * Which candidates of each playbook meet its condition now. Answers what {@link Triggers#met} does, but evaluates only what has
 * changed since it was asked last, so that the change of one pod costs the same whether there are ten others or ten thousand.
 *
 * <p>A condition that reads the clock is evaluated for everything again once a second has passed.
 */
public final class Lookout {

    private static final Duration CLOCK = Duration.ofSeconds(1);

    private final Triggers triggers;
    private final Map<String, Sighting> sightings = new HashMap<>();

    /** What a playbook's condition looked at last, and what met it. */
    private static final class Sighting {
        private final Playbook playbook;
        private final boolean readsClock;
        private Instant completeAt = Instant.MIN;
        private @Nullable Fleet fleet;
        private List<KubeObject> objects = List.of();
        private final Map<ObjectRef, Candidate> met = new TreeMap<>(SortedObjects.ORDER);
        private List<Candidate> others = List.of();

        Sighting(Playbook playbook, boolean readsClock) {
            this.playbook = playbook;
            this.readsClock = readsClock;
        }

        boolean isStale(Instant now) {
            return completeAt.equals(Instant.MIN)
                    || (readsClock && !now.isBefore(completeAt.plus(CLOCK)))
                    || now.isBefore(completeAt);
        }
    }

    public Lookout(Triggers triggers) {
        this.triggers = triggers;
    }

    public List<Candidate> met(Playbook playbook, Fleet fleet, ClusterView view, Instant now) {
        Sighting sighting = sighting(playbook);
        if (playbook.trigger() instanceof Trigger.OnObject on) {
            return objects(sighting, on, view, now);
        }
        if (sighting.isStale(now) || !isSame(fleet, sighting.fleet)) {
            sighting.others = triggers.met(playbook, fleet, view, now);
            sighting.fleet = fleet;
            sighting.completeAt = now;
        }
        return sighting.others;
    }

    @SuppressWarnings(
            "ReferenceEquality") // the model answers the very same fleet for as long as nothing in it has changed
    private static boolean isSame(Fleet fleet, @Nullable Fleet known) {
        return fleet == known;
    }

    /** A playbook that was changed is looked at anew. */
    @SuppressWarnings("ReferenceEquality") // a playbook is read once and then the very same until it is changed
    private Sighting sighting(Playbook playbook) {
        Sighting known = sightings.get(Triggers.key(playbook));
        if (known == null || known.playbook != playbook) {
            known = new Sighting(playbook, readsClock(playbook));
            sightings.put(Triggers.key(playbook), known);
        }
        return known;
    }

    private static boolean readsClock(Playbook playbook) {
        return Triggers.when(playbook.trigger()).stream()
                .flatMap(when -> when.reads().stream())
                .anyMatch(path -> path.equals("now") || path.startsWith("now."));
    }

    private List<Candidate> objects(Sighting sighting, Trigger.OnObject on, ClusterView view, Instant now) {
        List<KubeObject> objects = view.list(Gvk.of(on.apiVersion(), on.kind()));
        if (sighting.isStale(now)) {
            sighting.objects = List.of();
            sighting.met.clear();
            sighting.completeAt = now;
        }
        Differences differences = Differences.between(sighting.objects, objects);
        sighting.objects = objects;
        differences.gone().forEach(object -> sighting.met.remove(object.ref()));
        for (KubeObject object : differences.come()) {
            Targets.of(sighting.playbook, on, object, now)
                    .filter(found -> triggers.mayBeAbout(sighting.playbook, found.target()))
                    .flatMap(found -> Candidate.ifMet(found.target(), on.when(), found.variables()))
                    .ifPresent(candidate -> sighting.met.put(object.ref(), candidate));
        }
        return List.copyOf(sighting.met.values());
    }

    /** Forgets all but these. */
    public void keepOnly(List<Playbook> playbooks) {
        if (sightings.size() > playbooks.size()) {
            sightings
                    .keySet()
                    .retainAll(Set.copyOf(
                            playbooks.stream().map(Triggers::key).distinct().toList()));
        }
    }
}
