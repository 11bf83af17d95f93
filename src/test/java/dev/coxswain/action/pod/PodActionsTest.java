package dev.coxswain.action.pod;

import static dev.coxswain.action.World.POD;
import static dev.coxswain.action.World.effect;
import static dev.coxswain.action.World.expression;
import static dev.coxswain.action.World.refusal;
import static org.assertj.core.api.Assertions.assertThat;

import dev.coxswain.action.Progress;
import dev.coxswain.action.World;
import dev.coxswain.cluster.Effect;
import dev.coxswain.cluster.ExecResult;
import dev.coxswain.cluster.Json;
import dev.coxswain.cluster.Outcome;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class PodActionsTest {
    private final ExecInPod exec = new ExecInPod();
    private final EvictPod evict = new EvictPod();
    private final Map<String, @Nullable Object> replicaOf = Map.of(
            "command",
            List.of("redis-cli", "REPLICAOF", "10.0.0.1", "6379"),
            "expect",
            expression("output.stdout == 'OK'", v -> "OK".equals(Json.asText(Json.at(v.get("output"), "stdout")))));

    @Test
    void withoutAPodItRunsInTheMembersOwnContainer() {
        Effect.Exec effect = (Effect.Exec) effect(World.withAStuckReplica().next(exec, replicaOf));
        assertThat(effect.target()).isEqualTo(POD);
        assertThat(effect.container()).isEqualTo("redis");
        assertThat(effect.command()).containsExactly("redis-cli", "REPLICAOF", "10.0.0.1", "6379");
        assertThat(effect.preconditions().uid()).contains("uid-rfr-cart-2");
    }

    @Test
    void whatItPrintedIsTheOutput() {
        assertThat(afterwards(0, "OK", "").next(exec, replicaOf))
                .isEqualTo(new Progress.Done(
                        Map.of("exitCode", 0L, "stdout", "OK", "stderr", ""), "redis-cli printed: OK"));
    }

    @Test
    void anExitCodeOtherThanZeroIsARefusal() {
        assertThat(refusal(afterwards(1, "", "Could not connect").next(exec, replicaOf)))
                .isEqualTo("redis-cli ended with 1: Could not connect");
    }

    @Test
    void anErrorReplyWithExitCodeZeroIsARefusalWhenOkWasExpected() {
        assertThat(refusal(afterwards(0, "LOADING Redis is loading the dataset in memory", "")
                        .next(exec, replicaOf)))
                .contains("LOADING");
    }

    @Test
    void p6AProgramThatMayHaveRunIsRunAgainOnlyIfItIsRepeatable() {
        World world = World.withAStuckReplica();
        world.did(effect(world.next(exec, replicaOf)), new Outcome.Unknown("cut"));
        assertThat(refusal(world.next(exec, replicaOf))).contains("not known whether");
        Map<String, @Nullable Object> again = Map.of("command", List.of("redis-cli", "PING"), "repeatable", true);
        assertThat(world.next(exec, again)).isInstanceOf(Progress.Apply.class);
    }

    @Test
    void aPodThatIsNotThereIsARefusal() {
        assertThat(refusal(World.withAStuckReplica().next(exec, Map.of("pod", "nobody", "command", List.of("true")))))
                .isEqualTo("there is no Pod shop/nobody");
    }

    @Test
    void aPrimaryIsNotEvicted() {
        assertThat(refusal(World.withAStuckReplica().primary("rfr-cart-2").next(evict)))
                .contains("primary");
    }

    @Test
    void anEvictionIsOverWhenThePodIsGone() {
        World world = World.withAStuckReplica();
        world.did(world.next(evict));
        assertThat(world.next(evict)).isInstanceOf(Progress.Await.class);
        assertThat(world.lost(POD).next(evict)).isInstanceOf(Progress.Done.class);
    }

    private World afterwards(int exitCode, String stdout, String stderr) {
        World world = World.withAStuckReplica();
        Outcome outcome =
                new Outcome.Applied(Optional.empty(), Optional.of(new ExecResult(exitCode, stdout, stderr, false)));
        return world.did(effect(world.next(exec, replicaOf)), outcome);
    }
}
