/**
 * Whole simulated clusters, put together and ready to go wrong.
 *
 * <p>Start at {@link dev.coxswain.simulator.world.RedisWorld}: nodes, the Spotahome operator and its RedisFailovers, and the
 * incident of a replica whose dataset takes longer to load than its probe allows.
 *
 * <p>What must stay true: nothing moves unless {@code advance} is called, and the same seed and the same calls give the same
 * story.
 */
@NullMarked
package dev.coxswain.simulator.world;

import org.jspecify.annotations.NullMarked;
