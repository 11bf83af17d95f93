package dev.coxswain.simulator.http.table;

import static dev.coxswain.simulator.http.table.Column.age;
import static dev.coxswain.simulator.http.table.Column.name;
import static dev.coxswain.simulator.http.table.Column.text;

import dev.coxswain.cluster.Json;
import dev.coxswain.cluster.KubeObject;
import java.util.List;
import java.util.stream.Collectors;

/** Columns of what is kept: volumes, claims, configuration, secrets, accounts. */
final class StorageColumns {

    private static final String DATA = "Data contains the configuration data. Each key must consist of alphanumeric"
            + " characters, '-', '_' or '.'. Values with non-UTF-8 byte sequences must use the BinaryData field. The keys"
            + " stored in Data must not overlap with the keys in the BinaryData field, this is enforced during validation"
            + " process.";

    private StorageColumns() {}

    static List<Column> configMap() {
        return Column.of(
                name(),
                text(
                                "Data",
                                each -> (long) each.map("data").size()
                                        + each.map("binaryData").size())
                        .described(DATA),
                age());
    }

    static List<Column> secret() {
        return Column.of(
                name(),
                text("Type", "type"),
                text("Data", each -> (long) each.map("data").size()),
                age());
    }

    static List<Column> serviceAccount() {
        return Column.of(
                name(), text("Secrets", each -> (long) each.list("secrets").size()), age());
    }

    static List<Column> volume() {
        return Column.of(
                name(),
                text("Capacity", "spec", "capacity", "storage"),
                text("Access Modes", each -> modes(each, "spec", "accessModes")),
                text("Reclaim Policy", "spec", "persistentVolumeReclaimPolicy"),
                text("Status", each -> phase(each)),
                text("Claim", each -> {
                    String name = each.text("spec", "claimRef", "name");
                    return name.isEmpty() ? "" : each.text("spec", "claimRef", "namespace") + "/" + name;
                }),
                text("StorageClass", "spec", "storageClassName"),
                text("VolumeAttributesClass", each -> unset(each.text("spec", "volumeAttributesClassName"))),
                text("Reason", "status", "reason"),
                age(),
                text("VolumeMode", "spec", "volumeMode").wide());
    }

    static List<Column> claim() {
        return Column.of(
                name(),
                text("Status", each -> phase(each)),
                text("Volume", "spec", "volumeName"),
                text("Capacity", "status", "capacity", "storage"),
                text("Access Modes", each -> modes(each, "status", "accessModes")),
                text("StorageClass", "spec", "storageClassName"),
                text("VolumeAttributesClass", each -> unset(each.text("spec", "volumeAttributesClassName"))),
                age(),
                text("VolumeMode", "spec", "volumeMode").wide());
    }

    private static String unset(String text) {
        return text.isEmpty() ? "<unset>" : text;
    }

    private static String phase(KubeObject object) {
        return object.isBeingDeleted() ? "Terminating" : object.text("status", "phase");
    }

    private static String modes(KubeObject object, String... path) {
        return object.list(path).stream()
                .map(mode -> switch (Json.asText(mode)) {
                    case "ReadWriteOnce" -> "RWO";
                    case "ReadOnlyMany" -> "ROX";
                    case "ReadWriteMany" -> "RWX";
                    case "ReadWriteOncePod" -> "RWOP";
                    default -> Json.asText(mode);
                })
                .collect(Collectors.joining(","));
    }

    static List<Column> storageClass() {
        return Column.of(
                name(),
                text("Provisioner", "provisioner"),
                text("ReclaimPolicy", "reclaimPolicy"),
                text("VolumeBindingMode", "volumeBindingMode"),
                text("AllowVolumeExpansion", each -> Boolean.TRUE.equals(each.get("allowVolumeExpansion"))),
                age());
    }
}
