/**
 * Lets runs begin, go on and end: sees firings, locks what runs work on, carries out what the engine decides.
 *
 * <p>Start at {@link dev.coxswain.run.supervision.Supervisor}; {@link dev.coxswain.run.supervision.Watchman} turns firings into runs,
 * {@link dev.coxswain.run.supervision.RunDriver} carries out decisions.
 *
 * <p>What must stay true: nothing is applied whose intent was not journaled first; a journal append that fails ends the pass; no two
 * runs hold the same lock; a firing becomes one run, whoever leads; a run is in one pass at a time ({@link
 * dev.coxswain.run.supervision.Wakes}).
 */
@NullMarked
package dev.coxswain.run.supervision;

import org.jspecify.annotations.NullMarked;
