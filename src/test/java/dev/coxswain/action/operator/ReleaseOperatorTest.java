package dev.coxswain.action.operator;

import static dev.coxswain.action.World.OPERATOR;
import static dev.coxswain.action.World.RUN;
import static dev.coxswain.action.World.effect;
import static dev.coxswain.action.World.refusal;
import static org.assertj.core.api.Assertions.assertThat;

import dev.coxswain.action.HoldOperator;
import dev.coxswain.action.Progress;
import dev.coxswain.action.World;
import dev.coxswain.cluster.Effect;
import dev.coxswain.cluster.Outcome;
import org.junit.jupiter.api.Test;

class ReleaseOperatorTest {
    private final ReleaseOperator release = new ReleaseOperator();

    @Test
    void theRecordedCountIsRestoredAndTheRecordRemovedInOneWrite() {
        Progress progress =
                World.withAStuckReplica().heldBy(RUN, 2).operatorPods().next(release);
        assertThat(effect(progress))
                .isInstanceOfSatisfying(
                        Effect.Patch.class,
                        patch -> assertThat(patch.body())
                                .isEqualTo(HoldOperator.givingBack(OPERATOR, 2).body()));
    }

    @Test
    void anOperatorThatAnotherRunHoldsByNowIsNotGivenBackByALateWrite() {
        Progress progress =
                World.withAStuckReplica().heldBy(RUN, 2).operatorPods().next(release);
        assertThat(effect(progress))
                .isInstanceOfSatisfying(
                        Effect.Patch.class,
                        patch -> assertThat(patch.preconditions().resourceVersion())
                                .isPresent());
    }

    @Test
    void anOperatorThatIsNotHeldIsLeftAlone() {
        assertThat(World.withAStuckReplica().next(release)).isInstanceOf(Progress.Done.class);
    }

    @Test
    void theHoldOfAnotherRunIsNotTouched() {
        assertThat(refusal(World.withAStuckReplica().heldBy("coxswain/run-9", 1).next(release)))
                .contains("coxswain/run-9");
    }

    @Test
    void itWaitsUntilThePodsAreReady() {
        World world = World.withAStuckReplica().did(HoldOperator.givingBack(OPERATOR, 1), done());
        assertThat(world.operatorPods(false).next(release)).isInstanceOf(Progress.Await.class);
        assertThat(world.operatorPods(true).next(release)).isInstanceOf(Progress.Done.class);
    }

    @Test
    void aPlanDoesNotWait() {
        World world = World.withAStuckReplica()
                .did(HoldOperator.givingBack(OPERATOR, 1), done())
                .operatorPods();
        assertThat(world.isPlanned().next(release)).isInstanceOf(Progress.Done.class);
    }

    private static Outcome done() {
        return Outcome.Applied.SILENTLY;
    }
}
