package dev.coxswain.simulator.spotahome;

import dev.coxswain.cluster.KubeObject;
import dev.coxswain.simulator.controller.object.Tree;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** What the operator gives the pods of one part of a RedisFailover beside their program: who they run as, where they run. */
record PodSettings(KubeObject failover, String part) {

    private static final long USER = 1000;

    String pullPolicy() {
        String given = failover.text("spec", part, "imagePullPolicy");
        return given.isEmpty() ? "Always" : given;
    }

    Map<String, @Nullable Object> podSecurity() {
        Map<String, @Nullable Object> given = failover.map("spec", part, "securityContext");
        return given.isEmpty()
                ? Tree.of("runAsUser", USER, "runAsGroup", USER, "runAsNonRoot", true, "fsGroup", USER)
                : given;
    }

    Map<String, @Nullable Object> containerSecurity() {
        Map<String, @Nullable Object> given = failover.map("spec", part, "containerSecurityContext");
        return given.isEmpty() ? restricted() : given;
    }

    private static Map<String, @Nullable Object> restricted() {
        return Tree.of(
                "capabilities", Map.of("drop", List.of("ALL")),
                "privileged", false,
                "runAsUser", USER,
                "runAsGroup", USER,
                "runAsNonRoot", true,
                "readOnlyRootFilesystem", true,
                "allowPrivilegeEscalation", false);
    }

    /** The members of one failover stay apart where they can. */
    Map<String, @Nullable Object> affinity(Map<String, @Nullable Object> labels) {
        Map<String, @Nullable Object> given = failover.map("spec", part, "affinity");
        if (!given.isEmpty()) {
            return given;
        }
        Map<String, @Nullable Object> term =
                Tree.of("labelSelector", Map.of("matchLabels", labels), "topologyKey", "kubernetes.io/hostname");
        return Tree.of(
                "podAntiAffinity",
                Map.of(
                        "preferredDuringSchedulingIgnoredDuringExecution",
                        List.of(Tree.of("weight", 100L, "podAffinityTerm", term))));
    }
}
