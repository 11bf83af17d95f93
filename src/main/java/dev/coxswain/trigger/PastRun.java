package dev.coxswain.trigger;

import java.time.Instant;
import java.util.Optional;

/**
 * A run that there was, or still is.
 *
 * @param playbook {@link Triggers#key}
 * @param finishedAt empty while it is going on
 */
public record PastRun(String name, String playbook, Target target, Instant startedAt, Optional<Instant> finishedAt) {}
