package dev.coxswain.simulator.api.registry;

import dev.coxswain.cluster.Json;
import dev.coxswain.cluster.KubeObject;
import dev.coxswain.cluster.ObjectRef;
import dev.coxswain.cluster.Preconditions;
import dev.coxswain.simulator.api.Admission;
import dev.coxswain.simulator.api.AdmissionRequest;
import dev.coxswain.simulator.api.ApiException;
import dev.coxswain.simulator.api.Refusals;
import dev.coxswain.simulator.api.Refusals.Cause;
import dev.coxswain.simulator.api.defaults.Defaults;
import dev.coxswain.simulator.api.field.FieldCheck;
import dev.coxswain.simulator.api.field.ManagedFields;
import dev.coxswain.simulator.api.field.Omitted;
import dev.coxswain.simulator.api.kind.Kind;
import dev.coxswain.simulator.api.kind.Kind.Trait;
import dev.coxswain.simulator.api.kind.Kinds;
import dev.coxswain.simulator.api.kind.Versions;
import dev.coxswain.simulator.api.validation.Metadata;
import dev.coxswain.simulator.api.validation.StructuralSchema;
import dev.coxswain.simulator.api.validation.Validation;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Creates, replaces and deletes objects as the generic registry of the API server does.
 *
 * <p>A write goes (1) through the schema, which prunes or complains, (2) defaults, (3) the parts a client may not set, (4)
 * validation, (5) admission, and (6) into the store, unless nothing has changed or the run is dry.
 */
public final class Objects {

    private final Store store;
    private final Kinds kinds;
    private final Birth birth;
    private final Admission admission;

    public Objects(Store store, Kinds kinds, Birth birth, Admission admission) {
        this.store = store;
        this.kinds = kinds;
        this.birth = birth;
        this.admission = admission;
    }

    public String time() {
        return birth.time();
    }

    public Optional<KubeObject> find(Kind kind, ObjectRef ref) {
        return store.find(kind.storage(), ref.namespace(), ref.name());
    }

    public KubeObject get(Kind kind, ObjectRef ref) {
        return find(kind, ref).orElseThrow(() -> kind.notFound(ref.name()));
    }

    public KubeObject create(Kind kind, String namespace, Map<String, @Nullable Object> body, Write write) {
        Map<String, @Nullable Object> object = decode(kind, body, write);
        Map<String, @Nullable Object> metadata = Json.asMap(object.get("metadata"));
        if (kind.namespaced()) {
            requireLivingNamespace(kind, namespace, Json.asText(metadata.get("name")));
            metadata.put("namespace", namespace);
        }
        if (Json.asText(metadata.get("name")).isEmpty() && metadata.get("generateName") instanceof String prefix) {
            metadata.put("name", birth.name(prefix));
        }
        metadata.put("uid", birth.uid());
        metadata.put("creationTimestamp", birth.time());
        for (String field : List.of("resourceVersion", "deletionTimestamp", "deletionGracePeriodSeconds", "selfLink")) {
            metadata.remove(field);
        }
        metadata.remove("generation");
        if (kind.has(Trait.GENERATION)) {
            metadata.put("generation", 1L);
        }
        if (kind.isCustom() && kind.has(Trait.STATUS)) {
            object.remove("status");
        }
        complete(kind, object);
        if (!kind.isCustom()) {
            Defaults.first(kind, object);
        }
        if (kind.name().equals("Service")) {
            giveAddress(object);
        }
        validate(kind, object, Optional.empty());
        String name = Json.asText(metadata.get("name"));
        if (store.find(kind.storage(), namespace, name).isPresent()) {
            throw Refusals.alreadyExists(kind.group(), kind.plural(), name);
        }
        admit("CREATE", kind, Optional.of(object), Optional.empty(), write);
        ManagedFields.track(kind, object, Optional.empty(), write, birth.time());
        return commit(kind, object, write);
    }

    /** Replaces; what the subresource does not cover stays as it is. */
    public KubeObject update(Kind kind, ObjectRef ref, Map<String, @Nullable Object> body, Write write) {
        KubeObject current = get(kind, ref);
        Map<String, @Nullable Object> old = Versions.as(kind, Json.mutableMap(current.tree()));
        Map<String, @Nullable Object> object = decode(kind, body, write);
        Map<String, @Nullable Object> metadata = Json.asMap(object.get("metadata"));
        requireSame(kind, current, metadata);
        object = overlay(kind, old, object, write.subresource());
        complete(kind, object);
        if (kind.has(Trait.GENERATION) && !write.subresource().equals("status") && !sameSpec(old, object)) {
            long generation = Json.asLong(Json.at(old, "metadata", "generation"), 0) + 1;
            Json.asMap(object.get("metadata")).put("generation", generation);
        }
        validate(kind, object, Optional.of(old));
        admit("UPDATE", kind, Optional.of(object), Optional.of(old), write);
        if (write.intent().isEmpty() && ManagedFields.sameButForThem(old, object)) {
            return Versions.as(kind, current);
        }
        ManagedFields.track(kind, object, Optional.of(old), write, birth.time());
        if (object.equals(old)) {
            return Versions.as(kind, current);
        }
        KubeObject written = commit(kind, object, write);
        return isFinished(written) && !write.dryRun() ? take(kind, written) : written;
    }

    private static boolean isFinished(KubeObject object) {
        boolean held = !object.list("metadata", "finalizers").isEmpty()
                || (!object.list("spec", "finalizers").isEmpty()
                        && object.gvk().kind().equals("Namespace"));
        return object.isBeingDeleted() && !held && object.number(0, "metadata", "deletionGracePeriodSeconds") == 0;
    }

    private Map<String, @Nullable Object> decode(Kind kind, Map<String, @Nullable Object> body, Write write) {
        List<String> unknown = new ArrayList<>();
        Map<String, @Nullable Object> object = Json.mutableMap(FieldCheck.pruned(kind, body, unknown));
        if (!unknown.isEmpty() && write.fieldValidation().equals("Strict")) {
            String list = String.join(
                    ", ",
                    unknown.stream()
                            .map(field -> "unknown field \"" + field + "\"")
                            .toList());
            throw Refusals.badRequest((kind.isCustom()
                            ? ""
                            : kind.name() + " in version \"" + kind.gvk().version() + "\" cannot be handled as a "
                                    + kind.name() + ": ")
                    + "strict decoding error: " + list);
        }
        if (write.fieldValidation().equals("Warn")) {
            unknown.forEach(field -> write.warnings().add("unknown field \"" + field + "\""));
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

    private static void complete(Kind kind, Map<String, @Nullable Object> object) {
        if (kind.isCustom()) {
            StructuralSchema.complete(kind.schema(), object);
        } else {
            Defaults.apply(kind, object);
            Omitted.drop(object);
        }
    }

    private void requireLivingNamespace(Kind kind, String namespace, String name) {
        KubeObject home = store.find("namespaces", "", namespace)
                .orElseThrow(() -> Refusals.notFound("", "namespaces", namespace));
        if (home.isBeingDeleted()) {
            ApiException refusal = Refusals.forbidden(
                    kind.group(),
                    kind.plural(),
                    name,
                    "unable to create new content in namespace " + namespace + " because it is being terminated");
            Map<String, @Nullable Object> status = Json.mutableMap(refusal.status());
            Json.asMap(status.get("details"))
                    .put(
                            "causes",
                            List.of(new Cause(
                                            "NamespaceTerminating",
                                            "namespace " + namespace + " is being terminated",
                                            "metadata.namespace")
                                    .tree()));
            throw new ApiException(403, status);
        }
    }

    private static void requireSame(Kind kind, KubeObject current, Map<String, @Nullable Object> metadata) {
        String name = current.name();
        String uid = Json.asText(metadata.get("uid"));
        if (!uid.isEmpty() && !uid.equals(current.uid())) {
            throw Refusals.conflict(
                    kind.group(),
                    kind.plural(),
                    name,
                    "Precondition failed: UID in precondition: " + uid + ", UID in object meta: " + current.uid());
        }
        String version = Json.asText(metadata.get("resourceVersion"));
        if (!version.isEmpty() && !version.equals(current.resourceVersion())) {
            throw Refusals.modified(kind.group(), kind.plural(), name);
        }
    }

    /** The new object with everything that this request cannot change taken from the old one. */
    private static Map<String, @Nullable Object> overlay(
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
        } else if (kind.has(Trait.STATUS)) {
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

    private static boolean sameSpec(Map<String, @Nullable Object> old, Map<String, @Nullable Object> object) {
        Map<String, @Nullable Object> before = new LinkedHashMap<>(old);
        Map<String, @Nullable Object> after = new LinkedHashMap<>(object);
        for (String field : List.of("metadata", "status")) {
            before.remove(field);
            after.remove(field);
        }
        return before.equals(after);
    }

    private void giveAddress(Map<String, @Nullable Object> service) {
        Map<String, @Nullable Object> spec = Json.asMap(service.get("spec"));
        if (!"ExternalName".equals(spec.get("type")) && !spec.containsKey("clusterIP")) {
            spec.put("clusterIP", birth.address());
        }
        if (spec.get("clusterIP") instanceof String address) {
            spec.putIfAbsent("clusterIPs", List.of(address));
        }
    }

    private static void validate(
            Kind kind, Map<String, @Nullable Object> object, Optional<Map<String, @Nullable Object>> old) {
        List<Cause> faults = new ArrayList<>(Metadata.faults(kind, Json.asMap(object.get("metadata"))));
        if (kind.isCustom()) {
            faults.addAll(StructuralSchema.faults(kind.schema(), object, old));
        } else {
            faults.addAll(Validation.faults(kind, object, old));
        }
        if (!faults.isEmpty()) {
            String name = Json.asText(Json.at(object, "metadata", "name"));
            throw Refusals.invalid(kind.group(), kind.name(), name, faults);
        }
    }

    private void admit(
            String operation,
            Kind kind,
            Optional<Map<String, @Nullable Object>> object,
            Optional<Map<String, @Nullable Object>> old,
            Write write) {
        Object metadata = Json.at(object.or(() -> old).orElseThrow(), "metadata");
        admission.admit(new AdmissionRequest(
                write.user(),
                operation,
                kind.gvk(),
                kind.plural(),
                write.subresource(),
                Json.asText(Json.at(metadata, "namespace")),
                Json.asText(Json.at(metadata, "name")),
                object,
                old,
                write.dryRun(),
                Map.of()));
    }

    private KubeObject commit(Kind kind, Map<String, @Nullable Object> object, Write write) {
        if (write.dryRun()) {
            return KubeObject.of(object);
        }
        Map<String, @Nullable Object> stored = object;
        if (kind.group().equals("events.k8s.io")) {
            stored = Versions.as(kinds.get(dev.coxswain.cluster.Gvk.of("v1", "Event")), object);
        }
        return Versions.as(kind, store.put(kind.storage(), stored));
    }

    /** The object as it was at its end, or as it is now if something still holds it. */
    public KubeObject delete(Kind kind, ObjectRef ref, DeleteOptions options, Write write) {
        KubeObject current = get(kind, ref);
        requirePreconditions(kind, current, options.preconditions());
        admit("DELETE", kind, Optional.empty(), Optional.of(current.tree()), write);
        long grace = kind.name().equals("Pod") ? grace(current, options) : 0;
        Map<String, @Nullable Object> object = Json.mutableMap(current.tree());
        Map<String, @Nullable Object> metadata = Json.asMap(object.get("metadata"));
        if (options.propagation().equals("Foreground")) {
            addFinalizer(metadata, "foregroundDeletion");
        } else if (options.propagation().equals("Orphan")) {
            addFinalizer(metadata, "orphan");
        }
        boolean sooner = grace < Json.asLong(metadata.get("deletionGracePeriodSeconds"), Long.MAX_VALUE);
        if (!current.isBeingDeleted()) {
            metadata.put("deletionTimestamp", birth.timeIn(Duration.ofSeconds(grace)));
            if (!kind.name().equals("Namespace")) {
                metadata.put("deletionGracePeriodSeconds", grace);
            }
            if (kind.has(Trait.GENERATION)) {
                metadata.put("generation", Json.asLong(metadata.get("generation"), 0) + 1);
            }
            if (kind.name().equals("Namespace")) {
                Json.asMap(object.get("status")).put("phase", "Terminating");
            }
        } else if (sooner) {
            metadata.put("deletionTimestamp", birth.timeIn(Duration.ofSeconds(grace)));
            metadata.put("deletionGracePeriodSeconds", grace);
        }
        if (write.dryRun()) {
            return Versions.as(kind, KubeObject.of(object));
        }
        KubeObject doomed = KubeObject.of(object);
        if (isFinished(doomed)) {
            return take(kind, doomed);
        }
        KubeObject written = object.equals(current.tree()) ? current : store.put(kind.storage(), object);
        return Versions.as(kind, written);
    }

    private KubeObject take(Kind kind, KubeObject doomed) {
        boolean plain = !kind.has(Trait.RETURNS_DELETED) || !kind.name().equals("Pod");
        KubeObject last = plain
                        && store.find(kind.storage(), doomed.namespace(), doomed.name())
                                .filter(KubeObject::isBeingDeleted)
                                .isEmpty()
                ? store.find(kind.storage(), doomed.namespace(), doomed.name()).orElse(doomed)
                : doomed;
        return Versions.as(kind, store.remove(kind.storage(), last));
    }

    private static void addFinalizer(Map<String, @Nullable Object> metadata, String finalizer) {
        List<@Nullable Object> finalizers = new ArrayList<>(Json.asList(metadata.get("finalizers")));
        if (!finalizers.contains(finalizer)) {
            finalizers.add(finalizer);
        }
        metadata.put("finalizers", finalizers);
    }

    /** A pod that no kubelet has, or that has ended, needs no time to end. */
    private static long grace(KubeObject pod, DeleteOptions options) {
        boolean ended = List.of("Succeeded", "Failed").contains(pod.text("status", "phase"));
        if (pod.text("spec", "nodeName").isEmpty() || ended) {
            return 0;
        }
        return options.grace().orElseGet(() -> pod.number(30, "spec", "terminationGracePeriodSeconds"));
    }

    private static void requirePreconditions(Kind kind, KubeObject current, Preconditions preconditions) {
        preconditions.uid().filter(uid -> !uid.equals(current.uid())).ifPresent(uid -> {
            throw Refusals.conflict(
                    "",
                    kind.name(),
                    current.name(),
                    "the UID in the precondition (" + uid + ") does not match the UID in record (" + current.uid()
                            + "). The object might have been deleted and then recreated");
        });
        preconditions
                .resourceVersion()
                .filter(version -> !version.equals(current.resourceVersion()))
                .ifPresent(version -> {
                    throw Refusals.conflict(
                            "",
                            kind.name(),
                            current.name(),
                            "the ResourceVersion in the precondition (" + version
                                    + ") does not match the ResourceVersion in record (" + current.resourceVersion()
                                    + "). The object might have been modified");
                });
    }
}
