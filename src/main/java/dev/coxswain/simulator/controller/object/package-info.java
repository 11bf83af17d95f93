/**
 * Objects as controllers read and write them: trees of plain values, their kinds, labels and owners.
 *
 * <p>Start at {@link dev.coxswain.simulator.controller.object.Tree}.
 *
 * <p>What must stay true: nothing in here knows the API server; an object that was read is never changed, a change is another one.
 */
@NullMarked
package dev.coxswain.simulator.controller.object;

import org.jspecify.annotations.NullMarked;
