package dev.coxswain.simulator.http.table;

import static dev.coxswain.simulator.http.table.Column.age;
import static dev.coxswain.simulator.http.table.Column.name;
import static dev.coxswain.simulator.http.table.Column.number;
import static dev.coxswain.simulator.http.table.Column.orNone;
import static dev.coxswain.simulator.http.table.Column.text;

import dev.coxswain.cluster.Json;
import dev.coxswain.cluster.KubeObject;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Columns of what runs pods. */
final class WorkloadColumns {

    private WorkloadColumns() {}

    static List<Column> deployment() {
        return Column.of(
                name(),
                text("Ready", WorkloadColumns::ready),
                text("Up-to-date", each -> each.number(0, "status", "updatedReplicas")),
                text("Available", each -> each.number(0, "status", "availableReplicas")),
                age(),
                containers("name", "Containers"),
                containers("image", "Images"),
                selector());
    }

    static List<Column> statefulSet() {
        return Column.of(
                name(),
                text("Ready", WorkloadColumns::ready),
                age(),
                containers("name", "Containers"),
                containers("image", "Images"));
    }

    static List<Column> replicaSet() {
        return Column.of(
                name(),
                number("Desired", "spec", "replicas"),
                number("Current", "status", "replicas"),
                number("Ready", "status", "readyReplicas"),
                age(),
                containers("name", "Containers"),
                containers("image", "Images"),
                selector());
    }

    static List<Column> daemonSet() {
        return Column.of(
                name(),
                number("Desired", "status", "desiredNumberScheduled"),
                number("Current", "status", "currentNumberScheduled"),
                number("Ready", "status", "numberReady"),
                number("Up-to-date", "status", "updatedNumberScheduled"),
                number("Available", "status", "numberAvailable"),
                text("Node Selector", each -> pairs(each.map("spec", "template", "spec", "nodeSelector"))),
                age(),
                containers("name", "Containers"),
                containers("image", "Images"),
                selector());
    }

    static List<Column> job() {
        return Column.of(
                name(),
                text("Status", WorkloadColumns::jobStatus),
                text(
                        "Completions",
                        each -> each.number(0, "status", "succeeded") + "/" + each.number(1, "spec", "completions")),
                text("Duration", WorkloadColumns::jobDuration),
                age(),
                containers("name", "Containers").wide(),
                containers("image", "Images").wide(),
                selector());
    }

    static List<Column> cronJob() {
        return Column.of(
                name(),
                text("Schedule", "spec", "schedule"),
                orNone("Timezone", "spec", "timeZone"),
                text("Suspend", each -> Boolean.TRUE.equals(each.get("spec", "suspend")) ? "True" : "False"),
                text("Active", each -> (long) each.list("status", "active").size()),
                text("Last Schedule", each -> Column.orNone(each.text("status", "lastScheduleTime"))),
                age());
    }

    static List<Column> controllerRevision() {
        return Column.of(
                name(),
                text(
                        "Controller",
                        each -> each.list("metadata", "ownerReferences").stream()
                                .filter(owner -> Boolean.TRUE.equals(Json.at(owner, "controller")))
                                .map(owner -> group(owner) + "/" + Json.asText(Json.at(owner, "name")))
                                .findFirst()
                                .orElse("<none>")),
                number("Revision", "revision"),
                age());
    }

    private static String group(@Nullable Object owner) {
        String kind = Json.asText(Json.at(owner, "kind")).toLowerCase(java.util.Locale.ROOT);
        String version = Json.asText(Json.at(owner, "apiVersion"));
        return version.contains("/") ? kind + "." + version.substring(0, version.indexOf('/')) : kind;
    }

    static List<Column> budget() {
        return Column.of(
                name(),
                text("Min Available", each -> orNotApplicable(each.text("spec", "minAvailable"))),
                text("Max Unavailable", each -> orNotApplicable(each.text("spec", "maxUnavailable"))),
                number("Allowed Disruptions", "status", "disruptionsAllowed"),
                age());
    }

    private static String orNotApplicable(String text) {
        return text.isEmpty() ? "N/A" : text;
    }

    private static String ready(KubeObject workload) {
        return workload.number(0, "status", "readyReplicas") + "/" + workload.number(0, "spec", "replicas");
    }

    private static Column containers(String field, String title) {
        return text(
                        title,
                        each -> each.list("spec", "template", "spec", "containers").stream()
                                .map(container -> Json.asText(Json.at(container, field)))
                                .collect(Collectors.joining(",")))
                .wide();
    }

    private static Column selector() {
        return text("Selector", each -> selector(each.map("spec", "selector"))).wide();
    }

    /** As {@code metav1.FormatLabelSelector} writes it. */
    static String selector(Map<String, @Nullable Object> selector) {
        StringBuilder text = new StringBuilder();
        Map<String, @Nullable Object> labels =
                selector.containsKey("matchLabels") || selector.containsKey("matchExpressions")
                        ? Json.asMap(selector.get("matchLabels"))
                        : selector;
        text.append(labels.isEmpty() ? "" : pairs(labels));
        for (Object term : Json.asList(selector.get("matchExpressions"))) {
            String values = Json.asList(Json.at(term, "values")).stream()
                    .map(Json::asText)
                    .collect(Collectors.joining(","));
            String key = Json.asText(Json.at(term, "key"));
            text.append(text.isEmpty() ? "" : ",")
                    .append(
                            switch (Json.asText(Json.at(term, "operator"))) {
                                case "In" -> key + " in (" + values + ")";
                                case "NotIn" -> key + " notin (" + values + ")";
                                case "Exists" -> key;
                                default -> "!" + key;
                            });
        }
        return text.isEmpty() ? "<none>" : text.toString();
    }

    static String pairs(Map<String, @Nullable Object> labels) {
        return labels.isEmpty()
                ? "<none>"
                : new TreeMap<>(labels)
                        .entrySet().stream()
                                .map(entry -> entry.getKey() + "=" + Json.asText(entry.getValue()))
                                .collect(Collectors.joining(","));
    }

    private static String jobStatus(KubeObject job) {
        for (String type : List.of("Complete", "Failed", "Suspended", "FailureTarget", "SuccessCriteriaMet")) {
            boolean holds = job.list("status", "conditions").stream()
                    .anyMatch(each -> type.equals(Json.at(each, "type")) && "True".equals(Json.at(each, "status")));
            if (holds) {
                return type;
            }
        }
        return job.isBeingDeleted() ? "Terminating" : "Running";
    }

    private static String jobDuration(KubeObject job) {
        String start = job.text("status", "startTime");
        String end = job.text("status", "completionTime");
        return start.isEmpty() || end.isEmpty()
                ? ""
                : Age.of(Duration.between(Instant.parse(start), Instant.parse(end)));
    }
}
