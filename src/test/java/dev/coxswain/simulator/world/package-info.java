/** Tests of whole simulated clusters. */
@NullMarked
package dev.coxswain.simulator.world;

import org.jspecify.annotations.NullMarked;
