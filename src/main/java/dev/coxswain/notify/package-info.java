/**
 * Where a run's notices go.
 *
 * <p>Start at {@link dev.coxswain.notify.EventSink}.
 *
 * <p>What must stay true: a notice that cannot be delivered never holds up a run, and is delivered again rather than lost.
 */
@NullMarked
package dev.coxswain.notify;

import org.jspecify.annotations.NullMarked;
