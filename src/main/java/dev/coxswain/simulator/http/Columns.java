package dev.coxswain.simulator.http;

import dev.coxswain.cluster.Json;
import dev.coxswain.cluster.KubeObject;
import dev.coxswain.simulator.api.kind.Kind;
import java.time.Duration;
import java.time.Instant;
import java.time.format.DateTimeParseException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Which columns a kind is shown in. */
final class Columns {

    /** @param wide shown with {@code -o wide} only */
    private record Column(String name, String type, boolean wide, Function<KubeObject, @Nullable Object> cell) {}

    private final List<Column> columns = new ArrayList<>();

    private Columns() {}

    static Columns of(Kind kind) {
        Columns columns = new Columns();
        columns.text("Name", KubeObject::name);
        if (kind.isCustom()) {
            columns.custom(kind);
        } else {
            columns.builtIn(kind.name());
        }
        return columns;
    }

    private void builtIn(String kind) {
        switch (kind) {
            case "Pod" -> {
                text("Ready", Columns::readyContainers);
                text("Status", Columns::podStatus);
                text(
                        "Restarts",
                        pod -> pod.list("status", "containerStatuses").stream()
                                .mapToLong(status -> Json.asLong(Json.at(status, "restartCount"), 0))
                                .sum());
                age();
                wide("IP", pod -> orNone(pod.text("status", "podIP")));
                wide("Node", pod -> orNone(pod.text("spec", "nodeName")));
                wide("Nominated Node", pod -> orNone(pod.text("status", "nominatedNodeName")));
                wide("Readiness Gates", pod -> "<none>");
            }
            case "Deployment" -> {
                text(
                        "Ready",
                        each -> each.number(0, "status", "readyReplicas") + "/" + each.number(0, "spec", "replicas"));
                number("Up-to-date", "status", "updatedReplicas");
                number("Available", "status", "availableReplicas");
                age();
            }
            case "StatefulSet" -> {
                text(
                        "Ready",
                        each -> each.number(0, "status", "readyReplicas") + "/" + each.number(0, "spec", "replicas"));
                age();
            }
            case "ReplicaSet" -> {
                number("Desired", "spec", "replicas");
                number("Current", "status", "replicas");
                number("Ready", "status", "readyReplicas");
                age();
            }
            case "Node" -> {
                text("Status", Columns::nodeStatus);
                text("Roles", node -> "<none>");
                age();
                text("Version", node -> node.text("status", "nodeInfo", "kubeletVersion"));
            }
            case "Namespace" -> {
                text("Status", each -> each.text("status", "phase"));
                age();
            }
            case "Service" -> {
                text("Type", each -> each.text("spec", "type"));
                text("Cluster-IP", each -> orNone(each.text("spec", "clusterIP")));
                text("External-IP", each -> "<none>");
                text(
                        "Port(s)",
                        each -> each.list("spec", "ports").stream()
                                .map(port -> Json.asText(Json.at(port, "port")) + "/"
                                        + Json.asText(Json.at(port, "protocol")))
                                .collect(Collectors.joining(",")));
                age();
            }
            case "ConfigMap" -> {
                text(
                        "Data",
                        each -> (long) each.map("data").size()
                                + each.map("binaryData").size());
                age();
            }
            case "Secret" -> {
                text("Type", each -> each.text("type"));
                text("Data", each -> (long) each.map("data").size());
                age();
            }
            case "PersistentVolumeClaim" -> {
                text("Status", each -> each.text("status", "phase"));
                text("Volume", each -> each.text("spec", "volumeName"));
                text("Capacity", each -> each.text("status", "capacity", "storage"));
                text("StorageClass", each -> each.text("spec", "storageClassName"));
                age();
            }
            case "PodDisruptionBudget" -> {
                text("Min Available", each -> orNotApplicable(each.text("spec", "minAvailable")));
                text("Max Unavailable", each -> orNotApplicable(each.text("spec", "maxUnavailable")));
                number("Allowed Disruptions", "status", "disruptionsAllowed");
                age();
            }
            case "Job" -> {
                text("Status", Columns::jobStatus);
                text(
                        "Completions",
                        each -> each.number(0, "status", "succeeded") + "/" + each.number(1, "spec", "completions"));
                age();
            }
            case "Event" -> {
                text("Type", each -> each.text("type"));
                text("Reason", each -> each.text("reason"));
                text("Object", each -> each.text("involvedObject", "kind") + "/" + each.text("involvedObject", "name"));
                text("Message", each -> each.text("message"));
            }
            case "Lease" -> {
                text("Holder", each -> each.text("spec", "holderIdentity"));
                age();
            }
            default ->
                columns.add(
                        new Column("Created At", "date", false, each -> each.text("metadata", "creationTimestamp")));
        }
    }

    private void custom(Kind kind) {
        List<@Nullable Object> printed =
                Json.asList(Json.at(kind.custom().orElse(Map.of()), "additionalPrinterColumns"));
        if (printed.isEmpty()) {
            age();
        }
        for (Object column : printed) {
            String path = Json.asText(Json.at(column, "jsonPath"));
            columns.add(new Column(
                    Json.asText(Json.at(column, "name")),
                    Json.asText(Json.at(column, "type")),
                    Json.asLong(Json.at(column, "priority"), 0) > 0,
                    object -> object.get(path.replaceFirst("^\\.", "").split("\\."))));
        }
    }

    List<Map<String, Object>> definitions() {
        return columns.stream()
                .<Map<String, Object>>map(column -> Map.of(
                        "name", column.name(),
                        "type", column.type().equals("age") ? "string" : column.type(),
                        "format", column.name().equals("Name") ? "name" : "",
                        "description", "",
                        "priority", column.wide() ? 1L : 0L))
                .toList();
    }

    List<@Nullable Object> cells(KubeObject object, Instant now) {
        List<@Nullable Object> cells = new ArrayList<>();
        for (Column column : columns) {
            Object value = column.cell().apply(object);
            boolean isTime = column.type().equals("age") || column.type().equals("date");
            cells.add(isTime ? age(Json.asText(value), now) : value);
        }
        return cells;
    }

    private void text(String name, Function<KubeObject, @Nullable Object> cell) {
        columns.add(new Column(name, "string", false, cell));
    }

    private void wide(String name, Function<KubeObject, @Nullable Object> cell) {
        columns.add(new Column(name, "string", true, cell));
    }

    private void number(String name, String... path) {
        columns.add(new Column(name, "integer", false, each -> each.number(0, path)));
    }

    private void age() {
        columns.add(new Column("Age", "age", false, each -> each.text("metadata", "creationTimestamp")));
    }

    private static String age(String time, Instant now) {
        try {
            Duration age = Duration.between(Instant.parse(time), now);
            if (age.toMinutes() < 2) {
                return Math.max(0, age.toSeconds()) + "s";
            }
            return age.toHours() < 3
                    ? age.toMinutes() + "m"
                    : age.toDays() < 2 ? age.toHours() + "h" : age.toDays() + "d";
        } catch (DateTimeParseException none) {
            return "<unknown>";
        }
    }

    private static String orNone(String text) {
        return text.isEmpty() ? "<none>" : text;
    }

    private static String orNotApplicable(String text) {
        return text.isEmpty() ? "N/A" : text;
    }

    private static String readyContainers(KubeObject pod) {
        long ready = pod.list("status", "containerStatuses").stream()
                .filter(status -> Boolean.TRUE.equals(Json.at(status, "ready")))
                .count();
        return ready + "/" + pod.list("spec", "containers").size();
    }

    private static String podStatus(KubeObject pod) {
        if (pod.isBeingDeleted()) {
            return "Terminating";
        }
        for (Object status : pod.list("status", "containerStatuses")) {
            for (String state : List.of("waiting", "terminated")) {
                Object reason = Json.at(status, "state", state, "reason");
                if (reason != null) {
                    return Json.asText(reason);
                }
            }
        }
        String reason = pod.text("status", "reason");
        return reason.isEmpty() ? pod.text("status", "phase") : reason;
    }

    private static String nodeStatus(KubeObject node) {
        boolean ready = node.list("status", "conditions").stream()
                .anyMatch(each -> "Ready".equals(Json.at(each, "type")) && "True".equals(Json.at(each, "status")));
        boolean cordoned = Boolean.TRUE.equals(node.get("spec", "unschedulable"));
        return (ready ? "Ready" : "NotReady") + (cordoned ? ",SchedulingDisabled" : "");
    }

    private static String jobStatus(KubeObject job) {
        return job.list("status", "conditions").stream()
                .filter(each -> "True".equals(Json.at(each, "status")))
                .map(each -> Json.asText(Json.at(each, "type")))
                .filter(type -> List.of("Complete", "Failed").contains(type))
                .findFirst()
                .orElse("Running");
    }
}
