package dev.coxswain.run.record;

import dev.coxswain.cluster.Effect;
import dev.coxswain.cluster.KubeObject;
import java.time.Instant;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * What undoes something that a step did; journaled together with the intent to do it.
 *
 * @param step whose doing it undoes
 * @param note why it is settled
 * @param notBefore when it is tried again after a failure
 */
public record Compensation(String step, Undo undo, Standing standing, String note, Optional<Instant> notBefore) {

    /** How it is undone. */
    public sealed interface Undo {

        /** By the inverse that the action knew. */
        record Inverse(Effect effect) implements Undo {}

        /**
         * By the steps that the playbook's author wrote under {@code undo}.
         *
         * @param index of the item of {@code forEach}; 0 without it
         * @param item the item, as it was when the step worked on it
         * @param at index of the undoing step that is due
         * @param record of that step, once it has begun
         * @param of the run whose step it was, when that was one that this run started; otherwise empty
         */
        record Authored(int index, @Nullable Object item, int at, Optional<StepRecord> record, String of)
                implements Undo {
            public Authored of(String run) {
                return new Authored(index, item, at, record, run);
            }

            public Authored at(int next, Optional<StepRecord> begun) {
                return new Authored(index, item, next, begun, of);
            }
        }

        /** By cancelling the run of that name which a step started; what one that succeeded did is taken back from here. */
        record Child(String run) implements Undo {}
    }

    public enum Standing {
        /** Journaled together with an effect of which nobody knows yet whether it was applied. */
        INTENDED,
        /** The effect was applied. */
        ARMED,
        /** Carried out, or found to be needless. */
        SETTLED
    }

    public static Compensation intended(String step, Undo undo) {
        return new Compensation(step, undo, Standing.INTENDED, "", Optional.empty());
    }

    public boolean isSettled() {
        return standing == Standing.SETTLED;
    }

    /** In a few words for people. */
    public String summary() {
        return switch (undo) {
            case Undo.Inverse(Effect effect) -> effect.summary();
            case Undo.Authored _ -> "the playbook's own undo of " + step;
            case Undo.Child(String run) -> "run " + run;
        };
    }

    public Compensation settledBecause(String why) {
        return new Compensation(step, undo, Standing.SETTLED, why, Optional.empty());
    }

    /** @param result the object that the effect left behind, if the server told */
    public Compensation armed(Optional<KubeObject> result) {
        Undo sharp = undo instanceof Undo.Inverse(Effect effect)
                ? new Undo.Inverse(result.map(object -> Sharpening.sharpened(effect, object))
                        .orElse(effect))
                : undo;
        return new Compensation(step, sharp, Standing.ARMED, note, notBefore);
    }

    public Compensation with(Undo next) {
        return new Compensation(step, next, standing, note, notBefore);
    }

    public Compensation retriedAt(Instant at) {
        return new Compensation(step, undo, standing, note, Optional.of(at));
    }
}
