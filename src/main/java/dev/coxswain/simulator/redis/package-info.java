/**
 * Redis and its sentinels, as far as anybody outside can tell them from the real ones.
 *
 * <p>Start at {@link dev.coxswain.simulator.redis.RedisProcess} and {@link dev.coxswain.simulator.redis.SentinelProcess}; {@link
 * dev.coxswain.simulator.redis.RedisCli} and {@link dev.coxswain.simulator.redis.shell.Shell} are how commands reach them, {@link
 * dev.coxswain.simulator.redis.RedisQuestions} is how operators do.
 *
 * <p>What must stay true: a server that loads its dataset answers {@code LOADING} to almost everything, PING and REPLICAOF
 * included, and redis-cli ends with exit code 0 all the same; labels are an operator's opinion and INFO is the truth.
 */
@NullMarked
package dev.coxswain.simulator.redis;

import org.jspecify.annotations.NullMarked;
