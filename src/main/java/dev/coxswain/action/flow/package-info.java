/**
 * Actions that change nothing: they wait, check, tell people, or start another playbook.
 *
 * <p>Start at {@link dev.coxswain.action.flow.WaitUntil}.
 *
 * <p>What must stay true: none of them answers with an effect.
 */
@NullMarked
package dev.coxswain.action.flow;

import org.jspecify.annotations.NullMarked;
