/**
 * The Opstree operator, as far as anybody outside can tell it from the real one.
 *
 * <p>Start at {@link dev.coxswain.simulator.opstree.OpstreeOperator}: a {@link
 * dev.coxswain.simulator.opstree.ReplicationPass} over a RedisReplication, with the sentinels in it, every 30 s and after every
 * change of it, a {@link dev.coxswain.simulator.opstree.SentinelPass} over a RedisSentinel after changes alone.
 *
 * <p>What must stay true: its habits are those of the recorded one, the bad ones above all; it knows nothing of playbooks. Not
 * simulated: the kinds Redis and RedisCluster.
 */
@NullMarked
package dev.coxswain.simulator.opstree;

import org.jspecify.annotations.NullMarked;
