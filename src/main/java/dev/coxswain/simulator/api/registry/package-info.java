/**
 * What is stored, and the way into the store: create, update and delete, with everything that follows from them.
 *
 * <p>Start at {@link dev.coxswain.simulator.api.registry.Objects}; {@link dev.coxswain.simulator.api.registry.Store} keeps the
 * objects and tells of changes.
 *
 * <p>What must stay true: every change goes through here, takes the next number of one counter, and is told in that order.
 */
@NullMarked
package dev.coxswain.simulator.api.registry;

import org.jspecify.annotations.NullMarked;
