package dev.coxswain.run.world;

import dev.coxswain.cluster.Answer;
import dev.coxswain.cluster.ClusterView;
import dev.coxswain.cluster.Query;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * What a decision about a run may look at.
 *
 * @param answers given since the last effect of this pass
 * @param locks which the run has, or needs if it has none yet
 * @param blockedBy the run that has the lock which this one needs; empty when the locks are this run's
 * @param cancel who asked to cancel the run; empty when nobody did
 * @param objection why the run may not be at all
 * @param attested whether the cluster attests who answers a question: without that, answers do not count
 */
public record World(
        ClusterView view,
        FleetReader fleets,
        Map<Query, Answer> answers,
        Instant now,
        Set<String> locks,
        Optional<String> blockedBy,
        Optional<String> cancel,
        boolean attested,
        Optional<String> objection) {

    public World(
            ClusterView view,
            FleetReader fleets,
            Map<Query, Answer> answers,
            Instant now,
            Set<String> locks,
            Optional<String> blockedBy,
            Optional<String> cancel,
            boolean attested) {
        this(view, fleets, answers, now, locks, blockedBy, cancel, attested, Optional.empty());
    }

    public World objecting(String why) {
        return new World(view, fleets, answers, now, locks, blockedBy, cancel, attested, Optional.of(why));
    }

    public World locking(Set<String> needed, Optional<String> blocker) {
        return new World(view, fleets, answers, now, needed, blocker, cancel, attested, objection);
    }

    public World at(Instant later) {
        return new World(view, fleets, answers, later, locks, blockedBy, cancel, attested, objection);
    }
}
