package dev.coxswain.faults;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Defects that seeds have found, each by the least that showed it. */
class FoundBySimulationTest {

    private static final String AT_ZERO = "redis-replica-probe-stuck/one-pod-is-disturbed-and-the-primary-stays";
    private static final String THROUGH_THE_CR = "redis-replica-probe-stuck/through-the-cr-everything-rolls";

    private static final String NEVER_UP = "redis-replica-probe-stuck/it-never-comes-up";

    @Test
    void aRunWhoseSupervisorLostTheLeadInTheMiddleGoesOnWhenItLeadsAgain() {
        holds(
                THROUGH_THE_CR,
                new Fault.Slow(
                        Duration.ofSeconds(1486),
                        Duration.ofSeconds(57),
                        Fault.Path.PODS,
                        Duration.ofMillis(3796),
                        Duration.ofMillis(2222)));
    }

    @Test
    void anOperatorIsGivenBackOnlyAsItWasSeen() {
        holds(AT_ZERO);
    }

    @Test
    void anIncidentWhoseRunWasDoneAwayWithGetsAnotherThatAsksAnew() {
        Play.Outcome outcome = holds(NEVER_UP, new Fault.RunRemoved(Duration.ofSeconds(395)));
        assertThat(outcome.deeds())
                .filteredOn(deed -> deed.startsWith("patch Deployment redis-operator"))
                .as("the first run's hold, which its keeper gave back, and both ends of the second one's")
                .hasSize(3);
    }

    private static Play.Outcome holds(String story, Fault... faults) {
        Play.Outcome outcome = Play.of(new Script(90, Story.of(story), List.of(faults)), Build.SOUND);
        assertThat(outcome.violations()).as(outcome.report().journal()).isEmpty();
        return outcome;
    }
}
