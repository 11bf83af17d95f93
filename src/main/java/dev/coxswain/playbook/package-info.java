/**
 * Playbooks as their authors write them: YAML with positions in, a checked {@link dev.coxswain.playbook.Playbook} or
 * diagnostics out.
 *
 * <p>Start at {@link dev.coxswain.playbook.PlaybookReader}, which yields {@link dev.coxswain.playbook.Playbook}s.
 *
 * <p>What must stay true: every mistake is reported with file, line and column, all of them at once; whatever the input, reading
 * it ends in bounded time and memory.
 */
@NullMarked
package dev.coxswain.playbook;

import org.jspecify.annotations.NullMarked;
