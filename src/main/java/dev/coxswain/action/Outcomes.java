package dev.coxswain.action;

import dev.coxswain.cluster.Outcome;
import java.util.Optional;

/** Reads what came back of the last effect of a step. */
public final class Outcomes {

    private Outcomes() {}

    /** A refusal in the server's words, if that is what came back. */
    public static Optional<Progress> refusal(Situation.Past past) {
        return past.outcome() instanceof Outcome.Refused refused
                ? Optional.of(new Progress.Refuse(
                        past.effect().summary() + " was refused with " + refused.code() + ": " + refused.message()))
                : Optional.empty();
    }

    /** Whether the effect certainly took place. */
    public static boolean isApplied(Situation.Past past) {
        return past.outcome() instanceof Outcome.Applied;
    }
}
