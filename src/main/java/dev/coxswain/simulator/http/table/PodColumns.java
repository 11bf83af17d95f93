package dev.coxswain.simulator.http.table;

import static dev.coxswain.simulator.http.table.Column.age;
import static dev.coxswain.simulator.http.table.Column.name;
import static dev.coxswain.simulator.http.table.Column.orNone;
import static dev.coxswain.simulator.http.table.Column.text;

import dev.coxswain.cluster.Json;
import dev.coxswain.cluster.KubeObject;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Columns of pods, and the word that sums a pod's state up. */
final class PodColumns {

    private PodColumns() {}

    static List<Column> pod() {
        return Column.of(
                name(),
                text("Ready", PodColumns::ready),
                text("Status", PodColumns::status),
                text("Restarts", PodColumns::restarts),
                age(),
                orNone("IP", "status", "podIP").wide(),
                orNone("Node", "spec", "nodeName").wide(),
                orNone("Nominated Node", "status", "nominatedNodeName").wide(),
                text("Readiness Gates", each -> "<none>").wide());
    }

    private static String ready(KubeObject pod) {
        long ready = statuses(pod).stream()
                .filter(status -> Boolean.TRUE.equals(Json.at(status, "ready")))
                .count();
        return ready + "/" + pod.list("spec", "containers").size();
    }

    private static List<@Nullable Object> statuses(KubeObject pod) {
        return pod.list("status", "containerStatuses");
    }

    private static String restarts(KubeObject pod) {
        return Long.toString(statuses(pod).stream()
                .mapToLong(status -> Json.asLong(Json.at(status, "restartCount"), 0))
                .sum());
    }

    /** The reason of the last container that has one; an init container's comes first. */
    private static String status(KubeObject pod) {
        String reason =
                pod.text("status", "reason").isEmpty() ? pod.text("status", "phase") : pod.text("status", "reason");
        String starting = initializing(pod);
        if (!starting.isEmpty()) {
            reason = starting;
        } else {
            reason = ofContainers(pod, reason);
        }
        if (pod.isBeingDeleted()) {
            return pod.text("status", "reason").equals("NodeLost") ? "Unknown" : "Terminating";
        }
        return reason;
    }

    private static String initializing(KubeObject pod) {
        List<@Nullable Object> statuses = pod.list("status", "initContainerStatuses");
        for (int i = 0; i < statuses.size(); i++) {
            Object state = Json.at(statuses.get(i), "state");
            if (Json.asLong(Json.at(state, "terminated", "exitCode"), -1) == 0) {
                continue;
            }
            String waiting = Json.asText(Json.at(state, "waiting", "reason"));
            String ended = Json.asText(Json.at(state, "terminated", "reason"));
            String detail = !ended.isEmpty() ? ended : waiting.equals("PodInitializing") ? "" : waiting;
            return "Init:" + (detail.isEmpty() ? i + "/" + statuses.size() : detail);
        }
        return "";
    }

    private static String ofContainers(KubeObject pod, String phase) {
        String reason = phase;
        boolean isRunning = false;
        for (Object status : statuses(pod).reversed()) {
            Object state = Json.at(status, "state");
            String waiting = Json.asText(Json.at(state, "waiting", "reason"));
            String ended = Json.asText(Json.at(state, "terminated", "reason"));
            if (!waiting.isEmpty()) {
                reason = waiting;
            } else if (!ended.isEmpty()) {
                reason = ended;
            } else if (Json.at(state, "terminated") != null) {
                reason = "ExitCode:" + Json.asText(Json.at(state, "terminated", "exitCode"));
            } else {
                isRunning |= Json.at(state, "running") != null && Boolean.TRUE.equals(Json.at(status, "ready"));
            }
        }
        if (!reason.equals("Completed") || !isRunning) {
            return reason;
        }
        return isReady(pod) ? "Running" : "NotReady";
    }

    private static boolean isReady(KubeObject pod) {
        return pod.list("status", "conditions").stream()
                .anyMatch(each -> "Ready".equals(Json.at(each, "type")) && "True".equals(Json.at(each, "status")));
    }
}
