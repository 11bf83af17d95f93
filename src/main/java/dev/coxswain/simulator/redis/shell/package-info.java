/**
 * The shell of a container: as much of one as the images of operators and datastores need to start.
 *
 * <p>Start at {@link dev.coxswain.simulator.redis.shell.Shell}; {@link dev.coxswain.simulator.redis.shell.SmallPrograms} are the
 * programs that every image has.
 *
 * <p>What must stay true: what it does not understand it refuses, and does not guess.
 */
@NullMarked
package dev.coxswain.simulator.redis.shell;

import org.jspecify.annotations.NullMarked;
