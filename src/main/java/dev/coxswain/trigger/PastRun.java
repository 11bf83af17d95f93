package dev.coxswain.trigger;

import java.time.Instant;
import java.util.Optional;

/**
 * A run that there was, or still is.
 *
 * @param playbook {@link Triggers#key}
 * @param since when the incident began that it answers
 * @param startedAt when it was created
 * @param finishedAt empty while it is going on
 * @param cleared whether what it answers was so no more when it ended
 */
public record PastRun(
        String name,
        String playbook,
        Target target,
        Instant since,
        Instant startedAt,
        Optional<Instant> finishedAt,
        boolean cleared) {

    boolean answers(Target incident, Instant began) {
        return target.uid().equals(incident.uid()) && target.kind() == incident.kind() && since.equals(began);
    }
}
