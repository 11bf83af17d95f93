/**
 * Wiring: everything that the other packages leave to be passed in is chosen here.
 *
 * <p>Start at {@link dev.coxswain.app.Supervision}.
 *
 * <p>What must stay true: nothing imports this package but the command line.
 */
@NullMarked
package dev.coxswain.app;

import org.jspecify.annotations.NullMarked;
