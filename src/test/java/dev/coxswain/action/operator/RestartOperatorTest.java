package dev.coxswain.action.operator;

import static dev.coxswain.action.World.OPERATOR;
import static dev.coxswain.action.World.RUN;
import static dev.coxswain.action.World.effect;
import static dev.coxswain.action.World.refusal;
import static org.assertj.core.api.Assertions.assertThat;

import dev.coxswain.action.Progress;
import dev.coxswain.action.World;
import dev.coxswain.cluster.Effect;
import dev.coxswain.cluster.KubeObject;
import dev.coxswain.cluster.Outcome;
import java.util.Map;
import org.junit.jupiter.api.Test;

class RestartOperatorTest {
    private final RestartOperator restart = new RestartOperator();

    @Test
    void thePodTemplateIsStampedWithTheTimeTheStepBegan() {
        Effect.Patch patch = (Effect.Patch) effect(World.withAStuckReplica().next(restart));
        assertThat(patch.target()).isEqualTo(OPERATOR);
        assertThat(patch.body().toString()).contains(RestartOperator.RESTARTED_AT + "=2026-03-01T10:00:00Z");
    }

    @Test
    void aHeldOperatorIsNotRestarted() {
        assertThat(refusal(World.withAStuckReplica().heldBy(RUN, 1).next(restart)))
                .contains("nothing to restart");
    }

    @Test
    void itIsOverWhenAllReplicasAreNewAndReady() {
        World world = stamped(0);
        assertThat(world.next(restart)).isInstanceOf(Progress.Await.class);
        assertThat(stamped(1).next(restart)).isInstanceOf(Progress.Done.class);
    }

    @Test
    void aRestartWhoseAnswerWasLostIsNotAskedForTwice() {
        World world = stamped(0);
        world.did(effect(World.withAStuckReplica().next(restart)), new Outcome.Unknown("connection cut"));
        assertThat(world.next(restart)).isInstanceOf(Progress.Await.class);
    }

    private static World stamped(long ready) {
        KubeObject workload = World.withAStuckReplica()
                .get(OPERATOR)
                .with(
                        "2026-03-01T10:00:00Z",
                        "spec",
                        "template",
                        "metadata",
                        "annotations",
                        RestartOperator.RESTARTED_AT)
                .with(2L, "metadata", "generation")
                .with(
                        Map.of("observedGeneration", 2L, "updatedReplicas", 1L, "replicas", 1L, "readyReplicas", ready),
                        "status");
        return World.withAStuckReplica().has(workload);
    }
}
