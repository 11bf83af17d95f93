package dev.coxswain.simulator.http.table;

import dev.coxswain.cluster.Json;
import dev.coxswain.simulator.api.kind.Kind;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Which columns a kind is shown in. */
final class Columns {

    private Columns() {}

    static List<Column> of(Kind kind) {
        return kind.isCustom() ? custom(kind) : builtIn(kind.name());
    }

    private static List<Column> builtIn(String kind) {
        return switch (kind) {
            case "Pod" -> PodColumns.pod();
            case "Deployment" -> WorkloadColumns.deployment();
            case "StatefulSet" -> WorkloadColumns.statefulSet();
            case "ReplicaSet", "ReplicationController" -> WorkloadColumns.replicaSet();
            case "DaemonSet" -> WorkloadColumns.daemonSet();
            case "Job" -> WorkloadColumns.job();
            case "CronJob" -> WorkloadColumns.cronJob();
            case "ControllerRevision" -> WorkloadColumns.controllerRevision();
            case "PodDisruptionBudget" -> WorkloadColumns.budget();
            case "Node" -> ClusterColumns.node();
            case "Namespace" -> ClusterColumns.namespace();
            case "Event" -> ClusterColumns.event();
            case "Lease" -> Column.of(Column.name(), Column.text("Holder", "spec", "holderIdentity"), Column.age());
            case "PriorityClass" -> ClusterColumns.priorityClass();
            case "ValidatingAdmissionPolicy" -> ClusterColumns.policy();
            case "ValidatingAdmissionPolicyBinding" -> ClusterColumns.policyBinding();
            case "ValidatingWebhookConfiguration", "MutatingWebhookConfiguration" -> ClusterColumns.webhooks();
            case "RoleBinding", "ClusterRoleBinding" -> ClusterColumns.roleBinding();
            case "Role", "ClusterRole", "CustomResourceDefinition" -> Column.of(Column.name(), Column.createdAt());
            case "Service" -> NetworkColumns.service();
            case "Endpoints" -> NetworkColumns.endpoints();
            case "EndpointSlice" -> NetworkColumns.endpointSlice();
            case "NetworkPolicy" -> NetworkColumns.networkPolicy();
            case "ConfigMap" -> StorageColumns.configMap();
            case "Secret" -> StorageColumns.secret();
            case "ServiceAccount" -> StorageColumns.serviceAccount();
            case "PersistentVolume" -> StorageColumns.volume();
            case "PersistentVolumeClaim" -> StorageColumns.claim();
            case "StorageClass" -> StorageColumns.storageClass();
            default -> Column.of(Column.name(), Column.age());
        };
    }

    private static List<Column> custom(Kind kind) {
        List<Column> columns = new ArrayList<>(List.of(Column.name()));
        Map<String, @Nullable Object> version = kind.custom().orElse(Map.of());
        List<@Nullable Object> printed = Json.asList(version.get("additionalPrinterColumns"));
        printed.forEach(column -> columns.add(Column.custom(column)));
        if (printed.isEmpty()) {
            columns.add(Column.age());
        }
        return columns;
    }
}
