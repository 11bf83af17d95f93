package dev.coxswain.action.flow;

import static dev.coxswain.action.World.NOW;
import static dev.coxswain.action.World.expression;
import static dev.coxswain.action.World.refusal;
import static org.assertj.core.api.Assertions.assertThat;

import dev.coxswain.action.Progress;
import dev.coxswain.action.World;
import dev.coxswain.expression.Expression;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.Test;

class FlowActionsTest {
    private static final Expression READY = expression("member.ready", v -> v.get("ready"));
    private static final Expression ATTACHED = expression("member.says.info.master_link_status == 'up'", v -> false);
    private static final Expression IMPOSSIBLE = expression("member.gone", v -> {
        throw new IllegalStateException("no such key: gone");
    });

    private final WaitUntil wait = new WaitUntil();

    @Test
    void waitingIsOverWhenTheConditionHolds() {
        assertThat(World.withAStuckReplica().knows("ready", false).next(wait, Map.of("until", READY)))
                .isEqualTo(new Progress.Await("member.ready", false));
        assertThat(World.withAStuckReplica().knows("ready", true).next(wait, Map.of("until", READY)))
                .isInstanceOf(Progress.Done.class);
    }

    @Test
    void membersAreAskedAgainWhereTheirWordDecides() {
        assertThat(World.withAStuckReplica().next(wait, Map.of("until", ATTACHED)))
                .isEqualTo(new Progress.Await(ATTACHED.source(), true));
    }

    @Test
    void aConditionThatCannotBeEvaluatedDoesNotHoldYet() {
        assertThat(World.withAStuckReplica().next(wait, Map.of("until", IMPOSSIBLE)))
                .isInstanceOf(Progress.Await.class);
    }

    @Test
    void waitingEndsAtTheDeadline() {
        World world = World.withAStuckReplica().knows("ready", false).isAt(NOW.plusSeconds(61));
        assertThat(refusal(world.next(wait, Map.of("until", READY, "atMost", Duration.ofMinutes(1)))))
                .contains("after 60 s");
    }

    @Test
    void aPlanDoesNotWait() {
        assertThat(World.withAStuckReplica().isPlanned().next(wait, Map.of("until", READY)))
                .isInstanceOf(Progress.Done.class);
    }

    @Test
    void anAssertionThatDoesNotHoldFailsInTheAuthorsWords() {
        World world = World.withAStuckReplica().knows("ready", false);
        assertThat(refusal(world.next(new AssertThat(), Map.of("that", READY, "otherwise", "not ready yet"))))
                .startsWith("not ready yet")
                .contains("member.ready");
        assertThat(world.knows("ready", true).next(new AssertThat(), Map.of("that", READY)))
                .isInstanceOf(Progress.Done.class);
    }

    @Test
    void anAssertionThatCannotBeEvaluatedFails() {
        assertThat(refusal(World.withAStuckReplica().next(new AssertThat(), Map.of("that", IMPOSSIBLE))))
                .contains("no such key");
    }

    @Test
    void peopleAreToldWithASeverity() {
        assertThat(World.withAStuckReplica().next(new Notify(), Map.of("message", "look", "severity", "Warning")))
                .isEqualTo(new Progress.Tell("warning", "look"));
        assertThat(refusal(World.withAStuckReplica().next(new Notify(), Map.of("message", "x", "severity", "loud"))))
                .contains("loud");
    }

    @Test
    void anotherPlaybookIsStartedByName() {
        assertThat(World.withAStuckReplica().next(new RunPlaybook(), Map.of("playbook", "redis-replica-oom")))
                .isEqualTo(new Progress.Start("redis-replica-oom", Map.of()));
    }
}
