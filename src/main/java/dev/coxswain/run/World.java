package dev.coxswain.run;

import dev.coxswain.cluster.Answer;
import dev.coxswain.cluster.ClusterView;
import dev.coxswain.cluster.Query;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;

/**
 * What a decision about a run may look at.
 *
 * @param answers given since the last effect of this pass
 * @param blockedBy the run that has the lock which this one needs; empty when the locks are this run's
 * @param cancel who asked to cancel the run; empty when nobody did
 * @param attested whether the cluster attests who answers a question: without that, answers do not count
 */
public record World(
        ClusterView view,
        FleetReader fleets,
        Map<Query, Answer> answers,
        Instant now,
        Optional<String> blockedBy,
        Optional<String> cancel,
        boolean attested) {

    World at(Instant later) {
        return new World(view, fleets, answers, later, blockedBy, cancel, attested);
    }
}
