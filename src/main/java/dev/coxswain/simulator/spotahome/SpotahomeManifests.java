package dev.coxswain.simulator.spotahome;

import dev.coxswain.cluster.Json;
import dev.coxswain.cluster.KubeObject;
import dev.coxswain.simulator.controller.object.Owner;
import dev.coxswain.simulator.controller.object.Tree;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The objects that the Spotahome operator generates from a RedisFailover, in the fields that anybody looks at. */
final class SpotahomeManifests {

    private static final Map<String, String> COPYING = Map.of("cpu", "10m", "memory", "32Mi");

    static final String ROLE = "redisfailovers-role";

    private final KubeObject failover;
    private final String name;
    private final long port;
    private final PodSettings redis;
    private final PodSettings sentinel;

    SpotahomeManifests(KubeObject failover) {
        this.failover = failover;
        this.name = failover.name();
        this.port = failover.number(6379, "spec", "redis", "port");
        this.redis = new PodSettings(failover, "redis");
        this.sentinel = new PodSettings(failover, "sentinel");
    }

    private Map<String, @Nullable Object> selector(String component) {
        return Tree.of(
                "app.kubernetes.io/component", component,
                "app.kubernetes.io/name", name,
                "app.kubernetes.io/part-of", "redis-failover");
    }

    private Map<String, @Nullable Object> labels(String component) {
        Map<String, @Nullable Object> labels = selector(component);
        labels.put("app.kubernetes.io/managed-by", "redis-operator");
        labels.put("redisfailovers.databases.spotahome.com/name", name);
        failover.labels().forEach(labels::putIfAbsent);
        return labels;
    }

    private Map<String, @Nullable Object> redisLabels() {
        return Tree.merged(labels("redis"), Map.of(ROLE, "slave"));
    }

    private Map<String, @Nullable Object> metadata(String objectName, Map<String, @Nullable Object> labels) {
        return Tree.of(
                "name",
                objectName,
                "namespace",
                failover.namespace(),
                "labels",
                labels,
                "ownerReferences",
                List.of(Owner.reference(failover)));
    }

    List<KubeObject> services() {
        Map<String, @Nullable Object> master = Tree.merged(selector("redis"), Map.of(ROLE, "master"));
        Map<String, @Nullable Object> slave = Tree.merged(selector("redis"), Map.of(ROLE, "slave"));
        return List.of(
                service("rfs-" + name, labels("sentinel"), selector("sentinel"), "sentinel", 26379),
                service("rfrm-" + name, labels("redis"), master, "redis", port),
                service("rfrs-" + name, labels("redis"), slave, "redis", port));
    }

    private KubeObject service(
            String objectName,
            Map<String, @Nullable Object> labels,
            Map<String, @Nullable Object> selector,
            String portName,
            long servicePort) {
        Map<String, @Nullable Object> entry =
                Tree.of("name", portName, "port", servicePort, "targetPort", servicePort, "protocol", "TCP");
        return Tree.object(
                "v1",
                "Service",
                metadata(objectName, labels),
                "spec",
                Tree.of("type", "ClusterIP", "selector", selector, "ports", List.of(entry)));
    }

    List<KubeObject> configMaps(String password) {
        StringBuilder redis = new StringBuilder(
                "slaveof 127.0.0.1 %d\nport %d\ntcp-keepalive 60\nsave 900 1\nsave 300 10\n".formatted(port, port));
        redis.append("user pinger -@all +ping on >pingpass\n");
        if (!password.isEmpty()) {
            redis.append("masterauth ")
                    .append(password)
                    .append("\nrequirepass ")
                    .append(password)
                    .append('\n');
        }
        String sentinel =
                "sentinel monitor mymaster 127.0.0.1 %d 2\nsentinel down-after-milliseconds mymaster 1000\nsentinel failover-timeout mymaster 3000\nsentinel parallel-syncs mymaster 2\n"
                        .formatted(port);
        String ready =
                "ROLE=\"role\"\nROLE_MASTER=\"role:master\"\nROLE_SLAVE=\"role:slave\"\nIN_SYNC=\"master_sync_in_progress:1\"\nNO_MASTER=\"master_host:127.0.0.1\"\n";
        return List.of(
                configMap("rfr-" + name, "redis", "redis.conf", redis.toString()),
                configMap("rfr-s-" + name, "redis", "shutdown.sh", "sleep 31\nredis-cli save\n"),
                configMap("rfr-readiness-" + name, "redis", "ready.sh", ready),
                configMap("rfs-" + name, "sentinel", "sentinel.conf", sentinel));
    }

    private KubeObject configMap(String objectName, String component, String key, String text) {
        return Tree.object("v1", "ConfigMap", metadata(objectName, labels(component)), "data", Map.of(key, text));
    }

    List<KubeObject> budgets() {
        long minimum = failover.number(3, "spec", "redis", "replicas") <= 2 ? 1 : 2;
        return List.of(budget("rfr-" + name, "redis", minimum), budget("rfs-" + name, "sentinel", minimum));
    }

    private KubeObject budget(String objectName, String component, long minimum) {
        Map<String, @Nullable Object> selector = Tree.of("matchLabels", labels(component));
        return Tree.object(
                "policy/v1",
                "PodDisruptionBudget",
                metadata(objectName, labels(component)),
                "spec",
                Tree.of("minAvailable", minimum, "selector", selector));
    }

    KubeObject statefulSet() {
        Map<String, @Nullable Object> claim = failover.map("spec", "redis", "storage", "persistentVolumeClaim");
        List<Object> volumes = new ArrayList<>(List.of(
                configVolume("redis-config", "rfr-" + name, 420),
                configVolume("redis-shutdown-config", "rfr-s-" + name, 484),
                configVolume("redis-readiness-config", "rfr-readiness-" + name, 484)));
        String data = claim.isEmpty() ? "redis-data" : Json.asText(Json.at(claim, "metadata", "name"));
        if (claim.isEmpty()) {
            volumes.add(Tree.of("name", data, "emptyDir", Map.of()));
        }
        Map<String, @Nullable Object> podSpec = Tree.of(
                "volumes",
                volumes,
                "containers",
                List.of(redisContainer(data)),
                "restartPolicy",
                "Always",
                "terminationGracePeriodSeconds",
                failover.number(30, "spec", "redis", "terminationGracePeriod"),
                "securityContext",
                redis.podSecurity(),
                "affinity",
                redis.affinity(redisLabels()));
        Map<String, @Nullable Object> template = Tree.of(
                "metadata",
                Tree.of("labels", redisLabels(), "annotations", failover.get("spec", "redis", "podAnnotations")),
                "spec",
                podSpec);
        Map<String, @Nullable Object> spec = Tree.of(
                "replicas",
                failover.number(3, "spec", "redis", "replicas"),
                "selector",
                Tree.of("matchLabels", selector("redis")),
                "template",
                template,
                "volumeClaimTemplates",
                claim.isEmpty() ? null : List.of(claimTemplate(claim)),
                "serviceName",
                "rfr-" + name,
                "podManagementPolicy",
                "Parallel",
                "updateStrategy",
                Tree.of("type", "OnDelete"));
        return Tree.object("apps/v1", "StatefulSet", metadata("rfr-" + name, redisLabels()), "spec", spec);
    }

    private static Map<String, @Nullable Object> claimTemplate(Map<String, @Nullable Object> claim) {
        return Tree.of(
                "metadata", Tree.of("name", Json.asText(Json.at(claim, "metadata", "name"))),
                "spec", claim.get("spec"));
    }

    private static Map<String, @Nullable Object> configVolume(String volume, String configMap, long mode) {
        return Tree.of("name", volume, "configMap", Tree.of("name", configMap, "defaultMode", mode));
    }

    private Map<String, @Nullable Object> redisContainer(String data) {
        List<Object> env = new ArrayList<>(List.of(
                Tree.of("name", "REDIS_ADDR", "value", "redis://127.0.0.1:" + port),
                Tree.of("name", "REDIS_PORT", "value", String.valueOf(port)),
                Tree.of("name", "REDIS_USER", "value", "default")));
        String secret = failover.text("spec", "auth", "secretPath");
        if (!secret.isEmpty()) {
            env.add(Tree.of(
                    "name",
                    "REDIS_PASSWORD",
                    "valueFrom",
                    Tree.of("secretKeyRef", Tree.of("name", secret, "key", "password"))));
        }
        String liveness =
                "redis-cli -h $(hostname) -p %d --user pinger --pass pingpass --no-auth-warning ping | grep PONG"
                        .formatted(port);
        return Tree.of(
                "name", "redis",
                "image", image("redis"),
                "imagePullPolicy", redis.pullPolicy(),
                "securityContext", redis.containerSecurity(),
                "command", command(),
                "ports", List.of(Tree.of("name", "redis", "containerPort", port, "protocol", "TCP")),
                "env", env,
                "resources", failover.map("spec", "redis", "resources"),
                "volumeMounts",
                        List.of(
                                Tree.of("name", "redis-config", "mountPath", "/redis"),
                                Tree.of("name", "redis-shutdown-config", "mountPath", "/redis-shutdown"),
                                Tree.of("name", "redis-readiness-config", "mountPath", "/redis-readiness"),
                                Tree.of("name", data, "mountPath", "/data")),
                "livenessProbe", probe("customLivenessProbe", probe(15, 6, List.of("sh", "-c", liveness))),
                "readinessProbe",
                        probe("customReadinessProbe", probe(10, 3, List.of("/bin/sh", "/redis-readiness/ready.sh"))),
                "startupProbe", probe("customStartupProbe", null),
                "lifecycle",
                        Tree.of(
                                "preStop",
                                Tree.of(
                                        "exec",
                                        Tree.of("command", List.of("/bin/sh", "/redis-shutdown/shutdown.sh")))));
    }

    private List<@Nullable Object> command() {
        List<@Nullable Object> own = failover.list("spec", "redis", "command");
        return own.isEmpty() ? List.of("redis-server", "/redis/redis.conf") : own;
    }

    private @Nullable Object probe(String override, @Nullable Object otherwise) {
        Map<String, @Nullable Object> custom = failover.map("spec", "redis", override);
        return custom.isEmpty()
                ? otherwise
                : Tree.merged(
                        Tree.of(
                                "timeoutSeconds",
                                1L,
                                "periodSeconds",
                                10L,
                                "successThreshold",
                                1L,
                                "failureThreshold",
                                3L),
                        custom);
    }

    private static Map<String, @Nullable Object> probe(long period, long failures, List<String> command) {
        return Tree.of(
                "exec",
                Tree.of("command", command),
                "initialDelaySeconds",
                30L,
                "timeoutSeconds",
                5L,
                "periodSeconds",
                period,
                "successThreshold",
                1L,
                "failureThreshold",
                failures);
    }

    private String image(String part) {
        String image = failover.text("spec", part, "image");
        return image.isEmpty() ? "redis:6.2.6-alpine" : image;
    }

    KubeObject sentinelDeployment() {
        Map<String, @Nullable Object> copy = Tree.of(
                "name", "sentinel-config-copy",
                "image", image("sentinel"),
                "imagePullPolicy", sentinel.pullPolicy(),
                "securityContext", sentinel.containerSecurity(),
                "command", List.of("cp", "/redis/sentinel.conf", "/redis-writable/sentinel.conf"),
                "resources", Map.of("limits", COPYING, "requests", COPYING),
                "volumeMounts",
                        List.of(
                                Tree.of("name", "sentinel-config", "mountPath", "/redis"),
                                Tree.of("name", "sentinel-config-writable", "mountPath", "/redis-writable")));
        Map<String, @Nullable Object> podSpec = Tree.of(
                "volumes",
                        List.of(
                                configVolume("sentinel-config", "rfs-" + name, 420),
                                Tree.of("name", "sentinel-config-writable", "emptyDir", Map.of())),
                "initContainers", List.of(copy),
                "containers", List.of(sentinelContainer()),
                "restartPolicy", "Always",
                "terminationGracePeriodSeconds", 30L,
                "securityContext", sentinel.podSecurity(),
                "affinity", sentinel.affinity(labels("sentinel")));
        return Tree.object(
                "apps/v1",
                "Deployment",
                metadata("rfs-" + name, labels("sentinel")),
                "spec",
                Tree.of(
                        "replicas", failover.number(3, "spec", "sentinel", "replicas"),
                        "selector", Tree.of("matchLabels", selector("sentinel")),
                        "template", Tree.of("metadata", Tree.of("labels", labels("sentinel")), "spec", podSpec)));
    }

    private Map<String, @Nullable Object> sentinelContainer() {
        String asked = "redis-cli -h $(hostname) -p 26379 ";
        String ready = asked + "sentinel get-master-addr-by-name mymaster | head -n 1 | grep -vq '127.0.0.1'";
        return Tree.of(
                "name", "sentinel",
                "image", image("sentinel"),
                "imagePullPolicy", sentinel.pullPolicy(),
                "securityContext", sentinel.containerSecurity(),
                "command", List.of("redis-server", "/redis/sentinel.conf", "--sentinel"),
                "ports", List.of(Tree.of("name", "sentinel", "containerPort", 26379L, "protocol", "TCP")),
                "resources", failover.map("spec", "sentinel", "resources"),
                "volumeMounts", List.of(Tree.of("name", "sentinel-config-writable", "mountPath", "/redis")),
                "livenessProbe", probe(10, 3, List.of("sh", "-c", asked + "ping")),
                "readinessProbe", probe(10, 3, List.of("sh", "-c", ready)));
    }
}
