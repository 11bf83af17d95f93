package dev.coxswain.run.record;

/** What happens to a run. */
public sealed interface RunEvent {

    record LocksTaken() implements RunEvent {}

    record ApprovalAsked() implements RunEvent {}

    record ApprovalNotNeeded() implements RunEvent {}

    record Approved() implements RunEvent {}

    record Denied() implements RunEvent {}

    record ApprovalExpired() implements RunEvent {}

    /** What would be done is no longer what was approved. */
    record Drifted() implements RunEvent {}

    record StepDone() implements RunEvent {}

    record AllStepsDone() implements RunEvent {}

    record Verified() implements RunEvent {}

    /** A guard's veto, a step or the verification that failed, a deadline that passed. */
    record Failed() implements RunEvent {}

    record CancelRequested() implements RunEvent {}

    record Compensated() implements RunEvent {}

    record CompensationFailed() implements RunEvent {}
}
