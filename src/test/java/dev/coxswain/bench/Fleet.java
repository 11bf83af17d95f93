package dev.coxswain.bench;

import static org.assertj.core.api.Assertions.assertThat;

import dev.coxswain.cluster.ApiRequest;
import dev.coxswain.cluster.ApiResponse;
import dev.coxswain.kube.client.HttpTransport;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/** Pods as a cluster has them: of two containers, with probes and a status, and hardly any two of them alike. */
final class Fleet {

    static final String RESTARTS_SEEN = "perf/reacted";

    private static final int NAMESPACES = 50;
    private static final String SINCE = "2026-01-01T10:00:00Z";

    private final HttpTransport cluster;
    private final String prefix;
    private final int size;
    private final AtomicInteger next = new AtomicInteger();

    /** @param prefix of the names of its namespaces */
    Fleet(HttpTransport cluster, String prefix, int size) {
        this.cluster = cluster;
        this.prefix = prefix;
        this.size = size;
    }

    /** Creates what is not there yet. */
    void create() {
        IntStream.range(0, NAMESPACES)
                .forEach(i -> send("POST", "/api/v1/namespaces", "", Map.of("metadata", Map.of("name", namespace(i)))));
        IntStream.range(0, size).parallel().forEach(this::createPod);
    }

    void delete() {
        Set<String> namespaces = new HashSet<>();
        IntStream.range(0, NAMESPACES).forEach(i -> namespaces.add(namespace(i)));
        namespaces.forEach(namespace -> send("DELETE", "/api/v1/namespaces/" + namespace, "", null));
    }

    int size() {
        return size;
    }

    /**
     * A container restarts.
     *
     * @param count how often it has by then
     */
    record Restart(int pod, int count) {}

    /** The next one that is due: of the pod whose last one is longest ago. */
    Restart due() {
        int earlier = next.getAndIncrement();
        return new Restart(earlier % size, earlier / size + 1);
    }

    private String namespace(int pod) {
        return prefix + pod % NAMESPACES;
    }

    static String name(int pod) {
        return "shop-service-%02d-%08x-%05d".formatted(pod / NAMESPACES % 40, replicaSet(pod), pod);
    }

    private static int replicaSet(int pod) {
        return (pod / NAMESPACES % 40 * 31 + pod % NAMESPACES) * 0x9E3779B1;
    }

    private String path(int pod) {
        return "/api/v1/namespaces/" + namespace(pod) + "/pods/" + name(pod);
    }

    void restart(Restart restart) {
        restarts(restart.pod, restart.count, 0);
    }

    /** So often have the two containers of a pod restarted by now; one that has is not ready. */
    void restarts(int pod, int app, int proxy) {
        send(
                "PATCH",
                path(pod) + "/status",
                "application/merge-patch+json",
                Map.of(
                        "status",
                        Map.of(
                                "containerStatuses",
                                List.of(container(pod, "app", app), container(pod, "proxy", proxy)))));
    }

    private void createPod(int pod) {
        send("POST", "/api/v1/namespaces/" + namespace(pod) + "/pods", "", pod(pod));
        send("PATCH", path(pod) + "/status", "application/merge-patch+json", Map.of("status", status(pod)));
    }

    /** Fails unless it is done; what is there already need not be created. */
    void send(String method, String path, String type, @Nullable Object body) {
        try {
            String content = body == null || !type.isEmpty() ? type : "application/json";
            ApiResponse response = cluster.send(new ApiRequest(method, path, Map.of(), content, body));
            boolean isThere = method.equals("POST") && response.status() == 409;
            assertThat(response.isSuccess() || isThere)
                    .as(() -> method + " " + path + ": " + response.status() + " " + response.message())
                    .isTrue();
        } catch (IOException broken) {
            throw new UncheckedIOException(broken);
        }
    }

    private Map<String, Object> pod(int pod) {
        String app = name(pod).substring(0, 15);
        return Map.of(
                "apiVersion",
                "v1",
                "kind",
                "Pod",
                "metadata",
                Map.of(
                        "name",
                        name(pod),
                        "namespace",
                        namespace(pod),
                        "labels",
                        Map.of("app.kubernetes.io/name", app, "team", "team-" + pod % 12),
                        "annotations",
                        Map.of("checksum/config", "%064x".formatted(pod)),
                        "ownerReferences",
                        List.of(Map.of(
                                "apiVersion",
                                "apps/v1",
                                "kind",
                                "ReplicaSet",
                                "name",
                                "%s-%08x".formatted(app, replicaSet(pod)),
                                "uid",
                                "c71d0558-3898-4563-86ec-%012x".formatted(replicaSet(pod)),
                                "controller",
                                true))),
                "spec",
                Map.of(
                        "nodeName",
                        "bench-%03d".formatted(pod % 100),
                        "automountServiceAccountToken",
                        false,
                        "containers",
                        List.of(specOf(pod, "app"), specOf(pod, "proxy")),
                        "volumes",
                        List.of(Map.of("name", "config", "configMap", Map.of("name", app + "-config")))));
    }

    private static Map<String, Object> specOf(int pod, String container) {
        return Map.of(
                "name",
                container,
                "image",
                image(pod, container),
                "args",
                List.of("--config=/etc/app/config.yaml", "--shard=" + pod % 16),
                "env",
                List.of(Map.of("name", "SETTING", "value", "https://" + container + ".shop.svc.cluster.local:8443/v1")),
                "resources",
                Map.of("requests", Map.of("cpu", "100m", "memory", "128Mi")),
                "readinessProbe",
                Map.of("httpGet", Map.of("path", "/readyz", "port", 8080), "periodSeconds", 10),
                "volumeMounts",
                List.of(Map.of("name", "config", "mountPath", "/etc/app", "readOnly", true)));
    }

    private static String image(int pod, String container) {
        return "registry.example.com/team-" + pod % 12 + "/shop-" + container + ":v2." + pod % 30;
    }

    private static Map<String, Object> status(int pod) {
        String address = "10.2." + pod / 250 + "." + (pod % 250 + 1);
        return Map.of(
                "phase",
                "Running",
                "hostIP",
                "10.1." + pod % 100 + ".1",
                "podIP",
                address,
                "podIPs",
                List.of(Map.of("ip", address)),
                "startTime",
                SINCE,
                "conditions",
                List.of(
                        condition("Initialized"),
                        condition("Ready"),
                        condition("ContainersReady"),
                        condition("PodScheduled")),
                "containerStatuses",
                List.of(container(pod, "app", 0), container(pod, "proxy", 0)));
    }

    private static Map<String, Object> condition(String type) {
        return Map.of("type", type, "status", "True", "lastTransitionTime", SINCE);
    }

    private static Map<String, Object> container(int pod, String name, int restarts) {
        return Map.of(
                "name",
                name,
                "ready",
                restarts == 0,
                "restartCount",
                restarts,
                "image",
                image(pod, name),
                "imageID",
                image(pod, name) + "@sha256:" + "%064x".formatted(pod % 1200),
                "containerID",
                "containerd://" + "%064x".formatted(pod * 2 + (name.equals("app") ? 0 : 1)),
                "state",
                Map.of("running", Map.of("startedAt", SINCE)),
                "lastState",
                Map.of());
    }
}
