package dev.coxswain.run.engine;

import dev.coxswain.cluster.Effect;
import dev.coxswain.run.journal.Fitting;
import dev.coxswain.run.record.Run;
import dev.coxswain.run.record.RunEvent;
import java.time.Instant;

/** What becomes of a run whose journal has no room for what it was about to do. */
public final class NoRoom {

    private NoRoom() {}

    /** The intent to do this, or what would undo it, has none: it is left undone. */
    public static Run forIntent(Run run, Effect effect, Instant now) {
        String why = effect.summary() + " was left undone: what would undo it has no room in the journal of "
                + Fitting.LIMIT / 1024 + " KiB";
        return RunEngine.isCancellable(run.state())
                ? failed(run, why, now)
                : Undoing.newestUnsettled(run)
                        .map(which -> Undoing.failed(run, which, why, now))
                        .orElse(run);
    }

    /**
     * What comes next has none: nothing comes next.
     *
     * @param next it is what remains when the run is on its way back already
     */
    public static Run forNext(Run run, Run next, Instant now) {
        String why = "its journal has no room: the playbook, the plan or the values are too large for the "
                + Fitting.LIMIT / 1024 + " KiB of a run";
        return RunEngine.isCancellable(run.state()) ? failed(run, why, now) : next;
    }

    private static Run failed(Run run, String why, Instant now) {
        return run.after(new RunEvent.Failed(), now, why);
    }
}
