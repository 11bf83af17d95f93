package dev.coxswain.fleet.recognition;

import dev.coxswain.cluster.Gvk;
import dev.coxswain.cluster.Json;
import dev.coxswain.cluster.KubeObject;
import dev.coxswain.fleet.Conditions;
import dev.coxswain.fleet.Hold;
import dev.coxswain.fleet.Operator;
import dev.coxswain.fleet.profile.ImageName;
import dev.coxswain.fleet.profile.OperatorProfile;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Finds operators by the image of their containers.
 *
 * <p>Init containers do not count: some operators put their own image into the pods of their datastores as one. Nor does a
 * workload that a datastore's custom resource controls.
 */
final class OperatorDetection {

    static final Gvk DEPLOYMENT = Gvk.of("apps/v1", "Deployment");
    static final Gvk STATEFUL_SET = Gvk.of("apps/v1", "StatefulSet");

    private final Looks looks;

    OperatorDetection(Looks looks) {
        this.looks = looks;
    }

    List<Operator> operators(OperatorProfile profile) {
        return Stream.of(DEPLOYMENT, STATEFUL_SET)
                .flatMap(kind -> looks.list(kind).stream())
                .filter(workload -> !belongsToADatastore(workload, profile))
                .flatMap(workload ->
                        container(workload, profile).stream().map(container -> operator(workload, container, profile)))
                .toList();
    }

    private static boolean belongsToADatastore(KubeObject workload, OperatorProfile profile) {
        return workload.controller()
                .map(owner -> profile.datastores().stream()
                        .anyMatch(kind -> kind.resource().kind().equals(owner.get("kind"))
                                && Json.asText(owner.get("apiVersion"))
                                        .startsWith(kind.resource().group() + "/")))
                .orElse(false);
    }

    private static Optional<Map<String, @Nullable Object>> container(KubeObject workload, OperatorProfile profile) {
        return workload.list("spec", "template", "spec", "containers").stream()
                .map(Json::asMap)
                .filter(container -> profile.runs(Json.asText(container.get("image"))))
                .findFirst();
    }

    private Operator operator(KubeObject workload, Map<String, @Nullable Object> container, OperatorProfile profile) {
        String image = Json.asText(container.get("image"));
        // Kubernetes defaults the count to 1
        long replicas = workload.number(1, "spec", "replicas");
        Optional<Hold> held = Hold.of(workload);
        List<KubeObject> own = podsOf(workload);
        String version = version(image, workload);
        Map<String, @Nullable Object> values = new LinkedHashMap<>();
        values.put("name", workload.name());
        values.put("namespace", workload.namespace());
        values.put("uid", workload.uid());
        values.put("kind", workload.gvk().kind());
        values.put("profile", profile.name());
        values.put("version", version);
        values.put("image", image);
        values.put("replicas", replicas);
        long readyReplicas = workload.number(0, "status", "readyReplicas");
        values.put("readyReplicas", readyReplicas);
        values.put("ready", replicas > 0 && readyReplicas >= replicas);
        values.put("pods", own.stream().map(OperatorDetection::podValues).toList());
        values.put("held", held.isPresent());
        values.put("heldBy", held.map(Hold::by).orElse(""));
        held.ifPresent(hold -> values.put("heldUntil", hold.until()));
        values.put("watches", watched(container, profile));
        values.put("atZero", profile.atZero());
        values.put("labels", workload.labels());
        values.put("annotations", workload.annotations());
        return new Operator(
                profile.name(), workload, version, replicas, own, held, Collections.unmodifiableMap(values));
    }

    private List<KubeObject> podsOf(KubeObject workload) {
        Map<String, String> selector = new LinkedHashMap<>();
        workload.map("spec", "selector", "matchLabels").forEach((key, value) -> selector.put(key, Json.asText(value)));
        return looks.pods(workload.namespace(), selector);
    }

    private static Map<String, @Nullable Object> podValues(KubeObject pod) {
        Map<String, @Nullable Object> values = new LinkedHashMap<>();
        values.put("name", pod.name());
        values.put("node", pod.text("spec", "nodeName"));
        values.put("phase", pod.text("status", "phase"));
        values.put("ready", "True".equals(Conditions.ofType(pod, "Ready").get("status")));
        return Collections.unmodifiableMap(values);
    }

    // an image pinned by digest alone has no tag; charts say the version in a label too
    private static String version(String image, KubeObject workload) {
        String tag = ImageName.parse(image).tag();
        return tag.isEmpty() ? workload.labels().getOrDefault("app.kubernetes.io/version", "") : tag;
    }

    /** The namespaces that the operator was told to watch; empty means all. */
    private static List<String> watched(Map<String, @Nullable Object> container, OperatorProfile profile) {
        return profile.watchEnv().stream()
                .flatMap(name -> Json.asList(container.get("env")).stream()
                        .map(Json::asMap)
                        .filter(env -> name.equals(env.get("name"))))
                .flatMap(env -> Stream.of(Json.asText(env.get("value")).split(",")))
                .map(String::strip)
                .filter(namespace -> !namespace.isEmpty())
                .toList();
    }
}
