/**
 * The memory of runs: each is one object in the cluster, whose status is the journal.
 *
 * <p>Start at {@link dev.coxswain.run.journal.Journal}, the port; {@link dev.coxswain.run.journal.RunJson} is the form in which a run
 * is written, {@link dev.coxswain.run.journal.Fitting} keeps it small enough for an API server.
 *
 * <p>What must stay true: what was written is read as the same run, also by a later release; what undoes a run is never cut; no
 * object exceeds 256 KiB.
 */
@NullMarked
package dev.coxswain.run.journal;

import org.jspecify.annotations.NullMarked;
