package dev.coxswain.simulator.opstree;

import dev.coxswain.cluster.KubeObject;
import dev.coxswain.simulator.controller.object.Tree;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The objects that the Opstree operator generates from a RedisSentinel. */
final class SentinelManifests {

    private static final long PORT = 26379;

    private final KubeObject instance;
    private final String name;

    SentinelManifests(KubeObject instance) {
        this.instance = instance;
        this.name = name(instance);
    }

    /** Of its StatefulSet. */
    static String name(KubeObject instance) {
        return instance.name() + "-sentinel";
    }

    List<KubeObject> services() {
        Map<String, @Nullable Object> labels = ReplicationManifests.labels(instance, name, "sentinel");
        return List.of(
                ReplicationManifests.service(instance, name + "-headless", labels, "sentinel-client", PORT, true),
                ReplicationManifests.service(instance, name, labels, "sentinel-client", PORT, false),
                ReplicationManifests.service(instance, name + "-additional", labels, "sentinel-client", PORT, false));
    }

    KubeObject statefulSet() {
        Map<String, @Nullable Object> podSpec = Tree.of(
                "containers",
                List.of(container()),
                "volumes",
                List.of(Tree.of("name", "config", "emptyDir", Map.of())),
                "securityContext",
                instance.get("spec", "podSecurityContext"));
        return ReplicationManifests.statefulSet(
                instance, name, ReplicationManifests.labels(instance, name, "sentinel"), podSpec, List.of());
    }

    private Map<String, @Nullable Object> container() {
        List<Object> env = List.of(
                Tree.of("name", "REDIS_ADDR", "value", "redis://localhost:" + PORT),
                Tree.of("name", "SENTINEL_PORT", "value", String.valueOf(PORT)),
                Tree.of("name", "SERVER_MODE", "value", "sentinel"),
                Tree.of("name", "SETUP_MODE", "value", "sentinel"),
                Tree.of("name", "MASTER_GROUP_NAME", "value", config("masterGroupName")),
                Tree.of("name", "PORT", "value", config("redisPort")),
                Tree.of("name", "QUORUM", "value", config("quorum")),
                Tree.of("name", "DOWN_AFTER_MILLISECONDS", "value", config("downAfterMilliseconds")),
                Tree.of("name", "PARALLEL_SYNCS", "value", config("parallelSyncs")),
                Tree.of("name", "FAILOVER_TIMEOUT", "value", config("failoverTimeout")));
        return Tree.of(
                "name", name,
                "image", instance.text("spec", "kubernetesConfig", "image"),
                "env", env,
                "resources", instance.get("spec", "kubernetesConfig", "resources"),
                "volumeMounts", List.of(Tree.of("name", "config", "mountPath", "/etc/redis")),
                "livenessProbe", ReplicationManifests.probe(instance, "livenessProbe", "SENTINEL_PORT"),
                "readinessProbe", ReplicationManifests.probe(instance, "readinessProbe", "SENTINEL_PORT"));
    }

    private String config(String key) {
        return instance.text("spec", "redisSentinelConfig", key);
    }
}
