package dev.coxswain.trigger;

import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Optional;

/**
 * A run that there was, or still is.
 *
 * @param playbook {@link Triggers#key}
 * @param since when the incident began that it answers
 * @param startedAt when it was created
 * @param finishedAt empty while it is going on
 */
public record PastRun(
        String name, String playbook, Target target, Instant since, Instant startedAt, Optional<Instant> finishedAt) {

    /** To the second, for the API server keeps no more of a time that proves something. */
    boolean answers(Target incident, Instant began) {
        return target.uid().equals(incident.uid())
                && target.kind() == incident.kind()
                && since.truncatedTo(ChronoUnit.SECONDS).equals(began.truncatedTo(ChronoUnit.SECONDS));
    }
}
