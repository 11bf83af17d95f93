/**
 * The course of one step: asked for its next progress, applied, resumed after a death, tried again, given up.
 *
 * <p>Start at {@link dev.coxswain.run.step.OneStep}; {@link dev.coxswain.run.step.Place} is what a step has to know about where it
 * stands, {@link dev.coxswain.run.step.Decision} what comes of asking.
 *
 * <p>What must stay true: an effect of which nobody heard again is looked up and never repeated blindly; the step does not know
 * whether it is one of the playbook's or one that undoes another.
 */
@NullMarked
package dev.coxswain.run.step;

import org.jspecify.annotations.NullMarked;
