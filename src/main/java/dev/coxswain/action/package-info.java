/**
 * What steps can do: one class per action, each a pure function from what is to what should happen next.
 *
 * <p>Start at {@link dev.coxswain.action.Action}; {@link dev.coxswain.action.HoldOperator} is a good example.
 *
 * <p>What must stay true: an action never performs input or output; it looks at the situation afresh each time it is asked, so
 * that asking again after a crash is safe; every effect comes with what undoes it, or the signature says that nothing can.
 */
@NullMarked
package dev.coxswain.action;

import org.jspecify.annotations.NullMarked;
