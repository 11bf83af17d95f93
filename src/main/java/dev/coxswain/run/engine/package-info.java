/**
 * What a run does next: it plans, asks people, steps, verifies, and takes back what it did.
 *
 * <p>Start at {@link dev.coxswain.run.engine.RunEngine}.
 *
 * <p>What must stay true: deciding is pure; a compensation is journaled before the effect that it undoes; nothing is applied that an
 * approval did not cover, a guard vetoes or {@link dev.coxswain.run.world.Reserved} forbids; undoing goes from the newest to the
 * oldest.
 */
@NullMarked
package dev.coxswain.run.engine;

import org.jspecify.annotations.NullMarked;
