/**
 * What a person chooses on the command line: files, a playbook, what it is about, its parameters, and whether really.
 *
 * <p>Start at {@link dev.coxswain.cli.choice.PlaybookChoice}.
 *
 * <p>What must stay true: what is chosen and does not exist is refused with what there is to choose from; reading files changes
 * nothing.
 */
@NullMarked
package dev.coxswain.cli.choice;

import org.jspecify.annotations.NullMarked;
