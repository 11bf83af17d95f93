package dev.coxswain.run.record;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class TransitionsTest {

    private static final List<RunState> STATES = List.of(
            new RunState.Pending(),
            new RunState.Planned(),
            new RunState.AwaitingApproval(0),
            new RunState.Running(0),
            new RunState.Verifying(),
            new RunState.Compensating(Verdict.FAILED),
            new RunState.Stuck(Verdict.FAILED),
            new RunState.Finished(Verdict.FAILED));

    static final List<RunEvent> EVENTS = List.of(
            new RunEvent.LocksTaken(),
            new RunEvent.ApprovalAsked(),
            new RunEvent.ApprovalNotNeeded(),
            new RunEvent.Approved(),
            new RunEvent.Denied(),
            new RunEvent.ApprovalExpired(),
            new RunEvent.Drifted(),
            new RunEvent.StepDone(),
            new RunEvent.AllStepsDone(),
            new RunEvent.Verified(),
            new RunEvent.Failed(),
            new RunEvent.CancelRequested(),
            new RunEvent.Compensated(),
            new RunEvent.CompensationFailed());

    @Test
    void theListsHereAreComplete() {
        assertThat(STATES).hasSize(RunState.class.getPermittedSubclasses().length);
        assertThat(EVENTS).hasSize(RunEvent.class.getPermittedSubclasses().length);
    }

    @Test
    void everyEventLeadsSomewhereFromSomeState() {
        for (RunEvent event : EVENTS) {
            assertThat(STATES.stream()
                            .filter(state -> Transitions.next(state, event).isPresent()))
                    .as(event.toString())
                    .isNotEmpty();
        }
    }

    @Test
    void everythingThatEndsARunEarlyLeadsThroughCompensation() {
        for (RunState state : STATES) {
            for (RunEvent event : List.of(new RunEvent.Failed(), new RunEvent.CancelRequested())) {
                Transitions.next(state, event)
                        .ifPresent(next -> assertThat(next).isInstanceOf(RunState.Compensating.class));
            }
        }
        assertThat(Transitions.after(new RunState.AwaitingApproval(0), new RunEvent.Denied()))
                .isEqualTo(new RunState.Compensating(Verdict.DENIED));
        assertThat(Transitions.after(new RunState.AwaitingApproval(0), new RunEvent.ApprovalExpired()))
                .isEqualTo(new RunState.Compensating(Verdict.EXPIRED));
    }

    @Test
    void onlyVerificationSucceeds() {
        for (RunState state : STATES) {
            for (RunEvent event : EVENTS) {
                Optional<RunState> next = Transitions.next(state, event);
                if (next.equals(Optional.of(new RunState.Finished(Verdict.SUCCEEDED)))) {
                    assertThat(state).isEqualTo(new RunState.Verifying());
                    assertThat(event).isEqualTo(new RunEvent.Verified());
                }
            }
        }
    }

    @Test
    void nothingHappensToAFinishedRun() {
        for (RunEvent event : EVENTS) {
            assertThatThrownBy(() -> Transitions.after(new RunState.Finished(Verdict.SUCCEEDED), event))
                    .isInstanceOf(IllegalStateException.class)
                    .hasMessageContaining("Succeeded");
        }
    }
}
