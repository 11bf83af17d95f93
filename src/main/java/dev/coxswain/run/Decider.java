package dev.coxswain.run;

import dev.coxswain.cluster.Effect;
import dev.coxswain.cluster.Outcome;
import java.time.Instant;

/** Decides about runs. There is one, {@link RunEngine}; worse ones prove that the checks would notice. */
public interface Decider {

    /** What to do about the run next. */
    Decision next(Run run, World world);

    /** What the journal has to hold once this is known. */
    Run after(Run run, Effect effect, Outcome outcome, Instant now);
}
