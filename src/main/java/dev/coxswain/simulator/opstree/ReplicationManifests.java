package dev.coxswain.simulator.opstree;

import dev.coxswain.cluster.KubeObject;
import dev.coxswain.simulator.controller.object.Owner;
import dev.coxswain.simulator.controller.object.Tree;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The objects that the Opstree operator generates from a RedisReplication, in the fields that anybody looks at. */
final class ReplicationManifests {

    static final long PORT = 6379;

    private final KubeObject instance;
    private final String name;

    ReplicationManifests(KubeObject instance) {
        this.instance = instance;
        this.name = instance.name();
    }

    private static Map<String, @Nullable Object> stableLabels(String set, String type) {
        return Tree.of("app", set, "redis_setup_type", type, "role", type);
    }

    /** Every label of the custom resource is on everything. */
    static Map<String, @Nullable Object> labels(KubeObject instance, String set, String type) {
        Map<String, @Nullable Object> labels = stableLabels(set, type);
        instance.labels().forEach(labels::putIfAbsent);
        return labels;
    }

    /** So is every annotation, but for what kubectl left, and what the resource says to ignore. */
    static Map<String, @Nullable Object> annotations(KubeObject instance) {
        Map<String, @Nullable Object> annotations =
                Tree.of("redis.opstreelabs.in", "true", "redis.opstreelabs.instance", instance.name());
        annotations.putAll(instance.annotations());
        annotations.remove("kubectl.kubernetes.io/last-applied-configuration");
        annotations.remove(LastApplied.ANNOTATION);
        instance.list("spec", "kubernetesConfig", "ignoreAnnotations")
                .forEach(key -> annotations.remove(String.valueOf(key)));
        return annotations;
    }

    static Map<String, @Nullable Object> metadata(
            KubeObject instance,
            String objectName,
            Map<String, @Nullable Object> labels,
            Map<String, @Nullable Object> annotations) {
        Map<String, @Nullable Object> owner = Owner.reference(instance);
        owner.remove("blockOwnerDeletion");
        return Tree.of(
                "name", objectName,
                "namespace", instance.namespace(),
                "labels", labels,
                "annotations", annotations,
                "ownerReferences", List.of(owner));
    }

    List<KubeObject> services() {
        Map<String, @Nullable Object> labels = labels(instance, name, "replication");
        return List.of(
                service(name + "-headless", labels, true),
                service(name, labels, false),
                service(name + "-additional", labels, false),
                service(name + "-master", Tree.merged(labels, Map.of(ReplicationPass.ROLE, "master")), false),
                service(name + "-replica", Tree.merged(labels, Map.of(ReplicationPass.ROLE, "slave")), false));
    }

    private KubeObject service(String objectName, Map<String, @Nullable Object> labels, boolean headless) {
        return service(instance, objectName, labels, "redis-client", PORT, headless);
    }

    static KubeObject service(
            KubeObject instance,
            String objectName,
            Map<String, @Nullable Object> labels,
            String portName,
            long port,
            boolean headless) {
        Map<String, @Nullable Object> annotations = annotations(instance);
        annotations.put("prometheus.io/scrape", "true");
        annotations.put("prometheus.io/port", "9121");
        Map<String, @Nullable Object> entry =
                Tree.of("name", portName, "port", port, "targetPort", port, "protocol", "TCP");
        return Tree.object(
                "v1",
                "Service",
                metadata(instance, objectName, labels, annotations),
                "spec",
                Tree.of(
                        "type",
                        "ClusterIP",
                        "clusterIP",
                        headless ? "None" : null,
                        "selector",
                        labels,
                        "ports",
                        List.of(entry)));
    }

    KubeObject statefulSet() {
        Map<String, @Nullable Object> labels = labels(instance, name, "replication");
        Map<String, @Nullable Object> annotations = annotations(instance);
        Map<String, @Nullable Object> claim = instance.map("spec", "storage", "volumeClaimTemplate", "spec");
        Map<String, @Nullable Object> claimTemplate =
                Tree.of("metadata", Tree.of("name", name, "labels", labels, "annotations", annotations), "spec", claim);
        Map<String, @Nullable Object> podSpec = Tree.of(
                "containers",
                List.of(container(!claim.isEmpty())),
                "volumes",
                List.of(Tree.of("name", "config", "emptyDir", Map.of())),
                "securityContext",
                instance.get("spec", "podSecurityContext"),
                "terminationGracePeriodSeconds",
                instance.get("spec", "terminationGracePeriodSeconds"));
        return statefulSet(instance, name, labels, podSpec, claim.isEmpty() ? List.of() : List.of(claimTemplate));
    }

    static KubeObject statefulSet(
            KubeObject instance,
            String set,
            Map<String, @Nullable Object> labels,
            Map<String, @Nullable Object> podSpec,
            List<Object> claims) {
        Map<String, @Nullable Object> strategy = instance.map("spec", "kubernetesConfig", "updateStrategy");
        Map<String, @Nullable Object> template =
                Tree.of("metadata", Tree.of("labels", labels, "annotations", annotations(instance)), "spec", podSpec);
        Map<String, @Nullable Object> spec = Tree.of(
                "replicas",
                instance.number(3, "spec", "clusterSize"),
                "serviceName",
                set + "-headless",
                "selector",
                Tree.of("matchLabels", labels),
                "template",
                template,
                "updateStrategy",
                strategy.isEmpty() ? null : strategy,
                "volumeClaimTemplates",
                claims.isEmpty() ? null : claims);
        return Tree.object(
                "apps/v1", "StatefulSet", metadata(instance, set, labels, annotations(instance)), "spec", spec);
    }

    private Map<String, @Nullable Object> container(boolean persistent) {
        List<Object> env = new ArrayList<>(List.of(
                Tree.of("name", "PERSISTENCE_ENABLED", "value", String.valueOf(persistent)),
                Tree.of("name", "REDIS_ADDR", "value", "redis://localhost:" + PORT),
                Tree.of("name", "REDIS_PORT", "value", String.valueOf(PORT)),
                Tree.of("name", "SERVER_MODE", "value", "replication"),
                Tree.of("name", "SETUP_MODE", "value", "replication")));
        Map<String, @Nullable Object> secret = instance.map("spec", "kubernetesConfig", "redisSecret");
        if (!secret.isEmpty()) {
            Map<String, @Nullable Object> from = Tree.of("secretKeyRef", secret);
            env.add(Tree.of("name", "REDIS_PASSWORD", "valueFrom", from));
            env.add(Tree.of("name", "REDISCLI_AUTH", "valueFrom", from));
        }
        return Tree.of(
                "name",
                name,
                "image",
                instance.text("spec", "kubernetesConfig", "image"),
                "env",
                env,
                "resources",
                instance.get("spec", "kubernetesConfig", "resources"),
                "volumeMounts",
                persistent ? List.of(Tree.of("name", name, "mountPath", "/data")) : null,
                "livenessProbe",
                probe(instance, "livenessProbe", "REDIS_PORT"),
                "readinessProbe",
                probe(instance, "readinessProbe", "REDIS_PORT"),
                "lifecycle",
                EmbeddedManifests.size(instance) > 0 ? Tree.of("preStop", handOver()) : null);
    }

    /** What a server does before it stops, if sentinels are embedded. {@link ReplicationContainer} does it in its place. */
    private Map<String, @Nullable Object> handOver() {
        String script =
                """
                role() { redis-cli -h "$(hostname)" -p "$REDIS_PORT" INFO replication | grep -q "role:$1"; }
                role master || exit 0
                redis-cli -h %s -p %d SENTINEL FAILOVER %s
                for i in $(seq 20); do role slave && exit 0; sleep 1; done
                """.formatted(EmbeddedManifests.service(instance), EmbeddedManifests.PORT, EmbeddedSentinels.GROUP);
        return Tree.of("exec", Tree.of("command", List.of("sh", "-c", script)));
    }

    /** What the resource says of the probe; the command is the operator's, and by default the numbers are Kubernetes' own. */
    static Map<String, @Nullable Object> probe(KubeObject instance, String field, String port) {
        Map<String, @Nullable Object> given = instance.map("spec", field);
        boolean complete = given.keySet().stream()
                .anyMatch(key -> List.of("exec", "httpGet", "tcpSocket", "grpc").contains(key));
        String script = """
                if [ -n "${REDISCLI_AUTH:-}" ]; then REDISCLI_AUTH="$(printf %s "$REDISCLI_AUTH" | tr -d '\\r\\n')"; \
                export REDISCLI_AUTH; fi
                RESP="$(redis-cli -h $(hostname) -p ${PORT} ping)"
                [ "$RESP" = "PONG" ]""".replace("${PORT}", "${" + port + "}");
        return complete ? given : Tree.merged(given, Tree.of("exec", Tree.of("command", List.of("sh", "-ec", script))));
    }
}
