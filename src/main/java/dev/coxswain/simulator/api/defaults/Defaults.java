package dev.coxswain.simulator.api.defaults;

import dev.coxswain.cluster.Json;
import dev.coxswain.simulator.api.Refusals;
import dev.coxswain.simulator.api.kind.Definitions;
import dev.coxswain.simulator.api.kind.Kind;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** What the API server fills into objects of the built-in kinds. */
public final class Defaults {

    private Defaults() {}

    /** Fills in what every version of an object must have. */
    public static void apply(Kind kind, Map<String, @Nullable Object> object) {
        Map<String, @Nullable Object> spec = Json.asMap(object.get("spec"));
        switch (kind.name()) {
            case "Pod" -> PodDefaults.pod(spec);
            case "PodTemplate" -> template(object);
            case "Deployment" -> deployment(spec);
            case "ReplicaSet" -> replicaSet(spec);
            case "StatefulSet" -> statefulSet(spec);
            case "DaemonSet" -> daemonSet(spec);
            case "Job" -> job(spec);
            case "Service" -> service(spec);
            case "PersistentVolumeClaim" -> spec.putIfAbsent("volumeMode", "Filesystem");
            case "PersistentVolume" -> {
                spec.putIfAbsent("volumeMode", "Filesystem");
                spec.putIfAbsent("persistentVolumeReclaimPolicy", "Retain");
                if (spec.get("hostPath") instanceof Map<?, ?> path) {
                    Json.asMap(path).putIfAbsent("type", "");
                }
            }
            case "Secret" -> secret(object);
            case "StorageClass" -> {
                object.putIfAbsent("reclaimPolicy", "Delete");
                object.putIfAbsent("volumeBindingMode", "Immediate");
            }
            case "RoleBinding", "ClusterRoleBinding" -> subjects(object);
            case "CustomResourceDefinition" -> definition(spec);
            case "ValidatingAdmissionPolicy" -> {
                spec.putIfAbsent("failurePolicy", "Fail");
                constraints(spec, "matchConstraints");
            }
            case "ValidatingAdmissionPolicyBinding" -> constraints(spec, "matchResources");
            default -> {}
        }
    }

    /** Fills in what a new object gets once: the first status, labels and finalizers that the server gives. */
    public static void first(Kind kind, Map<String, @Nullable Object> object) {
        Map<String, @Nullable Object> metadata = Json.asMap(object.get("metadata"));
        switch (kind.name()) {
            case "Pod" -> object.put("status", Refusals.object("phase", "Pending", "qosClass", quality(object)));
            case "Namespace" -> namespace(object, metadata);
            case "CustomResourceDefinition" -> object.put("status", Definitions.unborn(object));
            case "Deployment", "Job" -> object.put("status", Refusals.object());
            case "StatefulSet" -> object.put("status", Refusals.object("replicas", 0L, "availableReplicas", 0L));
            case "ReplicaSet" -> object.put("status", Refusals.object("replicas", 0L));
            case "DaemonSet" ->
                object.put(
                        "status",
                        Refusals.object(
                                "currentNumberScheduled",
                                0L,
                                "numberMisscheduled",
                                0L,
                                "desiredNumberScheduled",
                                0L,
                                "numberReady",
                                0L));
            case "PodDisruptionBudget" ->
                object.put(
                        "status",
                        Refusals.object(
                                "disruptionsAllowed",
                                0L,
                                "currentHealthy",
                                0L,
                                "desiredHealthy",
                                0L,
                                "expectedPods",
                                0L));
            case "PersistentVolumeClaim" -> {
                object.put("status", Refusals.object("phase", "Pending"));
                finalizer(metadata, "kubernetes.io/pvc-protection");
            }
            case "PersistentVolume" -> {
                object.put("status", Refusals.object("phase", "Pending"));
                finalizer(metadata, "kubernetes.io/pv-protection");
            }
            case "Service" -> object.putIfAbsent("status", Refusals.object("loadBalancer", Refusals.object()));
            default -> {}
        }
        if (kind.name().equals("Job")) {
            jobLabels(object, metadata);
        }
    }

    private static void namespace(Map<String, @Nullable Object> object, Map<String, @Nullable Object> metadata) {
        Json.asMap(metadata.computeIfAbsent("labels", ignored -> Refusals.object()))
                .put("kubernetes.io/metadata.name", metadata.get("name"));
        object.put("spec", Refusals.object("finalizers", List.of("kubernetes")));
        object.put("status", Refusals.object("phase", "Active"));
    }

    private static void finalizer(Map<String, @Nullable Object> metadata, String finalizer) {
        List<@Nullable Object> finalizers = new ArrayList<>(Json.asList(metadata.get("finalizers")));
        if (!finalizers.contains(finalizer)) {
            finalizers.add(finalizer);
        }
        metadata.put("finalizers", finalizers);
    }

    private static String quality(Map<String, @Nullable Object> pod) {
        List<Map<String, @Nullable Object>> containers = Json.asList(Json.at(pod, "spec", "containers")).stream()
                .map(container -> Json.asMap(Json.at(container, "resources")))
                .toList();
        if (containers.stream().allMatch(Map::isEmpty)) {
            return "BestEffort";
        }
        boolean guaranteed = containers.stream()
                .allMatch(each -> Json.asMap(each.get("limits")).keySet().containsAll(List.of("cpu", "memory"))
                        && Objects.equals(each.get("limits"), each.get("requests")));
        return guaranteed ? "Guaranteed" : "Burstable";
    }

    private static void template(Map<String, @Nullable Object> parent) {
        if (parent.get("template") instanceof Map<?, ?> template) {
            PodDefaults.template(Json.asMap(template));
        }
    }

    private static void deployment(Map<String, @Nullable Object> spec) {
        spec.putIfAbsent("replicas", 1L);
        template(spec);
        Map<String, @Nullable Object> strategy =
                Json.asMap(spec.computeIfAbsent("strategy", ignored -> Refusals.object()));
        strategy.putIfAbsent("type", "RollingUpdate");
        if ("RollingUpdate".equals(strategy.get("type"))) {
            Map<String, @Nullable Object> rolling =
                    Json.asMap(strategy.computeIfAbsent("rollingUpdate", ignored -> Refusals.object()));
            rolling.putIfAbsent("maxUnavailable", "25%");
            rolling.putIfAbsent("maxSurge", "25%");
        }
        spec.putIfAbsent("revisionHistoryLimit", 10L);
        spec.putIfAbsent("progressDeadlineSeconds", 600L);
    }

    private static void replicaSet(Map<String, @Nullable Object> spec) {
        spec.putIfAbsent("replicas", 1L);
        template(spec);
    }

    private static void statefulSet(Map<String, @Nullable Object> spec) {
        spec.putIfAbsent("replicas", 1L);
        template(spec);
        spec.putIfAbsent("podManagementPolicy", "OrderedReady");
        Map<String, @Nullable Object> strategy =
                Json.asMap(spec.computeIfAbsent("updateStrategy", ignored -> Refusals.object()));
        strategy.putIfAbsent("type", "RollingUpdate");
        if ("RollingUpdate".equals(strategy.get("type"))) {
            Json.asMap(strategy.computeIfAbsent("rollingUpdate", ignored -> Refusals.object()))
                    .putIfAbsent("partition", 0L);
        }
        spec.putIfAbsent("revisionHistoryLimit", 10L);
        spec.putIfAbsent(
                "persistentVolumeClaimRetentionPolicy",
                Refusals.object("whenDeleted", "Retain", "whenScaled", "Retain"));
        for (Object claim : Json.asList(spec.get("volumeClaimTemplates"))) {
            Map<String, @Nullable Object> template = Json.asMap(claim);
            template.putIfAbsent("apiVersion", "v1");
            template.putIfAbsent("kind", "PersistentVolumeClaim");
            Json.asMap(template.get("spec")).putIfAbsent("volumeMode", "Filesystem");
            template.putIfAbsent("status", Refusals.object("phase", "Pending"));
        }
    }

    private static void daemonSet(Map<String, @Nullable Object> spec) {
        template(spec);
        spec.putIfAbsent(
                "updateStrategy",
                Refusals.object(
                        "type",
                        "RollingUpdate",
                        "rollingUpdate",
                        Refusals.object("maxUnavailable", 1L, "maxSurge", 0L)));
        spec.putIfAbsent("revisionHistoryLimit", 10L);
    }

    private static void job(Map<String, @Nullable Object> spec) {
        if (!spec.containsKey("parallelism") && !spec.containsKey("completions")) {
            spec.put("completions", 1L);
        }
        spec.putIfAbsent("parallelism", 1L);
        spec.putIfAbsent("backoffLimit", 6L);
        spec.putIfAbsent("completionMode", "NonIndexed");
        spec.putIfAbsent("suspend", false);
        spec.putIfAbsent("manualSelector", false);
        spec.putIfAbsent("podReplacementPolicy", "TerminatingOrFailed");
        template(spec);
    }

    private static void jobLabels(Map<String, @Nullable Object> job, Map<String, @Nullable Object> metadata) {
        Map<String, @Nullable Object> spec = Json.asMap(job.get("spec"));
        if (Boolean.TRUE.equals(spec.get("manualSelector"))) {
            return;
        }
        String uid = Json.asText(metadata.get("uid"));
        spec.putIfAbsent(
                "selector", Refusals.object("matchLabels", Refusals.object("batch.kubernetes.io/controller-uid", uid)));
        Map<String, @Nullable Object> template = Json.asMap(Json.at(spec, "template", "metadata"));
        for (Map<String, @Nullable Object> holder : List.of(metadata, template)) {
            Map<String, @Nullable Object> labels =
                    Json.asMap(holder.computeIfAbsent("labels", ignored -> Refusals.object()));
            labels.put("batch.kubernetes.io/controller-uid", uid);
            labels.put("batch.kubernetes.io/job-name", metadata.get("name"));
            labels.put("controller-uid", uid);
            labels.put("job-name", metadata.get("name"));
        }
    }

    private static void service(Map<String, @Nullable Object> spec) {
        spec.putIfAbsent("type", "ClusterIP");
        spec.putIfAbsent("sessionAffinity", "None");
        spec.putIfAbsent("ipFamilies", List.of("IPv4"));
        spec.putIfAbsent("ipFamilyPolicy", "SingleStack");
        spec.putIfAbsent("internalTrafficPolicy", "Cluster");
        for (Object item : Json.asList(spec.get("ports"))) {
            Map<String, @Nullable Object> port = Json.asMap(item);
            port.putIfAbsent("protocol", "TCP");
            port.putIfAbsent("targetPort", port.get("port"));
        }
    }

    private static void secret(Map<String, @Nullable Object> secret) {
        secret.putIfAbsent("type", "Opaque");
        if (secret.remove("stringData") instanceof Map<?, ?> plain) {
            Map<String, @Nullable Object> data =
                    Json.asMap(secret.computeIfAbsent("data", ignored -> Refusals.object()));
            Json.asMap(plain)
                    .forEach((key, value) -> data.put(
                            key,
                            Base64.getEncoder()
                                    .encodeToString(Json.asText(value).getBytes(StandardCharsets.UTF_8))));
        }
    }

    private static void subjects(Map<String, @Nullable Object> binding) {
        Json.asMap(binding.get("roleRef")).putIfAbsent("apiGroup", "rbac.authorization.k8s.io");
        for (Object subject : Json.asList(binding.get("subjects"))) {
            if (!"ServiceAccount".equals(Json.at(subject, "kind"))) {
                Json.asMap(subject).putIfAbsent("apiGroup", "rbac.authorization.k8s.io");
            }
        }
    }

    private static void constraints(Map<String, @Nullable Object> spec, String field) {
        if (spec.get(field) instanceof Map<?, ?> map) {
            Json.asMap(map).putIfAbsent("matchPolicy", "Equivalent");
            Json.asMap(map).putIfAbsent("namespaceSelector", Refusals.object());
            Json.asMap(map).putIfAbsent("objectSelector", Refusals.object());
        }
    }

    private static void definition(Map<String, @Nullable Object> spec) {
        Map<String, @Nullable Object> names = Json.asMap(spec.get("names"));
        String kind = Json.asText(names.get("kind"));
        names.putIfAbsent("singular", kind.toLowerCase(Locale.ROOT));
        names.putIfAbsent("listKind", kind + "List");
        spec.putIfAbsent("conversion", Refusals.object("strategy", "None"));
    }
}
