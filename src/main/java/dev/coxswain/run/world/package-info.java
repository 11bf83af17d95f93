/**
 * What a decision about a run may look at: the cluster, the fleet in it, what members answered, and the time.
 *
 * <p>Start at {@link dev.coxswain.run.world.World}; {@link dev.coxswain.run.world.Surroundings} turns it into the variables of a
 * playbook, {@link dev.coxswain.run.world.OverlayView} shows it as if effects were applied already.
 *
 * <p>What must stay true: looking changes nothing; what cannot be told is said so, and is no reason to go on.
 */
@NullMarked
package dev.coxswain.run.world;

import org.jspecify.annotations.NullMarked;
