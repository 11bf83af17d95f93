package dev.coxswain.simulator.api.defaults;

import dev.coxswain.cluster.Json;
import dev.coxswain.simulator.api.Refusals;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** What the API server fills into a pod's spec, in a pod and in a template. */
public final class PodDefaults {

    private PodDefaults() {}

    public static void template(Map<String, @Nullable Object> template) {
        Json.asMap(template.computeIfAbsent("metadata", ignored -> Refusals.object()));
        if (template.get("spec") instanceof Map<?, ?> spec) {
            spec(Json.asMap(spec));
        }
    }

    public static void pod(Map<String, @Nullable Object> spec) {
        spec(spec);
        String account = Json.asText(spec.get("serviceAccountName"));
        spec.putIfAbsent("serviceAccountName", "default");
        spec.putIfAbsent("serviceAccount", account.isEmpty() ? "default" : account);
        spec.putIfAbsent("enableServiceLinks", true);
        spec.putIfAbsent("priority", 0L);
        spec.putIfAbsent("preemptionPolicy", "PreemptLowerPriority");
        List<@Nullable Object> tolerations = new ArrayList<>(Json.asList(spec.get("tolerations")));
        for (String key : List.of("node.kubernetes.io/not-ready", "node.kubernetes.io/unreachable")) {
            boolean tolerated = tolerations.stream()
                    .anyMatch(each -> key.equals(Json.at(each, "key"))
                            || ("Exists".equals(Json.at(each, "operator")) && Json.at(each, "key") == null));
            if (!tolerated) {
                tolerations.add(Refusals.object(
                        "key", key, "operator", "Exists", "effect", "NoExecute", "tolerationSeconds", 300L));
            }
        }
        spec.put("tolerations", tolerations);
    }

    private static void spec(Map<String, @Nullable Object> spec) {
        spec.putIfAbsent("restartPolicy", "Always");
        spec.putIfAbsent("terminationGracePeriodSeconds", 30L);
        spec.putIfAbsent("dnsPolicy", "ClusterFirst");
        spec.putIfAbsent("securityContext", Refusals.object());
        spec.putIfAbsent("schedulerName", "default-scheduler");
        if (spec.containsKey("serviceAccountName")) {
            spec.put("serviceAccount", spec.get("serviceAccountName"));
        }
        Json.asList(spec.get("volumes")).forEach(volume -> volume(Json.asMap(volume)));
        for (String list : List.of("initContainers", "containers")) {
            Json.asList(spec.get(list)).forEach(container -> container(Json.asMap(container)));
        }
    }

    private static void volume(Map<String, @Nullable Object> volume) {
        if (volume.size() == 1) {
            volume.put("emptyDir", Refusals.object());
        }
        for (String source : List.of("secret", "configMap", "projected", "downwardAPI")) {
            if (volume.get(source) instanceof Map<?, ?> map) {
                Json.asMap(map).putIfAbsent("defaultMode", 420L);
            }
        }
        if (volume.get("hostPath") instanceof Map<?, ?> map) {
            Json.asMap(map).putIfAbsent("type", "");
        }
    }

    private static void container(Map<String, @Nullable Object> container) {
        container.putIfAbsent("resources", Refusals.object());
        container.putIfAbsent("terminationMessagePath", "/dev/termination-log");
        container.putIfAbsent("terminationMessagePolicy", "File");
        container.putIfAbsent("imagePullPolicy", pullPolicy(Json.asText(container.get("image"))));
        Json.asList(container.get("ports")).forEach(port -> Json.asMap(port).putIfAbsent("protocol", "TCP"));
        for (Object env : Json.asList(container.get("env"))) {
            if (Json.at(env, "valueFrom", "fieldRef") instanceof Map<?, ?> field) {
                Json.asMap(field).putIfAbsent("apiVersion", "v1");
            }
        }
        for (String probe : List.of("livenessProbe", "readinessProbe", "startupProbe")) {
            if (container.get(probe) instanceof Map<?, ?> map) {
                probe(Json.asMap(map));
            }
        }
        limitsAreRequests(Json.asMap(container.get("resources")));
    }

    private static void limitsAreRequests(Map<String, @Nullable Object> resources) {
        if (resources.get("limits") instanceof Map<?, ?> limits) {
            Map<String, @Nullable Object> requests =
                    Json.asMap(resources.computeIfAbsent("requests", ignored -> Refusals.object()));
            Json.asMap(limits).forEach(requests::putIfAbsent);
        }
    }

    private static String pullPolicy(String image) {
        String name = image.substring(image.lastIndexOf('/') + 1);
        boolean latest = name.endsWith(":latest") || !(name.contains(":") || name.contains("@"));
        return latest ? "Always" : "IfNotPresent";
    }

    private static void probe(Map<String, @Nullable Object> probe) {
        if (probe.get("httpGet") instanceof Map<?, ?> http) {
            Json.asMap(http).putIfAbsent("path", "/");
            Json.asMap(http).putIfAbsent("scheme", "HTTP");
        }
        probe.putIfAbsent("timeoutSeconds", 1L);
        probe.putIfAbsent("periodSeconds", 10L);
        probe.putIfAbsent("successThreshold", 1L);
        probe.putIfAbsent("failureThreshold", 3L);
    }
}
