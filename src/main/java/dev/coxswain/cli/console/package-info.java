/**
 * What every command needs: how it was called, which cluster it speaks to, how it prints, and how it ends.
 *
 * <p>Start at {@link dev.coxswain.cli.console.Task}; {@link dev.coxswain.cli.console.Connection} is the way to a cluster, {@link
 * dev.coxswain.cli.console.Rendered} and {@link dev.coxswain.cli.console.PlanText} are what people and programs read.
 *
 * <p>What must stay true: what goes wrong is told in words that say what to do, and by an exit code of {@link
 * dev.coxswain.cli.console.ExitCodes}; a command that is suggested works when it is pasted.
 */
@NullMarked
package dev.coxswain.cli.console;

import org.jspecify.annotations.NullMarked;
