/**
 * The command line: one picocli command per thing a person can ask for.
 *
 * <p>Start at {@link dev.coxswain.cli.Main}. The commands stand here; {@link dev.coxswain.cli.console} is what they share, {@link
 * dev.coxswain.cli.choice} what a person chooses, {@link dev.coxswain.cli.demo} the demonstration.
 *
 * <p>What must stay true: this is the only package that prints to standard output; a command parses, calls one thing, and prints;
 * the exit code says whether it went well.
 */
@NullMarked
package dev.coxswain.cli;

import org.jspecify.annotations.NullMarked;
