package dev.coxswain.cluster;

/** The only writer. Blocks until the outcome is known; never throws for what a server answered or failed to answer. */
public interface Effector {

    Outcome apply(Effect effect);
}
