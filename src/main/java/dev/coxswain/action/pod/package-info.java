/**
 * Actions inside pods, or that move them.
 *
 * <p>Start at {@link dev.coxswain.action.pod.ExecInPod}.
 *
 * <p>What must stay true: programs are given argument by argument, never as text for a shell; they run in the very pod that was
 * looked at.
 */
@NullMarked
package dev.coxswain.action.pod;

import org.jspecify.annotations.NullMarked;
