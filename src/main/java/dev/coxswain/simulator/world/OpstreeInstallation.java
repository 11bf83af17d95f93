package dev.coxswain.simulator.world;

import dev.coxswain.cluster.KubeObject;
import dev.coxswain.simulator.api.Api;
import dev.coxswain.simulator.controller.object.Tree;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** The Opstree operator as its chart installs it, and the custom resources that it shall look after. */
final class OpstreeInstallation {

    static final String NAMESPACE = "ot-operators";

    private static final String API_VERSION = "redis.redis.opstreelabs.in/v1beta2";
    private static final String VERSION = "v7.0.15";

    private final List<KubeObject> resources = new ArrayList<>();

    /**
     * Servers with a volume each.
     *
     * @param sentinels that are embedded in it; with none nobody watches over the master
     */
    void addReplication(String namespace, String name, long size, long sentinels) {
        Map<String, Object> claim = Map.of(
                "accessModes", List.of("ReadWriteOnce"), "resources", Map.of("requests", Map.of("storage", "1Gi")));
        Map<String, Object> embedded = Map.of("size", sentinels, "image", image("redis-sentinel"));
        resources.add(resource(
                "RedisReplication",
                namespace,
                name,
                Tree.of(
                        "clusterSize", size,
                        "kubernetesConfig", kubernetesConfig("redis"),
                        "podSecurityContext", Map.of("runAsUser", 1000L, "fsGroup", 1000L),
                        "storage", Map.of("volumeClaimTemplate", Map.of("spec", claim)),
                        "sentinel", sentinels == 0 ? null : embedded)));
    }

    /** Sentinels of a kind of their own beside a replication. */
    void addSentinel(String namespace, String name, String replication, long size) {
        resources.add(resource(
                "RedisSentinel",
                namespace,
                name,
                Map.of(
                        "clusterSize", size,
                        "kubernetesConfig", kubernetesConfig("redis-sentinel"),
                        "redisSentinelConfig", Map.of("redisReplicationName", replication))));
    }

    private static String image(String name) {
        return "quay.io/opstree/" + name + ":" + VERSION;
    }

    private static Map<String, Object> kubernetesConfig(String image) {
        return Map.of("image", image(image), "resources", Map.of("requests", Map.of("cpu", "10m", "memory", "50Mi")));
    }

    private static KubeObject resource(String kind, String namespace, String name, Map<String, ?> spec) {
        return Tree.object(API_VERSION, kind, Map.of("name", name, "namespace", namespace), "spec", spec);
    }

    boolean isEmpty() {
        return resources.isEmpty();
    }

    List<String> namespaces() {
        return resources.stream().map(KubeObject::namespace).distinct().toList();
    }

    void install(World world) {
        Api api = world.api();
        List.of("redisreplications.json", "redissentinels.json")
                .forEach(definition -> api.create(Resources.object(definition), World.ADMIN));
        world.addNamespace(NAMESPACE);
        api.create(
                Tree.object("v1", "ServiceAccount", Map.of("name", "redis-operator", "namespace", NAMESPACE)),
                World.ADMIN);
        api.create(Resources.object("opstree-operator.json"), World.ADMIN);
    }

    void createResources(Api api) {
        resources.forEach(resource -> api.create(resource, World.ADMIN));
    }
}
