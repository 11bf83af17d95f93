/**
 * What the API server fills into objects of the built-in kinds.
 *
 * <p>Start at {@link dev.coxswain.simulator.api.defaults.Defaults}.
 *
 * <p>What must stay true: filling in twice is filling in once.
 */
@NullMarked
package dev.coxswain.simulator.api.defaults;

import org.jspecify.annotations.NullMarked;
