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

    /** Servers with a volume each; nobody watches over their master. */
    void addReplication(String namespace, String name, long size) {
        Map<String, Object> claim = Map.of(
                "accessModes", List.of("ReadWriteOnce"), "resources", Map.of("requests", Map.of("storage", "1Gi")));
        resources.add(resource(
                "RedisReplication",
                namespace,
                name,
                Map.of(
                        "clusterSize", size,
                        "kubernetesConfig", kubernetesConfig("redis"),
                        "podSecurityContext", Map.of("runAsUser", 1000L, "fsGroup", 1000L),
                        "storage", Map.of("volumeClaimTemplate", Map.of("spec", claim)))));
    }

    /** Three sentinels beside a replication. */
    void addSentinel(String namespace, String name, String replication) {
        resources.add(resource(
                "RedisSentinel",
                namespace,
                name,
                Map.of(
                        "clusterSize", 3L,
                        "kubernetesConfig", kubernetesConfig("redis-sentinel"),
                        "redisSentinelConfig", Map.of("redisReplicationName", replication))));
    }

    private static Map<String, Object> kubernetesConfig(String image) {
        return Map.of(
                "image",
                "quay.io/opstree/" + image + ":" + VERSION,
                "resources",
                Map.of("requests", Map.of("cpu", "10m", "memory", "50Mi")));
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
