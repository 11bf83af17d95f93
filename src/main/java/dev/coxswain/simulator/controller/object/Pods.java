package dev.coxswain.simulator.controller.object;

import dev.coxswain.cluster.Json;
import dev.coxswain.cluster.KubeObject;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** What controllers ask of a pod. */
public final class Pods {

    private Pods() {}

    public static boolean isReady(KubeObject pod) {
        return condition(pod, "Ready");
    }

    public static boolean condition(KubeObject object, String type) {
        return object.list("status", "conditions").stream()
                .map(Json::asMap)
                .anyMatch(c -> type.equals(c.get("type")) && "True".equals(c.get("status")));
    }

    public static boolean isOver(KubeObject pod) {
        String phase = pod.text("status", "phase");
        return phase.equals("Succeeded") || phase.equals("Failed");
    }

    /** Neither over nor on its way out. */
    public static boolean isActive(KubeObject pod) {
        return !isOver(pod) && !pod.isBeingDeleted();
    }

    /** A pod after a template, without a name. */
    public static Map<String, @Nullable Object> fromTemplate(
            KubeObject owner, Map<String, @Nullable Object> metadata, Map<String, @Nullable Object> spec) {
        Map<String, @Nullable Object> template = owner.map("spec", "template", "metadata");
        Map<String, @Nullable Object> all = Tree.of(
                "namespace", owner.namespace(),
                "annotations", template.get("annotations"),
                "ownerReferences", java.util.List.of(Owner.reference(owner)));
        all.putAll(metadata);
        return Tree.of("apiVersion", "v1", "kind", "Pod", "metadata", all, "spec", spec);
    }
}
