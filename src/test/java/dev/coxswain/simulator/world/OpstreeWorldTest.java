package dev.coxswain.simulator.world;

import static org.assertj.core.api.Assertions.assertThat;

import dev.coxswain.cluster.Json;
import dev.coxswain.cluster.KubeObject;
import dev.coxswain.cluster.ObjectRef;
import dev.coxswain.cluster.Preconditions;
import dev.coxswain.simulator.controller.object.Kinds;
import dev.coxswain.simulator.controller.object.Pods;
import dev.coxswain.simulator.opstree.OpstreeOperator;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** The habits of the Opstree operator that people trip over, each seen on a real cluster. */
final class OpstreeWorldTest {

    private static final ObjectRef REPLICATION = new ObjectRef(OpstreeOperator.REPLICATION, "ops", "cache");
    private static final ObjectRef SET = new ObjectRef(Kinds.STATEFUL_SET, "ops", "cache");
    private static final String SKIP = "redisreplication.opstreelabs.in/skip-reconcile";

    private final RedisWorld world = RedisWorld.builder(7)
            .replication("ops", "cache")
            .sentinel("ops", "watch", "cache")
            .build();

    private KubeObject get(ObjectRef ref) {
        return world.api().find(ref).orElseThrow();
    }

    private KubeObject pod(String name) {
        return get(ObjectRef.pod("ops", name));
    }

    private void update(ObjectRef ref, Object value, String... path) {
        world.api().update(get(ref).with(value, path), World.ADMIN);
    }

    private List<String> uids() {
        return world.servers("ops", "cache").stream().map(KubeObject::uid).toList();
    }

    @Test
    void aFreshReplicationHasOneLabelledMasterThatItsStatusNamesAndItsSentinelsWatch() {
        assertThat(get(REPLICATION).text("status", "masterNode")).isEqualTo("cache-0");
        assertThat(world.servers("ops", "cache"))
                .allMatch(Pods::isReady)
                .extracting(pod -> pod.labels().get("redis-role"))
                .containsExactly("master", "slave", "slave");
        assertThat(world.redisCli("ops", "cache-0", "INFO", "replication").stdout())
                .contains("connected_slaves:2");
        assertThat(world.redisCli(
                                "ops",
                                "watch-sentinel-1",
                                "-p",
                                "26379",
                                "SENTINEL",
                                "get-master-addr-by-name",
                                "myMaster")
                        .stdout())
                .contains(pod("cache-0").text("status", "podIP"));
    }

    @Test
    void anyOtherValueThanTrueIsCopiedIntoThePodsAndRollsThemAll() {
        List<String> before = uids();
        update(REPLICATION, "false", "metadata", "annotations", SKIP);
        world.advance(Duration.ofMinutes(4));
        assertThat(uids()).doesNotContainAnyElementsOf(before);
        assertThat(pod("cache-0").annotations()).containsEntry(SKIP, "false");
    }

    @Test
    void whileItIsSkippedNothingThatSomebodyTakesAwayComesBack() {
        update(REPLICATION, "true", "metadata", "annotations", SKIP);
        ObjectRef service = new ObjectRef(Kinds.SERVICE, "ops", "cache-replica");
        world.api().delete(service, Preconditions.NONE, World.ADMIN);
        world.advance(Duration.ofMinutes(3));
        assertThat(world.api().find(service)).isEmpty();
        world.api().update(get(REPLICATION).with(null, "metadata", "annotations", SKIP), World.ADMIN);
        world.advance(Duration.ofSeconds(3));
        assertThat(world.api().find(service)).isPresent();
    }

    @Test
    void aFieldThatTheOperatorNeverSetsSurvivesIdlePassesAndIsLostWithTheNextRealChange() {
        update(SET, 2L, "spec", "updateStrategy", "rollingUpdate", "partition");
        world.advance(Duration.ofMinutes(2));
        assertThat(get(SET).number(0, "spec", "updateStrategy", "rollingUpdate", "partition"))
                .isEqualTo(2);
        update(
                REPLICATION,
                Map.of("requests", Map.of("cpu", "20m", "memory", "50Mi")),
                "spec",
                "kubernetesConfig",
                "resources");
        world.advance(Duration.ofSeconds(5));
        assertThat(get(SET).number(0, "spec", "updateStrategy", "rollingUpdate", "partition"))
                .isEqualTo(0);
    }

    @Test
    void aFieldThatTheOperatorSetsIsPutBackOnItsNextPass() {
        update(SET, 2L, "spec", "replicas");
        world.advance(Duration.ofSeconds(40));
        assertThat(get(SET).number(0, "spec", "replicas")).isEqualTo(3);
    }

    @Test
    void aSentinelWhoseContainerRestartsNeverComesUpAgainUntilItsPodIsDeleted() {
        world.redisCli("ops", "watch-sentinel-2", "-p", "26379", "SHUTDOWN");
        world.advance(Duration.ofMinutes(2));
        Object status =
                pod("watch-sentinel-2").list("status", "containerStatuses").getFirst();
        assertThat(Json.at(status, "ready")).isEqualTo(false);
        assertThat(Json.at(status, "lastState", "terminated", "exitCode")).isEqualTo(1L);
        world.api().delete(ObjectRef.pod("ops", "watch-sentinel-2"), Preconditions.NONE, World.ADMIN);
        world.advance(Duration.ofMinutes(1));
        assertThat(Pods.isReady(pod("watch-sentinel-2"))).isTrue();
    }
}
