package dev.coxswain.simulator.world;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.coxswain.cluster.KubeObject;
import dev.coxswain.cluster.ObjectRef;
import dev.coxswain.simulator.api.ContainerRuntime;
import dev.coxswain.simulator.controller.object.Kinds;
import dev.coxswain.simulator.controller.object.Pods;
import dev.coxswain.simulator.spotahome.SpotahomeOperator;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

final class RedisWorldTest {

    private static RedisWorldBuilder builder() {
        return RedisWorld.builder(7);
    }

    private static KubeObject pod(RedisWorld world, String name) {
        return world.pod("shop", name).orElseThrow();
    }

    @Test
    void aFreshFailoverComesUpWithOneMasterAndTwoLinkedReplicas() {
        RedisWorld world = builder().failover("shop", "cart").build();
        assertEquals(Optional.of("rfr-cart-0"), world.primaryOf("shop", "cart"));
        String info =
                world.redisCli("shop", "rfr-cart-0", "INFO", "replication").stdout();
        assertTrue(info.contains("role:master\r\nconnected_slaves:2\r\n"), info);
        for (KubeObject pod : world.api().list(Kinds.POD, "shop")) {
            assertTrue(Pods.isReady(pod), pod + " " + pod.get("status"));
        }
        assertEquals("master", pod(world, "rfr-cart-0").labels().get("redisfailovers-role"));
    }

    @Test
    void aReplicaThatLoadsTooSlowlyIsKilledByItsProbeAgainAndAgain() {
        RedisWorld world = builder().failover("shop", "cart", true, "s3cret").build();
        world.restartWithSlowLoad("shop", "rfr-cart-2", Duration.ofSeconds(230));
        world.advance(Duration.ofMinutes(8));
        KubeObject stuck = pod(world, "rfr-cart-2");
        assertFalse(Pods.isReady(stuck));
        long restarts = ((Number) java.util.Objects.requireNonNull(dev.coxswain.cluster.Json.at(
                        stuck.list("status", "containerStatuses").getFirst(), "restartCount")))
                .longValue();
        assertTrue(restarts >= 4, "restarts " + restarts);
        String log = world.runtime()
                .log(
                        operatorPod(world).ref(),
                        "redis-operator",
                        new ContainerRuntime.LogOptions(Optional.empty(), false, false));
        assertTrue(log.contains("error on object processing: LOADING Redis is loading the dataset in memory"), log);
        assertEquals(
                "LOADING Redis is loading the dataset in memory\n\n",
                world.redisCli("shop", "rfr-cart-2", "PING").stdout());
    }

    @Test
    void theDefinitionOfTheHelmChartPrunesCustomProbes() {
        for (boolean helm : new boolean[] {false, true}) {
            RedisWorldBuilder builder = builder().failover("shop", "cart").settling(Duration.ofSeconds(10));
            RedisWorld world = (helm ? builder.helmCrd() : builder).build();
            ObjectRef ref = new ObjectRef(SpotahomeOperator.KIND, "shop", "cart");
            KubeObject failover = world.api().find(ref).orElseThrow();
            Object probe = Map.of("exec", Map.of("command", List.of("true")), "failureThreshold", 240L);
            world.api().update(failover.with(probe, "spec", "redis", "customLivenessProbe"), World.ADMIN);
            Object kept = world.api().find(ref).orElseThrow().get("spec", "redis", "customLivenessProbe");
            assertEquals(helm, kept == null);
        }
    }

    @Test
    void theSameSeedTellsTheSameStory() {
        assertEquals(story(), story());
    }

    private static List<String> story() {
        RedisWorld world = builder().failover("shop", "cart").build();
        world.restartWithSlowLoad("shop", "rfr-cart-2", Duration.ofSeconds(230));
        world.advance(Duration.ofMinutes(5));
        return world.api().list(Kinds.POD).stream()
                .map(p -> p.tree().toString())
                .toList();
    }

    private static KubeObject operatorPod(RedisWorld world) {
        return world.api().list(Kinds.POD, "redis-operator").getFirst();
    }

    @Test
    void sentinelsPromoteTheOtherReplicaWhenTheMasterIsGone() {
        RedisWorld world = builder().failover("shop", "cart").build();
        KubeObject operator = world.api()
                .find(new ObjectRef(Kinds.DEPLOYMENT, "redis-operator", "redis-operator"))
                .orElseThrow();
        world.api().update(operator.with(0L, "spec", "replicas"), World.ADMIN);
        world.advance(Duration.ofSeconds(20));
        assertTrue(world.api().list(Kinds.POD, "redis-operator").isEmpty());
        world.setLoad("shop", "rfr-cart-0", Duration.ofMinutes(10));
        world.api().delete(ObjectRef.pod("shop", "rfr-cart-0"), dev.coxswain.cluster.Preconditions.NONE, World.ADMIN);
        world.advance(Duration.ofMinutes(1));
        String primary = world.primaryOf("shop", "cart").orElseThrow();
        assertFalse(primary.equals("rfr-cart-0"));
        assertEquals("slave", pod(world, primary).labels().get("redisfailovers-role"));
    }
}
