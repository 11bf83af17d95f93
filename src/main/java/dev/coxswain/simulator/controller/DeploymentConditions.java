package dev.coxswain.simulator.controller;

import dev.coxswain.cluster.Json;
import dev.coxswain.simulator.controller.object.Tree;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The conditions of a Deployment: one that changes goes to the end of the list, as the real controller leaves them. */
final class DeploymentConditions {

    private final List<@Nullable Object> conditions;
    private final String now;

    DeploymentConditions(List<@Nullable Object> before, String now) {
        this.conditions = new ArrayList<>(before);
        this.now = now;
    }

    List<@Nullable Object> list() {
        return conditions;
    }

    void available(boolean holds) {
        set(
                "Available",
                holds,
                holds ? "MinimumReplicasAvailable" : "MinimumReplicasUnavailable",
                holds ? "Deployment has minimum availability." : "Deployment does not have minimum availability.");
    }

    /**
     * @param complete everything is as it is wanted
     * @param onlyNew no pod is of an older template: what has once succeeded then stays so
     */
    void progressing(String set, boolean complete, boolean onlyNew) {
        boolean hasSucceeded = "NewReplicaSetAvailable".equals(Json.at(current("Progressing"), "reason"));
        if (hasSucceeded && onlyNew) {
            return;
        }
        if (complete) {
            set(
                    "Progressing",
                    true,
                    "NewReplicaSetAvailable",
                    "ReplicaSet \"" + set + "\" has successfully progressed.");
        } else {
            set("Progressing", true, "ReplicaSetUpdated", "ReplicaSet \"" + set + "\" is progressing.");
        }
    }

    private @Nullable Object current(String type) {
        return conditions.stream()
                .filter(each -> type.equals(Json.at(each, "type")))
                .findFirst()
                .orElse(null);
    }

    private void set(String type, boolean holds, String reason, String message) {
        Object before = current(type);
        String status = holds ? "True" : "False";
        boolean sameStatus = status.equals(Json.at(before, "status"));
        if (sameStatus && reason.equals(Json.at(before, "reason"))) {
            return;
        }
        conditions.removeIf(each -> type.equals(Json.at(each, "type")));
        Map<String, @Nullable Object> condition = Tree.of(
                "type", type,
                "status", status,
                "lastUpdateTime", now,
                "lastTransitionTime", sameStatus ? Json.at(before, "lastTransitionTime") : now,
                "reason", reason,
                "message", message);
        conditions.add(condition);
    }
}
