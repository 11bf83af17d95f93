/** Tests of the simulated Spotahome operator. */
@NullMarked
package dev.coxswain.simulator.spotahome;

import org.jspecify.annotations.NullMarked;
