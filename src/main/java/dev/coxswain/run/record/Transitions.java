package dev.coxswain.run.record;

import dev.coxswain.run.record.RunEvent.AllStepsDone;
import dev.coxswain.run.record.RunEvent.ApprovalAsked;
import dev.coxswain.run.record.RunEvent.ApprovalExpired;
import dev.coxswain.run.record.RunEvent.ApprovalNotNeeded;
import dev.coxswain.run.record.RunEvent.Approved;
import dev.coxswain.run.record.RunEvent.CancelRequested;
import dev.coxswain.run.record.RunEvent.Compensated;
import dev.coxswain.run.record.RunEvent.CompensationFailed;
import dev.coxswain.run.record.RunEvent.Denied;
import dev.coxswain.run.record.RunEvent.Drifted;
import dev.coxswain.run.record.RunEvent.Failed;
import dev.coxswain.run.record.RunEvent.LocksTaken;
import dev.coxswain.run.record.RunEvent.StepDone;
import dev.coxswain.run.record.RunEvent.Verified;
import dev.coxswain.run.record.RunState.AwaitingApproval;
import dev.coxswain.run.record.RunState.Compensating;
import dev.coxswain.run.record.RunState.Finished;
import dev.coxswain.run.record.RunState.Pending;
import dev.coxswain.run.record.RunState.Planned;
import dev.coxswain.run.record.RunState.Running;
import dev.coxswain.run.record.RunState.Stuck;
import dev.coxswain.run.record.RunState.Verifying;
import java.util.Optional;

/**
 * The life of a run, as one table. Whatever ends a run early leads through {@code Compensating}, also when there is nothing to
 * undo: there is one way out, and it gives everything back.
 */
public final class Transitions {

    private Transitions() {}

    /** @throws IllegalStateException when the event cannot happen in that state: a bug in the engine, never in the world */
    public static RunState after(RunState state, RunEvent event) {
        return next(state, event)
                .orElseThrow(() -> new IllegalStateException(
                        event.getClass().getSimpleName() + " cannot happen while " + state.phase()));
    }

    /** Empty where the event cannot happen. */
    static Optional<RunState> next(RunState state, RunEvent event) {
        return Optional.ofNullable(
                switch (state) {
                    case Pending _ ->
                        switch (event) {
                            case LocksTaken _ -> new Planned();
                            case CancelRequested _ -> new Compensating(Verdict.CANCELLED);
                            case Failed _ -> new Compensating(Verdict.FAILED);
                            default -> null;
                        };
                    case Planned _ ->
                        switch (event) {
                            case ApprovalAsked _ -> new AwaitingApproval(0);
                            case ApprovalNotNeeded _ -> new Running(0);
                            case CancelRequested _ -> new Compensating(Verdict.CANCELLED);
                            case Failed _ -> new Compensating(Verdict.FAILED);
                            default -> null;
                        };
                    case AwaitingApproval(int step) ->
                        switch (event) {
                            case Approved _ -> new Running(step);
                            case Drifted _ -> new AwaitingApproval(step);
                            case Denied _ -> new Compensating(Verdict.DENIED);
                            case ApprovalExpired _ -> new Compensating(Verdict.EXPIRED);
                            case CancelRequested _ -> new Compensating(Verdict.CANCELLED);
                            case Failed _ -> new Compensating(Verdict.FAILED);
                            default -> null;
                        };
                    case Running(int step) ->
                        switch (event) {
                            case StepDone _ -> new Running(step + 1);
                            case AllStepsDone _ -> new Verifying();
                            case Drifted _ -> new AwaitingApproval(step);
                            case CancelRequested _ -> new Compensating(Verdict.CANCELLED);
                            case Failed _ -> new Compensating(Verdict.FAILED);
                            default -> null;
                        };
                    case Verifying _ ->
                        switch (event) {
                            case Verified _ -> new Finished(Verdict.SUCCEEDED);
                            case CancelRequested _ -> new Compensating(Verdict.CANCELLED);
                            case Failed _ -> new Compensating(Verdict.FAILED);
                            default -> null;
                        };
                    case Compensating(Verdict verdict) ->
                        switch (event) {
                            case Compensated _ -> new Finished(verdict);
                            case CompensationFailed _ -> new Stuck(verdict);
                            default -> null;
                        };
                    case Stuck(Verdict verdict) -> event instanceof Compensated ? new Finished(verdict) : null;
                    case Finished _ -> null;
                });
    }
}
