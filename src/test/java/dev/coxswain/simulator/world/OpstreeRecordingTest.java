package dev.coxswain.simulator.world;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.coxswain.cluster.Gvk;
import dev.coxswain.cluster.Json;
import dev.coxswain.cluster.KubeObject;
import dev.coxswain.cluster.ObjectRef;
import dev.coxswain.cluster.Preconditions;
import dev.coxswain.simulator.VirtualTime;
import dev.coxswain.simulator.api.Api;
import dev.coxswain.simulator.controller.object.Kinds;
import dev.coxswain.simulator.opstree.OpstreeOperator;
import java.io.IOException;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** Does to the simulated Opstree operator what was done to a real one, and expects the same states in the same order. */
final class OpstreeRecordingTest {

    private static final String NAMESPACE = "ops";
    private static final States.Watched WATCHED = new States.Watched("cache", "redis-role", true);
    private static final List<String> ALL = List.of(
            "cache",
            "cache-0",
            "cache-1",
            "cache-2",
            "replication cache",
            "service cache",
            "service cache-master",
            "service cache-replica",
            "redis-operator");

    private static final ObjectRef REPLICATION = new ObjectRef(OpstreeOperator.REPLICATION, NAMESPACE, "cache");
    private static final ObjectRef SENTINEL = new ObjectRef(OpstreeOperator.SENTINEL, NAMESPACE, "watch");
    private static final ObjectRef SET = new ObjectRef(Kinds.STATEFUL_SET, NAMESPACE, "cache");
    private static final ObjectRef OPERATOR = new ObjectRef(Kinds.DEPLOYMENT, "ot-operators", "redis-operator");

    private final States simulated = new States(WATCHED);
    private final RedisWorldBuilder builder = RedisWorld.builder(7);
    private final VirtualTime time = builder.time();
    private final Api api = builder.api();
    private final RedisWorld world = builder.replication(NAMESPACE, "cache")
            .sentinel(NAMESPACE, "watch", "cache")
            .build();
    private double offset;

    /** From here on it is watched, and the clock stands at the given second of the recording. */
    private void begin(double at) {
        offset = at - seconds();
        for (Gvk kind : List.of(
                Kinds.POD,
                Kinds.STATEFUL_SET,
                Kinds.DEPLOYMENT,
                OpstreeOperator.REPLICATION,
                Gvk.of("discovery.k8s.io/v1", "EndpointSlice"))) {
            api.list(kind).forEach(o -> simulated.saw(0, "ADDED", o));
            api.onChange(kind, this::saw);
        }
        simulated.begin();
    }

    private void saw(Api.Change change) {
        simulated.saw(seconds() + offset, change.type().name(), change.object());
    }

    private double seconds() {
        return time.instant().toEpochMilli() / 1000.0;
    }

    private void waitUntil(double at) {
        time.advance(Duration.ofMillis(Math.round((at - seconds() - offset) * 1000)));
    }

    private void update(ObjectRef ref, Object value, String... path) {
        api.update(api.find(ref).orElseThrow().with(value, path), World.ADMIN);
    }

    private void unset(ObjectRef ref, String... path) {
        api.update(api.find(ref).orElseThrow().with(null, path), World.ADMIN);
    }

    private void delete(String pod) {
        api.delete(ObjectRef.pod(NAMESPACE, pod), Preconditions.NONE, World.ADMIN);
    }

    private String ip(String pod) {
        return world.pod(NAMESPACE, pod).orElseThrow().text("status", "podIP");
    }

    private String says(String pod, String... command) {
        return world.redisCli(NAMESPACE, pod, command).stdout();
    }

    /** The master before the recorded incidents of a lost master. */
    private void cacheTwoBecomesMaster() {
        says("cache-2", "REPLICAOF", "NO", "ONE");
        says("cache-0", "REPLICAOF", ip("cache-2"), "6379");
        says("cache-1", "REPLICAOF", ip("cache-2"), "6379");
        time.advance(Duration.ofMinutes(2));
        assertEquals("cache-2", api.find(REPLICATION).orElseThrow().text("status", "masterNode"));
    }

    private void assertSameOrder(States expected) {
        for (String object : ALL) {
            assertEquals(
                    String.join("\n", expected.of(object)),
                    String.join("\n", simulated.of(object)),
                    () -> object + "; all that was simulated: " + simulated.steps());
        }
    }

    @Test
    void aReplicaThatLoadsIsKilledFiveTimesBeforeItBacksOffAndTheOperatorDoesNothing() throws IOException {
        States expected = States.recorded(WATCHED, "opstree-b-probe-deadlock.jsonl", 1);
        world.setLoad(NAMESPACE, "cache-2", Duration.ofSeconds(131));
        begin(2);
        waitUntil(2.27);
        delete("cache-2");
        waitUntil(205);
        assertSameOrder(expected);
        double life = simulated.first("cache-2", "restarts 2") - simulated.first("cache-2", "restarts 1");
        assertTrue(life > 28 && life < 32, "killed after " + life);
    }

    @Test
    void curedWhileTheOperatorLeavesItAloneNobodyElseIsTouched() throws IOException {
        States expected = States.recorded(WATCHED, "opstree-c-cure-skip-reconcile.jsonl", 1);
        world.setLoad(NAMESPACE, "cache-2", Duration.ofSeconds(131));
        delete("cache-2");
        time.advance(Duration.ofSeconds(213));
        begin(0);
        waitUntil(1.3);
        update(REPLICATION, "true", "metadata", "annotations", "redisreplication.opstreelabs.in/skip-reconcile");
        update(SENTINEL, "true", "metadata", "annotations", "redissentinel.opstreelabs.in/skip-reconcile");
        waitUntil(4.61);
        loosenTheProbe();
        waitUntil(12.91);
        delete("cache-2");
        waitUntil(152);
        assertTrue(says("cache-2", "INFO", "replication").contains("role:master"));
        assertEquals("OK\n", says("cache-2", "REPLICAOF", ip("cache-0"), "6379"));
        waitUntil(316.11);
        unset(REPLICATION, "metadata", "annotations", "redisreplication.opstreelabs.in/skip-reconcile");
        unset(SENTINEL, "metadata", "annotations", "redissentinel.opstreelabs.in/skip-reconcile");
        waitUntil(500);
        assertSameOrder(expected);
        double unready = simulated.steps().stream()
                .filter(s -> s.object().equals("cache-2")
                        && s.at() > 160
                        && s.state().contains("unready"))
                .findFirst()
                .orElseThrow()
                .at();
        assertTrue(unready - 152 > 20 && unready - 152 < 40, "not ready any more at " + unready);
    }

    private void loosenTheProbe() {
        KubeObject set = api.find(SET).orElseThrow();
        Map<String, Object> container = new LinkedHashMap<>(Json.mutableMap(
                Json.asMap(set.list("spec", "template", "spec", "containers").getFirst())));
        Map<String, Object> probe = new LinkedHashMap<>(Json.asMap(container.get("livenessProbe")));
        probe.put("failureThreshold", 60L);
        container.put("livenessProbe", probe);
        api.update(
                set.with(List.of(container), "spec", "template", "spec", "containers")
                        .with(2L, "spec", "updateStrategy", "rollingUpdate", "partition"),
                World.ADMIN);
    }

    @Test
    void sentinelsPromoteAReplicaAndTheOperatorSaysSoOnItsNextPass() throws IOException {
        States expected = States.recorded(WATCHED, "opstree-e-master-deleted.jsonl", 1);
        cacheTwoBecomesMaster();
        // as recorded, no pass falls into the seconds without a master: one has just been
        time.advance(Duration.ofSeconds(4));
        begin(1);
        waitUntil(1.35);
        delete("cache-2");
        waitUntil(40);
        assertSameOrder(expected);
    }

    @Test
    void theReturningOperatorChoosesTheOldMasterAndWhatWasWrittenMeanwhileIsLost() throws IOException {
        States expected = States.recorded(WATCHED, "opstree-i-zero-two-pods-lost.jsonl", 3);
        cacheTwoBecomesMaster();
        update(OPERATOR, 0L, "spec", "replicas");
        time.advance(Duration.ofSeconds(10));
        begin(3);
        waitUntil(5.87);
        delete("cache-2");
        waitUntil(5.9);
        delete("cache-0");
        waitUntil(45);
        assertTrue(says("cache-1", "INFO", "replication").contains("role:master"));
        waitUntil(47.81);
        update(OPERATOR, 1L, "spec", "replicas");
        waitUntil(80);
        assertTrue(says("cache-1", "INFO", "replication").contains("master_host:" + ip("cache-2")));
        assertSameOrder(expected);
    }
}
