package dev.coxswain.run.record;

import dev.coxswain.cluster.Effect;
import java.time.Instant;
import java.util.List;

/**
 * The effects that a run would apply, computed without applying them.
 *
 * @param digest of the effects; an approval is bound to it
 * @param remarks what the approver should know: who loses the operator meanwhile, what cannot be undone
 */
public record Plan(String digest, Instant computedAt, List<Planned> effects, List<String> remarks) {

    public Plan {
        effects = List.copyOf(effects);
        remarks = List.copyOf(remarks);
    }

    /**
     * @param step the name of the step
     * @param changes field by field; none of a program that is run or a pod that is deleted
     */
    public record Planned(String step, Effect effect, boolean reversible, List<Change> changes) {
        public Planned {
            changes = List.copyOf(changes);
        }

        /** The same, as the doing of another step. */
        public Planned of(String other) {
            return new Planned(other, effect, reversible, changes);
        }
    }
}
