package dev.coxswain.simulator.api.validation;

import dev.coxswain.cluster.Json;
import dev.coxswain.simulator.api.Refusals;
import dev.coxswain.simulator.api.Refusals.Cause;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** What is wrong with a CustomResourceDefinition: its name, its versions, and schemas that are not structural. */
final class DefinitionFaults {

    private final List<Cause> faults = new ArrayList<>();

    private DefinitionFaults() {}

    static List<Cause> of(Map<String, @Nullable Object> definition) {
        DefinitionFaults check = new DefinitionFaults();
        check.name(definition);
        List<@Nullable Object> versions = Json.asList(Json.at(definition, "spec", "versions"));
        check.storage(versions);
        for (int i = 0; i < versions.size(); i++) {
            // the server keeps the schema of an only version beside the list
            String path = versions.size() == 1 ? "spec.validation" : "spec.versions[" + i + "].schema";
            check.root(Json.at(versions.get(i), "schema", "openAPIV3Schema"), path + ".openAPIV3Schema");
        }
        return check.faults;
    }

    private void name(Map<String, @Nullable Object> definition) {
        String name = Json.asText(Json.at(definition, "metadata", "name"));
        String wanted = Json.asText(Json.at(definition, "spec", "names", "plural")) + "."
                + Json.asText(Json.at(definition, "spec", "group"));
        if (!name.equals(wanted)) {
            faults.add(new Cause(
                    "FieldValueInvalid",
                    "Invalid value: \"" + name + "\": must be spec.names.plural+\".\"+spec.group",
                    "metadata.name"));
        }
    }

    private void storage(List<@Nullable Object> versions) {
        long stored = versions.stream()
                .filter(each -> Boolean.TRUE.equals(Json.at(each, "storage")))
                .count();
        if (stored != 1) {
            List<Object> shown = new ArrayList<>();
            versions.forEach(each -> shown.add(Refusals.object(
                    "Name", Json.at(each, "name"),
                    "Served", Boolean.TRUE.equals(Json.at(each, "served")),
                    "Storage", Boolean.TRUE.equals(Json.at(each, "storage")),
                    "Deprecated", false,
                    "DeprecationWarning", null,
                    "Schema", null,
                    "Subresources", null,
                    "AdditionalPrinterColumns", null,
                    "SelectableFields", null)));
            faults.add(new Cause(
                    "FieldValueInvalid",
                    "Invalid value: " + Json.print(shown) + ": must have exactly one version marked as storage version",
                    "spec.versions"));
        }
        if (stored == 0) {
            faults.add(new Cause(
                    "FieldValueInvalid",
                    "Invalid value: null: must have at least one stored version",
                    "status.storedVersions"));
        }
    }

    private void root(@Nullable Object schema, String path) {
        if (!(schema instanceof Map<?, ?> map)) {
            return;
        }
        children(Json.asMap(map), path);
        if (Json.asText(map.get("type")).isEmpty()) {
            required(path + ".type", "must not be empty at the root");
        }
    }

    private void children(Map<String, @Nullable Object> schema, String path) {
        Json.asMap(schema.get("properties"))
                .forEach((name, child) -> child(
                        child, path + ".properties[" + name + "]", "must not be empty for specified object fields"));
        if (schema.get("additionalProperties") instanceof Map<?, ?> additional) {
            child(additional, path + ".additionalProperties", "must not be empty for specified object fields");
        }
        if (schema.get("items") instanceof Map<?, ?> items) {
            child(items, path + ".items", "must not be empty for specified array items");
        }
    }

    private void child(@Nullable Object schema, String path, String complaint) {
        Map<String, @Nullable Object> map = Json.asMap(schema);
        boolean isOpen = Boolean.TRUE.equals(map.get("x-kubernetes-int-or-string"))
                || Boolean.TRUE.equals(map.get("x-kubernetes-preserve-unknown-fields"));
        if (Json.asText(map.get("type")).isEmpty() && !isOpen) {
            required(path + ".type", complaint);
        }
        children(map, path);
    }

    private void required(String path, String complaint) {
        faults.add(new Cause("FieldValueRequired", "Required value: " + complaint, path));
    }
}
