/**
 * The life of a run: what is decided next, what is journaled, what is undone. Here is only the map; each package uses those
 * above it and none below:
 *
 * <ul>
 *   <li>{@link dev.coxswain.run.record}: a run as a value, and the table of its states
 *   <li>{@link dev.coxswain.run.journal}: that value as the object in which it is remembered
 *   <li>{@link dev.coxswain.run.world}: what a decision may look at
 *   <li>{@link dev.coxswain.run.plan}: what a run would do
 *   <li>{@link dev.coxswain.run.step}: the course of one step
 *   <li>{@link dev.coxswain.run.engine}: what a run does next
 *   <li>{@link dev.coxswain.run.supervision}: who lets runs begin, go on and end
 * </ul>
 */
@NullMarked
package dev.coxswain.run;

import org.jspecify.annotations.NullMarked;
