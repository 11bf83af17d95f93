package dev.coxswain.simulator.controller;

import dev.coxswain.cluster.Json;
import dev.coxswain.cluster.KubeObject;
import dev.coxswain.cluster.ObjectRef;
import dev.coxswain.simulator.api.Api;
import dev.coxswain.simulator.controller.object.Pods;
import dev.coxswain.simulator.controller.object.Tree;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Taints a node for what its spec and its conditions say: cordoned, not ready. */
final class NodeController implements Reconciler {

    private static final Api.Actor ACTOR =
            new Api.Actor("system:serviceaccount:kube-system:node-controller", "kube-controller-manager");

    private final Api api;

    NodeController(Api api) {
        this.api = api;
    }

    @Override
    public void reconcile(ObjectRef ref) {
        KubeObject node = api.find(ref).orElse(null);
        if (node == null || node.isBeingDeleted()) {
            return;
        }
        List<@Nullable Object> taints = new ArrayList<>(node.list("spec", "taints"));
        boolean isCordoned = Boolean.TRUE.equals(node.get("spec", "unschedulable"));
        boolean isSick = !node.list("status", "conditions").isEmpty() && !Pods.condition(node, "Ready");
        taint(taints, "node.kubernetes.io/unschedulable", isCordoned);
        taint(taints, "node.kubernetes.io/not-ready", isSick);
        if (!taints.equals(node.list("spec", "taints"))) {
            api.update(node.with(taints.isEmpty() ? null : taints, "spec", "taints"), ACTOR);
        }
    }

    private static void taint(List<@Nullable Object> taints, String key, boolean wanted) {
        boolean isThere = taints.stream().anyMatch(each -> key.equals(Json.at(each, "key")));
        if (wanted && !isThere) {
            taints.add(Tree.of("key", key, "effect", "NoSchedule"));
        } else if (!wanted && isThere) {
            taints.removeIf(each -> key.equals(Json.at(each, "key")));
        }
    }
}
