package dev.coxswain.trigger;

import dev.coxswain.cluster.ClusterView;
import dev.coxswain.cluster.Gvk;
import dev.coxswain.playbook.Playbook;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;

/**
 * A run that there was, or still is.
 *
 * @param playbook {@link Triggers#key}
 * @param since when the incident began that it answers
 * @param startedAt when it was created
 * @param end empty while it is going on
 */
public record PastRun(
        String name, String playbook, Target target, Instant since, Instant startedAt, Optional<End> end) {

    /**
     * How it ended.
     *
     * @param succeeded whether all its steps did
     * @param cleared whether what it answers was so no more
     * @param seen the resource versions up to which who ended it had been told of what its trigger looks at, by kind
     */
    public record End(Instant at, boolean succeeded, boolean cleared, Map<Gvk, Long> seen) {

        /** A watch is ended and begun anew after ten minutes at the latest. */
        private static final Duration LONGEST_LAG = Duration.ofMinutes(15);

        public End {
            seen = Map.copyOf(seen);
        }

        /** Whether it can be told from a view what has become of what the run has done. */
        boolean isSeenIn(ClusterView view, Instant now) {
            return at.plus(LONGEST_LAG).isBefore(now)
                    || seen.entrySet().stream().allMatch(kind -> view.asOf(kind.getKey()) >= kind.getValue());
        }
    }

    boolean answers(Target incident, Instant began) {
        return target.uid().equals(incident.uid()) && target.kind() == incident.kind() && since.equals(began);
    }

    Optional<Instant> finishedAt() {
        return end.map(End::at);
    }

    /**
     * Whether what is so now is another incident than the one that it answers: that one is over, or did not go away by what
     * was done about it. What failed, or what people did not want, is not begun again by itself; without a cooldown nothing is,
     * for nothing would keep it from being done over and over.
     */
    boolean isBehind(Playbook.Limits limits) {
        return end.filter(how ->
                        how.cleared() || (how.succeeded() && limits.cooldown().isPositive()))
                .isPresent();
    }
}
