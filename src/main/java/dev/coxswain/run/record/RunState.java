package dev.coxswain.run.record;

/** Where a run is in its life. {@link Transitions} is the whole of it. */
public sealed interface RunState {

    /** Waits for its locks. */
    record Pending() implements RunState {}

    /** Has its locks; the plan is being made. */
    record Planned() implements RunState {}

    /** People are asked; the run goes on at this step when they agree. */
    record AwaitingApproval(int step) implements RunState {}

    /** Carries out the step with this index. */
    record Running(int step) implements RunState {}

    /** All steps are done; is the end state what was promised? */
    record Verifying() implements RunState {}

    /** Undoes what was done, newest first. */
    record Compensating(Verdict verdict) implements RunState {}

    /** An undo failed: a human is paged, and it is tried again and again. */
    record Stuck(Verdict verdict) implements RunState {}

    record Finished(Verdict verdict) implements RunState {}

    /** As {@code status.phase} says it. */
    default String phase() {
        return switch (this) {
            case Pending _ -> "Pending";
            case Planned _ -> "Planned";
            case AwaitingApproval _ -> "AwaitingApproval";
            case Running _ -> "Running";
            case Verifying _ -> "Verifying";
            case Compensating _ -> "Compensating";
            case Stuck _ -> "Stuck";
            case Finished(Verdict verdict) -> verdict.phase();
        };
    }

    /** Whether a run in this phase is over. */
    static boolean isFinalPhase(String phase) {
        for (Verdict verdict : Verdict.values()) {
            if (verdict.phase().equals(phase)) {
                return true;
            }
        }
        return false;
    }

    default boolean isFinished() {
        return this instanceof Finished;
    }
}
