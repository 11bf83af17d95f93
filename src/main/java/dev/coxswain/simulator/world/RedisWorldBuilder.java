package dev.coxswain.simulator.world;

import dev.coxswain.cluster.Json;
import dev.coxswain.cluster.KubeObject;
import dev.coxswain.simulator.VirtualTime;
import dev.coxswain.simulator.api.Api;
import dev.coxswain.simulator.api.ApiServer;
import dev.coxswain.simulator.controller.object.Tree;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.concurrent.locks.Lock;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Says what a {@link RedisWorld} consists of. */
public final class RedisWorldBuilder {

    private static final String OPERATOR_NAMESPACE = "redis-operator";
    private static final Set<String> NOT_IN_HELM = Set.of(
            "customLivenessProbe",
            "customReadinessProbe",
            "customStartupProbe",
            "disablePodDisruptionBudget",
            "startupConfigMap");

    private record Failover(String namespace, String name, Map<String, @Nullable Object> spec, String password) {}

    private final VirtualTime time;
    private final Api api;
    private final Lock turn;
    private final List<Failover> failovers = new ArrayList<>();
    private final OpstreeInstallation opstree = new OpstreeInstallation();
    private Optional<ApiServer> server = Optional.empty();
    private int nodes = 3;
    private boolean helm;
    private long keys = 1_000_000;
    private Duration load = Duration.ofSeconds(1);
    private Duration settling = Duration.ofMinutes(3);

    RedisWorldBuilder(VirtualTime time, Api api, Lock turn) {
        this.time = time;
        this.api = api;
        this.turn = turn;
    }

    /** A new API server on a new clock, which starts at the beginning of 2026. */
    static RedisWorldBuilder ofSeed(long seed) {
        VirtualTime time = new VirtualTime(Instant.parse("2026-01-01T00:00:00Z"));
        ApiServer server = new ApiServer(time, new SplittableRandom(seed));
        RedisWorldBuilder builder = new RedisWorldBuilder(time, server, server.lock());
        builder.server = Optional.of(server);
        return builder;
    }

    Optional<ApiServer> server() {
        return server;
    }

    VirtualTime time() {
        return time;
    }

    Api api() {
        return api;
    }

    Lock turn() {
        return turn;
    }

    long keys() {
        return keys;
    }

    Duration load() {
        return load;
    }

    public RedisWorldBuilder nodes(int count) {
        nodes = count;
        return this;
    }

    /** The operator came with its helm chart, whose CRD knows no custom probes and prunes them. */
    public RedisWorldBuilder helmCrd() {
        helm = true;
        return this;
    }

    public RedisWorldBuilder dataset(long keyCount, Duration loadTime) {
        keys = keyCount;
        load = loadTime;
        return this;
    }

    /** How long the world goes on before it is handed over. */
    public RedisWorldBuilder settling(Duration duration) {
        settling = duration;
        return this;
    }

    /** Three servers with a volume each, three sentinels, no password. */
    public RedisWorldBuilder failover(String namespace, String name) {
        return failover(namespace, name, true, "");
    }

    /** @param password empty for none; otherwise it is put into a Secret of the failover's name with {@code -auth} */
    public RedisWorldBuilder failover(String namespace, String name, boolean volumes, String password) {
        Map<String, Object> claim = Map.of(
                "metadata", Map.of("name", "data"),
                "spec",
                        Map.of(
                                "accessModes", List.of("ReadWriteOnce"),
                                "resources", Map.of("requests", Map.of("storage", "1Gi"))));
        Map<String, @Nullable Object> redis = Tree.of(
                "replicas",
                3L,
                "image",
                "docker.io/library/redis:7.0",
                "resources",
                Map.of("requests", Map.of("cpu", "10m", "memory", "50Mi")),
                "storage",
                volumes ? Map.of("keepAfterDeletion", true, "persistentVolumeClaim", claim) : null);
        Map<String, Object> sentinel = Map.of(
                "replicas",
                3L,
                "image",
                "docker.io/library/redis:7.0",
                "customConfig",
                List.of("down-after-milliseconds 3000", "failover-timeout 6000"));
        Map<String, @Nullable Object> spec = Tree.of(
                "redis", redis,
                "sentinel", sentinel,
                "auth", password.isEmpty() ? null : Map.of("secretPath", name + "-auth"));
        failovers.add(new Failover(namespace, name, spec, password));
        return this;
    }

    /** Three servers with a volume each under the Opstree operator. */
    public RedisWorldBuilder replication(String namespace, String name) {
        return replication(namespace, name, 3);
    }

    public RedisWorldBuilder replication(String namespace, String name, long size) {
        return replication(namespace, name, size, 0);
    }

    /** @param sentinels that are embedded in it */
    public RedisWorldBuilder replication(String namespace, String name, long size, long sentinels) {
        opstree.addReplication(namespace, name, size, sentinels);
        return this;
    }

    /** Three sentinels of their own kind that watch over a replication. */
    public RedisWorldBuilder sentinel(String namespace, String name, String replication) {
        return sentinel(namespace, name, replication, 3);
    }

    public RedisWorldBuilder sentinel(String namespace, String name, String replication, long size) {
        opstree.addSentinel(namespace, name, replication, size);
        return this;
    }

    /** A world in which everything is up. */
    public RedisWorld build() {
        RedisWorld redisWorld = new RedisWorld(this);
        World world = redisWorld.world();
        server.ifPresent(s -> s.setRuntime(world.kubelet()));
        for (int i = 1; i <= nodes; i++) {
            world.addNode("node-" + i);
        }
        if (opstree.isEmpty() || !failovers.isEmpty()) {
            installSpotahome(world);
        }
        if (!opstree.isEmpty()) {
            opstree.install(world);
        }
        Stream.concat(failovers.stream().map(Failover::namespace), opstree.namespaces().stream())
                .distinct()
                .forEach(world::addNamespace);
        world.advance(Duration.ofSeconds(5));
        failovers.forEach(this::create);
        opstree.createResources(api);
        world.advance(settling);
        return redisWorld;
    }

    private void installSpotahome(World world) {
        api.create(definition(), World.ADMIN);
        world.addNamespace(OPERATOR_NAMESPACE);
        api.create(
                Tree.object("v1", "ServiceAccount", Map.of("name", "redis-operator", "namespace", OPERATOR_NAMESPACE)),
                World.ADMIN);
        api.create(Resources.object("spotahome-operator.json"), World.ADMIN);
    }

    private void create(Failover failover) {
        if (!failover.password().isEmpty()) {
            String encoded =
                    Base64.getEncoder().encodeToString(failover.password().getBytes(StandardCharsets.UTF_8));
            api.create(
                    Tree.object(
                            "v1",
                            "Secret",
                            Map.of("name", failover.name() + "-auth", "namespace", failover.namespace()),
                            "type",
                            "Opaque",
                            "data",
                            Map.of("password", encoded)),
                    World.ADMIN);
        }
        api.create(
                Tree.object(
                        "databases.spotahome.com/v1",
                        "RedisFailover",
                        Map.of("name", failover.name(), "namespace", failover.namespace()),
                        "spec",
                        failover.spec()),
                World.ADMIN);
    }

    private KubeObject definition() {
        Map<String, @Nullable Object> tree =
                Json.mutableMap(Resources.object("redisfailovers.json").tree());
        if (helm) {
            prune(tree);
        }
        return KubeObject.of(tree);
    }

    private static void prune(@Nullable Object value) {
        if (value instanceof Map<?, ?> map) {
            map.keySet().removeIf(key -> NOT_IN_HELM.contains(String.valueOf(key)));
            map.values().forEach(RedisWorldBuilder::prune);
        } else if (value instanceof List<?> list) {
            list.forEach(RedisWorldBuilder::prune);
        }
    }
}
