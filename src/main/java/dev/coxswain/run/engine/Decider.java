package dev.coxswain.run.engine;

import dev.coxswain.cluster.Effect;
import dev.coxswain.cluster.Outcome;
import dev.coxswain.run.record.Run;
import dev.coxswain.run.step.Decision;
import dev.coxswain.run.world.World;

/** Decides about runs. There is one, {@link RunEngine}; worse ones prove that the checks would notice. */
public interface Decider {

    /** What to do about the run next. */
    Decision next(Run run, World world);

    /** What the journal has to hold once this is known. */
    Run after(Run run, World world, Effect effect, Outcome outcome);
}
