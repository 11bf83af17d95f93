package dev.coxswain.simulator.http.table;

import static dev.coxswain.simulator.http.table.Column.age;
import static dev.coxswain.simulator.http.table.Column.name;
import static dev.coxswain.simulator.http.table.Column.text;

import dev.coxswain.cluster.Json;
import dev.coxswain.cluster.KubeObject;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;

/** Columns of nodes, namespaces, events, rights and policies. */
final class ClusterColumns {

    private static final String ROLE_LABEL = "node-role.kubernetes.io/";

    private ClusterColumns() {}

    static List<Column> node() {
        return Column.of(
                name(),
                text("Status", ClusterColumns::nodeStatus),
                text("Roles", ClusterColumns::roles),
                age(),
                text("Version", "status", "nodeInfo", "kubeletVersion"),
                text("Internal-IP", node -> address(node, "InternalIP")).wide(),
                text("External-IP", node -> address(node, "ExternalIP")).wide(),
                text("OS-Image", node -> orUnknown(node, "osImage")).wide(),
                text("Kernel-Version", node -> orUnknown(node, "kernelVersion")).wide(),
                text("Container-Runtime", node -> orUnknown(node, "containerRuntimeVersion"))
                        .wide());
    }

    private static String orUnknown(KubeObject node, String field) {
        String text = node.text("status", "nodeInfo", field);
        return text.isEmpty() ? "<unknown>" : text;
    }

    private static String address(KubeObject node, String type) {
        return node.list("status", "addresses").stream()
                .filter(each -> type.equals(Json.at(each, "type")))
                .map(each -> Json.asText(Json.at(each, "address")))
                .findFirst()
                .orElse("<none>");
    }

    private static String nodeStatus(KubeObject node) {
        String ready = node.list("status", "conditions").stream()
                .filter(each -> "Ready".equals(Json.at(each, "type")))
                .map(each -> "True".equals(Json.at(each, "status")) ? "Ready" : "NotReady")
                .findFirst()
                .orElse("Unknown");
        boolean cordoned = Boolean.TRUE.equals(node.get("spec", "unschedulable"));
        return ready + (cordoned ? ",SchedulingDisabled" : "");
    }

    private static String roles(KubeObject node) {
        return Column.orNone(node.labels().keySet().stream()
                .filter(label -> label.startsWith(ROLE_LABEL))
                .map(label -> label.substring(ROLE_LABEL.length()))
                .sorted()
                .collect(Collectors.joining(",")));
    }

    static List<Column> namespace() {
        return Column.of(name(), text("Status", "status", "phase"), age());
    }

    /** Events are told by when they were last seen; their own name is the least of it. */
    static List<Column> event() {
        return Column.of(
                new Column("Last Seen", "string", "", "", 0, Column.Cell.AGE, event -> seen(event, "lastTimestamp")),
                text("Type", "type"),
                text("Reason", "reason"),
                text(
                        "Object",
                        event -> event.text("involvedObject", "kind").toLowerCase(Locale.ROOT) + "/"
                                + event.text("involvedObject", "name")),
                text("Subobject", "involvedObject", "fieldPath").wide(),
                text("Source", ClusterColumns::source).wide(),
                text("Message", event -> event.text("message").strip()),
                new Column("First Seen", "string", "", "", 1, Column.Cell.AGE, event -> seen(event, "firstTimestamp")),
                text("Count", event -> Math.max(1, event.number(1, "count"))).wide(),
                new Column("Name", "string", "name", "", 1, Column.Cell.AS_IT_IS, KubeObject::name));
    }

    private static String seen(KubeObject event, String field) {
        String time = event.text(field);
        return time.isEmpty() ? event.text("eventTime") : time;
    }

    private static String source(KubeObject event) {
        String component = event.text("source", "component");
        String host = event.text("source", "host");
        String name = component.isEmpty() ? event.text("reportingComponent") : component;
        return host.isEmpty() ? name : name + ", " + host;
    }

    static List<Column> priorityClass() {
        return Column.of(
                name(),
                text("Value", each -> each.number(0, "value")),
                text("Global-Default", each -> Boolean.TRUE.equals(each.get("globalDefault"))),
                age(),
                text("PreemptionPolicy", "preemptionPolicy"));
    }

    static List<Column> policy() {
        return Column.of(
                name(),
                text("Validations", each ->
                        (long) each.list("spec", "validations").size()),
                text("ParamKind", each -> {
                    String kind = each.text("spec", "paramKind", "kind");
                    return kind.isEmpty() ? "<unset>" : each.text("spec", "paramKind", "apiVersion") + "/" + kind;
                }),
                age());
    }

    static List<Column> policyBinding() {
        return Column.of(
                name(),
                text("PolicyName", "spec", "policyName"),
                text("ParamRef", each -> {
                    String ref = each.text("spec", "paramRef", "name");
                    return ref.isEmpty() ? "<unset>" : each.text("spec", "paramRef", "namespace") + "/" + ref;
                }),
                age());
    }

    static List<Column> webhooks() {
        return Column.of(
                name(), text("Webhooks", each -> (long) each.list("webhooks").size()), age());
    }

    static List<Column> roleBinding() {
        return Column.of(
                name(),
                text("Role", each -> each.text("roleRef", "kind") + "/" + each.text("roleRef", "name")),
                age(),
                text("Users", each -> subjects(each, "User")).wide(),
                text("Groups", each -> subjects(each, "Group")).wide(),
                text("ServiceAccounts", each -> subjects(each, "ServiceAccount"))
                        .wide());
    }

    private static String subjects(KubeObject binding, String kind) {
        return binding.list("subjects").stream()
                .filter(each -> kind.equals(Json.at(each, "kind")))
                .map(each -> (kind.equals("ServiceAccount") ? Json.asText(Json.at(each, "namespace")) + "/" : "")
                        + Json.asText(Json.at(each, "name")))
                .collect(Collectors.joining(", "));
    }
}
