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
import dev.coxswain.simulator.spotahome.SpotahomeOperator;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** Does to the simulated cluster what was done to a real one, and expects the same states in the same order. */
final class SpotahomeRecordingTest {

    private static final String NAMESPACE = "shop";
    private static final List<String> PODS = List.of("rfr-cart-0", "rfr-cart-1", "rfr-cart-2");

    private static final States.Watched WATCHED = new States.Watched("rfr-cart", "redisfailovers-role", false);

    private final States simulated = new States(WATCHED);
    private final RedisWorldBuilder builder = RedisWorld.builder(7);
    private final VirtualTime time = builder.time();
    private final Api api = builder.api();
    private double offset;

    private static States recorded(String name, double from) throws IOException {
        return States.recorded(WATCHED, name, from);
    }

    /** A healthy world whose clock stands at the given second of the recording. */
    private RedisWorld world(double at) {
        RedisWorld world = builder.failover(NAMESPACE, "cart").build();
        offset = at - seconds();
        for (Gvk kind : List.of(Kinds.POD, Kinds.STATEFUL_SET, Kinds.DEPLOYMENT)) {
            api.list(kind).forEach(o -> simulated.saw(0, "ADDED", o));
            api.onChange(kind, this::saw);
        }
        simulated.begin();
        return world;
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

    private static Map<String, Object> probe(long failures) {
        String command =
                "redis-cli -h $(hostname) -p 6379 --user pinger --pass pingpass --no-auth-warning ping | grep -E \"PONG|LOADING\"";
        return Map.of(
                "exec", Map.of("command", List.of("sh", "-c", command)),
                "initialDelaySeconds", 30L,
                "timeoutSeconds", 5L,
                "periodSeconds", 15L,
                "failureThreshold", failures);
    }

    private static void assertSameOrder(States expected, States actual, List<String> objects) {
        for (String object : objects) {
            assertEquals(
                    String.join("\n", expected.of(object)),
                    String.join("\n", actual.of(object)),
                    () -> object + "; all that was simulated: " + actual.steps());
        }
    }

    private static void assertKilledInTime(States states, double start) {
        double kill = states.first("rfr-cart-2", "restarts 2") - start;
        assertTrue(kill >= 105 && kill <= 145, "killed after " + kill);
    }

    @Test
    void curedThroughTheCustomResourceEveryPodIsRolledAndThePrimaryLast() throws IOException {
        States expected = recorded("spotahome-probe-stuck-cured-through-the-cr.jsonl", 60);
        RedisWorld world = world(60);
        waitUntil(67.85);
        world.restartWithSlowLoad(NAMESPACE, "rfr-cart-2", Duration.ofSeconds(235));
        waitUntil(252.85);
        update(
                new ObjectRef(SpotahomeOperator.KIND, NAMESPACE, "cart"),
                probe(6),
                "spec",
                "redis",
                "customLivenessProbe");
        waitUntil(364.3);
        api.delete(ObjectRef.pod(NAMESPACE, "rfr-cart-2"), Preconditions.NONE, World.ADMIN);
        waitUntil(800);
        assertSameOrder(expected, simulated, List.of("rfr-cart", "redis-operator"));
        assertSameOrder(expected, simulated, PODS);
        assertKilledInTime(simulated, simulated.first("rfr-cart-2", "restarts 1"));
        double first = simulated.first("rfr-cart-1", "leaving");
        double second = simulated.first("rfr-cart-0", "leaving");
        assertTrue(first < second && second - first < 60, first + " and " + second);
        assertTrue(Math.abs(first - expected.first("rfr-cart-1", "leaving")) < 40, "rolled at " + first);
    }

    @Test
    void curedWithTheOperatorAtZeroNobodyElseIsTouched() throws IOException {
        States expected = recorded("spotahome-probe-stuck-cured-with-the-operator-at-zero.jsonl", 170);
        RedisWorld world = world(170);
        ObjectRef operator = new ObjectRef(Kinds.DEPLOYMENT, "redis-operator", "redis-operator");
        ObjectRef set = new ObjectRef(Kinds.STATEFUL_SET, NAMESPACE, "rfr-cart");
        ObjectRef pod = ObjectRef.pod(NAMESPACE, "rfr-cart-2");
        String revision = api.find(set).orElseThrow().text("status", "updateRevision");
        waitUntil(177.34);
        world.restartWithSlowLoad(NAMESPACE, "rfr-cart-2", Duration.ofSeconds(230));
        waitUntil(308.48);
        update(operator, 0L, "spec", "replicas");
        waitUntil(314.73);
        KubeObject before = api.find(set).orElseThrow();
        Map<String, Object> container = new java.util.LinkedHashMap<>(Json.mutableMap(
                Json.asMap(before.list("spec", "template", "spec", "containers").getFirst())));
        container.put("livenessProbe", probe(240));
        update(set, List.of(container), "spec", "template", "spec", "containers");
        waitUntil(314.82);
        api.delete(pod, Preconditions.NONE, World.ADMIN);
        waitUntil(548.5);
        String master =
                api.find(ObjectRef.pod(NAMESPACE, "rfr-cart-0")).orElseThrow().text("status", "podIP");
        assertTrue(world.redisCli(NAMESPACE, "rfr-cart-2", "INFO", "replication")
                .stdout()
                .contains("master_host:127.0.0.1"));
        assertEquals(
                "OK\n",
                world.redisCli(NAMESPACE, "rfr-cart-2", "REPLICAOF", master, "6379")
                        .stdout());
        waitUntil(560);
        update(pod, revision, "metadata", "labels", "controller-revision-hash");
        update(operator, 1L, "spec", "replicas");
        waitUntil(806);
        assertSameOrder(expected, simulated, List.of("rfr-cart", "redis-operator"));
        assertSameOrder(expected, simulated, PODS);
        assertKilledInTime(simulated, simulated.first("rfr-cart-2", "restarts 1"));
        double back = simulated.steps().stream()
                .filter(s -> s.object().equals("rfr-cart"))
                .mapToDouble(States.Step::at)
                .max()
                .orElseThrow();
        assertTrue(back - 560 > 10 && back - 560 < 40, "overwritten at " + back);
    }
}
