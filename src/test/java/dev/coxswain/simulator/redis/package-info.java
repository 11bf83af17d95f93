/** Tests of the programs in simulated Redis containers. */
@NullMarked
package dev.coxswain.simulator.redis;

import org.jspecify.annotations.NullMarked;
