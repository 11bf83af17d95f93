/**
 * The Spotahome operator, as far as anybody outside can tell it from the real one.
 *
 * <p>Start at {@link dev.coxswain.simulator.spotahome.SpotahomeOperator} (one pass every 30 s over every RedisFailover) and
 * {@link dev.coxswain.simulator.spotahome.SpotahomePass}.
 *
 * <p>What must stay true: its habits are those of the recorded one, the bad ones above all; it knows nothing of playbooks.
 */
@NullMarked
package dev.coxswain.simulator.spotahome;

import org.jspecify.annotations.NullMarked;
