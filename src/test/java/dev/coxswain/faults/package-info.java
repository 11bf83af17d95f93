/**
 * Proof by simulation: every scenario is played under faults that a seed decides, and every promise is watched at every step.
 *
 * <p>Start with {@code Play}: it puts a {@code Troupe} of two supervisors on a scenario's stage, each behind a wire and a watch
 * that fail as the {@code Script} says, and lets the {@code Invariant}s watch. {@code FaultSimulationTest} plays many seeds,
 * {@code BrokenEnginesTest} proves that the invariants notice, {@code CrashSweepTest} kills the supervisor at every write.
 *
 * <p>What must stay true: one thread a play, no clock but the virtual one, no chance but the seed's; so a seed replays exactly.
 */
@NullMarked
package dev.coxswain.faults;

import org.jspecify.annotations.NullMarked;
