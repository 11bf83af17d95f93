package dev.coxswain.simulator.api.registry;

import dev.coxswain.cluster.Json;
import dev.coxswain.cluster.KubeObject;
import dev.coxswain.simulator.api.Refusals;
import dev.coxswain.simulator.api.Refusals.Cause;
import dev.coxswain.simulator.api.defaults.Defaults;
import dev.coxswain.simulator.api.field.FieldCheck;
import dev.coxswain.simulator.api.field.Omitted;
import dev.coxswain.simulator.api.field.Unset;
import dev.coxswain.simulator.api.kind.Kind;
import dev.coxswain.simulator.api.kind.Kind.Trait;
import dev.coxswain.simulator.api.validation.CelRules;
import dev.coxswain.simulator.api.validation.Metadata;
import dev.coxswain.simulator.api.validation.StructuralSchema;
import dev.coxswain.simulator.api.validation.Validation;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** What a client sent becomes what may be stored: pruned, filled in, without what the client may not set, and valid. */
final class Incoming {

    private Incoming() {}

    static Map<String, @Nullable Object> decode(Kind kind, Map<String, @Nullable Object> body, Write write) {
        List<String> unknown = new ArrayList<>();
        Map<String, @Nullable Object> object = FieldCheck.pruned(kind, body, unknown);
        List<String> complaints = new ArrayList<>();
        write.duplicates().forEach(field -> complaints.add("duplicate field \"" + field + "\""));
        unknown.forEach(field -> complaints.add("unknown field \"" + field + "\""));
        if (!complaints.isEmpty() && write.fieldValidation().equals("Strict")) {
            throw Refusals.badRequest(
                    kind.name() + " in version \"" + kind.gvk().version() + "\" cannot be handled as a " + kind.name()
                            + ": strict decoding error: " + String.join(", ", complaints));
        }
        if (write.fieldValidation().equals("Warn")) {
            write.warnings().addAll(complaints);
        }
        object.put("apiVersion", kind.gvk().apiVersion());
        object.put("kind", kind.name());
        object.computeIfAbsent("metadata", ignored -> new LinkedHashMap<>());
        Json.asMap(object.get("metadata"))
                .values()
                .removeIf(value -> value == null
                        || (value instanceof Map<?, ?> map && map.isEmpty())
                        || (value instanceof List<?> list && list.isEmpty()));
        return object;
    }

    static void complete(Kind kind, Map<String, @Nullable Object> object) {
        if (kind.isCustom()) {
            StructuralSchema.complete(kind.schema(), object);
        } else {
            Defaults.apply(kind, object);
            Omitted.drop(object);
            Unset.show(kind, object);
        }
    }

    static void requireSame(Kind kind, KubeObject current, Map<String, @Nullable Object> metadata) {
        String name = current.name();
        String uid = Json.asText(metadata.get("uid"));
        if (!uid.isEmpty() && !uid.equals(current.uid())) {
            throw Refusals.conflict(
                    kind.group(),
                    kind.plural(),
                    name,
                    "StorageError: invalid object, Code: 4, Key: /kubernetes.io/" + kind.plural() + "/"
                            + (current.namespace().isEmpty() ? "" : current.namespace() + "/") + name
                            + ", ResourceVersion: 0, AdditionalErrorMsg: Precondition failed: UID in precondition: "
                            + uid + ", UID in object meta: " + current.uid());
        }
        String version = Json.asText(metadata.get("resourceVersion"));
        if (!version.isEmpty() && !version.equals(current.resourceVersion())) {
            throw Refusals.modified(kind.group(), kind.plural(), name);
        }
    }

    /** The new object with everything that this request cannot change taken from the old one. */
    static Map<String, @Nullable Object> overlay(
            Kind kind, Map<String, @Nullable Object> old, Map<String, @Nullable Object> object, String subresource) {
        Map<String, @Nullable Object> result = object;
        if (subresource.equals("status")) {
            Object managed = Json.at(object, "metadata", "managedFields");
            result = Json.mutableMap(old);
            result.put("status", object.get("status"));
            if (object.get("status") == null) {
                result.remove("status");
            }
            if (kind.name().equals("Node") || kind.name().equals("Pod")) {
                copy(object, result, "labels");
                copy(object, result, "annotations");
            }
            if (managed != null) {
                Json.asMap(result.get("metadata")).put("managedFields", managed);
            }
        } else if (kind.has(Trait.STATUS) && !subresource.equals("binding")) {
            if (old.containsKey("status")) {
                result.put("status", Json.mutableCopy(old.get("status")));
            } else {
                result.remove("status");
            }
        }
        Map<String, @Nullable Object> metadata = Json.asMap(result.get("metadata"));
        Map<String, @Nullable Object> before = Json.asMap(old.get("metadata"));
        for (String field : List.of(
                "uid",
                "name",
                "namespace",
                "resourceVersion",
                "creationTimestamp",
                "generateName",
                "generation",
                "deletionTimestamp",
                "deletionGracePeriodSeconds")) {
            if (before.get(field) != null) {
                metadata.put(field, before.get(field));
            } else {
                metadata.remove(field);
            }
        }
        if (kind.name().equals("Service")) {
            Map<String, @Nullable Object> spec = Json.asMap(result.get("spec"));
            for (String field : List.of("clusterIP", "clusterIPs")) {
                Object address = Json.at(old, "spec", field);
                if (address != null) {
                    spec.putIfAbsent(field, address);
                }
            }
        }
        return result;
    }

    private static void copy(Map<String, @Nullable Object> from, Map<String, @Nullable Object> to, String field) {
        Object value = Json.at(from, "metadata", field);
        if (value != null) {
            Json.asMap(to.get("metadata")).put(field, value);
        }
    }

    static boolean sameSpec(Map<String, @Nullable Object> old, Map<String, @Nullable Object> object) {
        Map<String, @Nullable Object> before = new LinkedHashMap<>(old);
        Map<String, @Nullable Object> after = new LinkedHashMap<>(object);
        for (String field : List.of("metadata", "status")) {
            before.remove(field);
            after.remove(field);
        }
        return before.equals(after);
    }

    static void validate(
            Kind kind,
            Map<String, @Nullable Object> object,
            Optional<Map<String, @Nullable Object>> old,
            CelRules rules) {
        List<Cause> faults = new ArrayList<>(Metadata.faults(kind, Json.asMap(object.get("metadata"))));
        if (old.isPresent()) {
            faults.addAll(Metadata.changeFaults(kind, faults, old.orElseThrow(), object));
        }
        if (kind.isCustom()) {
            faults.addAll(StructuralSchema.faults(kind, object, old, rules));
        } else {
            faults.addAll(Validation.faults(kind, object, old));
        }
        if (!faults.isEmpty()) {
            String name = Json.asText(Json.at(object, "metadata", "name"));
            throw Refusals.invalid(kind.group(), kind.name(), name, faults);
        }
    }
}
