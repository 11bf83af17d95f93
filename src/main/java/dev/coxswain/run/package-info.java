/**
 * The life of a run: what is decided next, what is journaled, what is undone.
 *
 * <p>Start at {@link dev.coxswain.run.Journal}, the memory of runs.
 *
 * <p>What must stay true: deciding is pure; nothing is applied whose intent was not journaled first; a compensation is
 * journaled before the effect that it undoes; a journal append that fails ends the pass.
 */
@NullMarked
package dev.coxswain.run;

import org.jspecify.annotations.NullMarked;
