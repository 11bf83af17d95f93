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

/** Sentinels that stand in a RedisReplication itself: how the Opstree operator makes them, and when it forgets them. */
final class EmbeddedSentinelsTest {

    private static final ObjectRef REPLICATION = new ObjectRef(OpstreeOperator.REPLICATION, "ops", "cache");
    private static final ObjectRef SENTINELS = new ObjectRef(Kinds.STATEFUL_SET, "ops", "cache-s");
    private static final String SKIP = "redisreplication.opstreelabs.in/skip-reconcile";
    private static final List<String> NAMES = List.of("cache-s-0", "cache-s-1", "cache-s-2");

    private final RedisWorld world =
            RedisWorld.builder(7).replication("ops", "cache", 3, 3).build();

    private KubeObject get(ObjectRef ref) {
        return world.api().find(ref).orElseThrow();
    }

    private KubeObject pod(String name) {
        return get(ObjectRef.pod("ops", name));
    }

    private String ip(String pod) {
        return pod(pod).text("status", "podIP");
    }

    private void update(ObjectRef ref, Object value, String... path) {
        world.api().update(get(ref).with(value, path), World.ADMIN);
    }

    private void delete(String pod) {
        world.api().delete(ObjectRef.pod("ops", pod), Preconditions.NONE, World.ADMIN);
    }

    private String quorum(String sentinel) {
        return ask(sentinel, "CKQUORUM");
    }

    private String watched(String sentinel) {
        return ask(sentinel, "get-master-addr-by-name").lines().findFirst().orElse("");
    }

    private String ask(String sentinel, String question) {
        return world.redisCli("ops", sentinel, "-p", "26379", "SENTINEL", question, "mymaster")
                .stdout();
    }

    @Test
    void theyComeWithTheReplicationAndWatchItsMasterTogether() {
        assertThat(get(REPLICATION).get("status"))
                .isEqualTo(Map.of(
                        "masterNode",
                        "cache-0",
                        "connectionInfo",
                        Map.of("host", "cache-s-hl.ops.svc.cluster.local", "port", 26379L, "masterName", "mymaster")));
        for (String name : NAMES) {
            assertThat(watched(name)).isEqualTo(ip("cache-0"));
            assertThat(quorum(name)).startsWith("OK 3 usable Sentinels");
            assertThat(pod(name).labels())
                    .containsEntry("app", "cache-s")
                    .containsEntry("redis_setup_type", "sentinel")
                    .containsEntry("role", "sentinel");
        }
        Object container = pod("cache-s-0").list("spec", "containers").getFirst();
        assertThat(Json.asMap(container)).containsEntry("name", "sentinel").doesNotContainKey("readinessProbe");
        assertThat(get(new ObjectRef(Kinds.SERVICE, "ops", "cache-s-hl")).text("spec", "clusterIP"))
                .isEqualTo("None");
    }

    /** The server that is not Ready may be a replica that has nothing to do with them. */
    @Test
    void oneThatIsRecreatedWhileAServerIsNotReadyWatchesNobodyAndIsReady() {
        world.restartWithSlowLoad("ops", "cache-2", Duration.ofMinutes(20));
        world.advance(Duration.ofMinutes(2));
        delete("cache-s-1");
        delete("cache-s-2");
        world.advance(Duration.ofMinutes(5));
        for (String name : List.of("cache-s-1", "cache-s-2")) {
            assertThat(Pods.isReady(pod(name))).isTrue();
            assertThat(watched(name)).isEqualTo("0.0.0.0");
        }
        assertThat(NAMES).allMatch(name -> quorum(name).startsWith("NOQUORUM 1 usable Sentinels"));
        world.setLoad("ops", "cache-2", Duration.ofSeconds(1));
        delete("cache-2");
        world.advance(Duration.ofMinutes(2));
        assertThat(NAMES).allMatch(name -> quorum(name).startsWith("OK 3 usable Sentinels"));
    }

    @Test
    void whileAnyPodIsNotReadyNeitherStatusNorLabelsFollowAFailover() {
        world.restartWithSlowLoad("ops", "cache-0", Duration.ofMinutes(20));
        world.advance(Duration.ofMinutes(5));
        String promoted = world.primaryOf("ops", "cache").orElseThrow();
        assertThat(promoted).isNotEqualTo("cache-0");
        assertThat(watched("cache-s-0")).isEqualTo(ip(promoted));
        assertThat(get(REPLICATION).text("status", "masterNode")).isEqualTo("cache-0");
        assertThat(pod(promoted).labels()).containsEntry("redis-role", "slave");
    }

    /** Its hook asks whether it is a master, and a server that loads says so. */
    @Test
    void aReplicaThatIsKilledWhileItLoadsTakesThePlaceFromTheMaster() {
        String stuck = "cache-2";
        String before = world.primaryOf("ops", "cache").orElseThrow();
        world.restartWithSlowLoad("ops", stuck, Duration.ofMinutes(20));
        world.advance(Duration.ofSeconds(25));
        assertThat(world.primaryOf("ops", "cache")).hasValue(before);
        world.advance(Duration.ofSeconds(15));
        assertThat(world.primaryOf("ops", "cache"))
                .hasValueSatisfying(now -> assertThat(now).isNotIn(before, stuck));
    }

    @Test
    void aServerThatDoesNotRunHasNoHookToRun() {
        world.restartWithSlowLoad("ops", "cache-2", Duration.ofMinutes(20));
        world.advance(Duration.ofMinutes(9));
        Object status = pod("cache-2").list("status", "containerStatuses").getFirst();
        assertThat(Json.at(status, "state", "waiting", "reason")).isEqualTo("CrashLoopBackOff");
        String before = world.primaryOf("ops", "cache").orElseThrow();
        world.setLoad("ops", "cache-2", Duration.ofSeconds(1));
        delete("cache-2");
        world.advance(Duration.ofMinutes(2));
        assertThat(world.primaryOf("ops", "cache")).hasValue(before);
    }

    @Test
    void afterAFailoverTheOperatorNamesWhomTheyHavePromoted() {
        world.setLoad("ops", "cache-0", Duration.ofSeconds(20));
        delete("cache-0");
        world.advance(Duration.ofMinutes(3));
        String promoted = world.primaryOf("ops", "cache").orElseThrow();
        assertThat(promoted).isNotEqualTo("cache-0");
        assertThat(get(REPLICATION).text("status", "masterNode")).isEqualTo(promoted);
        assertThat(NAMES).allMatch(name -> watched(name).equals(ip(promoted)));
        assertThat(world.redisCli("ops", "cache-0", "INFO", "replication").stdout())
                .contains("role:slave");
    }

    @Test
    void theyAreToldAgainUnlessTheReplicationIsSkipped() {
        update(REPLICATION, "true", "metadata", "annotations", SKIP);
        delete("cache-s-1");
        world.advance(Duration.ofMinutes(3));
        assertThat(watched("cache-s-1")).isEqualTo("0.0.0.0");
        world.api().update(get(REPLICATION).with(null, "metadata", "annotations", SKIP), World.ADMIN);
        world.advance(Duration.ofSeconds(3));
        assertThat(watched("cache-s-1")).isEqualTo(ip("cache-0"));
    }

    @Test
    void theirSetIsPutBackAsAWholeOnEveryPassAndAnIdlePassWritesNothing() {
        String version = get(SENTINELS).resourceVersion();
        world.advance(Duration.ofMinutes(2));
        assertThat(get(SENTINELS).resourceVersion()).isEqualTo(version);
        update(SENTINELS, 2L, "spec", "updateStrategy", "rollingUpdate", "partition");
        world.advance(Duration.ofSeconds(35));
        assertThat(get(SENTINELS).number(0, "spec", "updateStrategy", "rollingUpdate", "partition"))
                .isEqualTo(0);
    }

    /** Unlike one of a RedisSentinel, whose file outlives its container. */
    @Test
    void oneWhoseContainerIsRestartedStartsAnew() {
        world.redisCli("ops", "cache-s-0", "-p", "26379", "SHUTDOWN");
        world.advance(Duration.ofMinutes(2));
        assertThat(Pods.isReady(pod("cache-s-0"))).isTrue();
        assertThat(Json.at(pod("cache-s-0").list("status", "containerStatuses").getFirst(), "restartCount"))
                .isEqualTo(1L);
        assertThat(quorum("cache-s-0")).startsWith("OK 3 usable Sentinels");
    }

    @Test
    void anAnnotationOfTheReplicationDoesNotRollThem() {
        List<String> before = NAMES.stream().map(name -> pod(name).uid()).toList();
        update(REPLICATION, "false", "metadata", "annotations", SKIP);
        world.advance(Duration.ofMinutes(4));
        assertThat(NAMES).extracting(name -> pod(name).uid()).isEqualTo(before);
    }
}
