package dev.coxswain.run.journal;

import dev.coxswain.cluster.KubeObject;

/**
 * The memory of runs: one {@code PlaybookRun} object each, whose status is the journal. The optimistic lock of an append is what
 * keeps a deposed leader from acting.
 */
public interface Journal {

    /** Creates the run, or answers the one that already has its name: the name is the firing. */
    Written create(KubeObject run);

    /** Replaces the status of the run, provided that its resource version is still the one in the argument. */
    Written append(KubeObject run);

    /** Replaces everything but the status (finalizers, annotations), under the same proviso. */
    Written update(KubeObject run);

    /** Deletes a run whose retention has ended. */
    Written delete(KubeObject run);

    sealed interface Written {
        /** @param run as it is stored now, with its new resource version */
        record Stored(KubeObject run) implements Written {}

        /** Somebody else wrote in between, or the run is gone: forget what was decided and look again. */
        record Lost(String message) implements Written {}

        /** No answer; nothing may be applied. */
        record Unreachable(String message) implements Written {}
    }
}
