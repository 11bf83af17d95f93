package dev.coxswain.simulator.api.registry;

import dev.coxswain.cluster.Json;
import dev.coxswain.cluster.KubeObject;
import dev.coxswain.cluster.ObjectRef;
import dev.coxswain.simulator.api.Admission;
import dev.coxswain.simulator.api.AdmissionRequest;
import dev.coxswain.simulator.api.ApiException;
import dev.coxswain.simulator.api.Refusals;
import dev.coxswain.simulator.api.Refusals.Cause;
import dev.coxswain.simulator.api.defaults.Defaults;
import dev.coxswain.simulator.api.field.ManagedFields;
import dev.coxswain.simulator.api.kind.Kind;
import dev.coxswain.simulator.api.kind.Kind.Trait;
import dev.coxswain.simulator.api.kind.Kinds;
import dev.coxswain.simulator.api.kind.Versions;
import dev.coxswain.simulator.api.validation.CelRules;
import java.util.ArrayList;
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
    private final Deletions deletions;
    private final CelRules rules = new CelRules();

    public Objects(Store store, Kinds kinds, Birth birth, Admission admission) {
        this.store = store;
        this.kinds = kinds;
        this.birth = birth;
        this.admission = admission;
        this.deletions = new Deletions(store, birth);
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
        Map<String, @Nullable Object> object = Incoming.decode(kind, body, write);
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
        Incoming.complete(kind, object);
        if (!kind.isCustom()) {
            Defaults.first(kind, object);
        }
        if (kind.name().equals("Service")) {
            giveAddress(object);
        }
        Incoming.validate(kind, object, Optional.empty(), rules);
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
        Map<String, @Nullable Object> old = Versions.as(kind, current).tree();
        Map<String, @Nullable Object> object = Incoming.decode(kind, body, write);
        Map<String, @Nullable Object> metadata = Json.asMap(object.get("metadata"));
        Incoming.requireSame(kind, current, metadata);
        object = Incoming.overlay(kind, old, object, write.subresource());
        Incoming.complete(kind, object);
        if (kind.has(Trait.GENERATION)
                && !List.of("status", "binding").contains(write.subresource())
                && !Incoming.sameSpec(old, object)) {
            long generation = Json.asLong(Json.at(old, "metadata", "generation"), 0) + 1;
            Json.asMap(object.get("metadata")).put("generation", generation);
        }
        Incoming.validate(kind, object, Optional.of(old), rules);
        admit("UPDATE", kind, Optional.of(object), Optional.of(old), write);
        if (write.intent().isEmpty() && ManagedFields.sameButForThem(old, object)) {
            return Versions.as(kind, current);
        }
        ManagedFields.track(kind, object, Optional.of(old), write, birth.time());
        if (object.equals(old)) {
            return Versions.as(kind, current);
        }
        if (Deletions.isFinished(object) && !write.dryRun()) {
            // the change that lets an object go is not written any more
            KubeObject last = KubeObject.of(object);
            store.remove(kind.storage(), last);
            return Versions.as(kind, last);
        }
        return commit(kind, object, write);
    }

    /** Gives a pod its node, and says in its status that it has one. */
    public KubeObject bind(Kind kind, ObjectRef ref, String node, Write write) {
        KubeObject pod = get(kind, ref);
        Map<String, @Nullable Object> bound = Json.mutableMap(pod.tree());
        Json.asMap(bound.get("spec")).put("nodeName", node);
        Map<String, @Nullable Object> status =
                Json.asMap(bound.computeIfAbsent("status", ignored -> Refusals.object()));
        List<@Nullable Object> conditions = new ArrayList<>(Json.asList(status.get("conditions")));
        conditions.removeIf(each -> "PodScheduled".equals(Json.at(each, "type")));
        conditions.add(Refusals.object(
                "type", "PodScheduled", "status", "True", "lastProbeTime", null, "lastTransitionTime", birth.time()));
        status.put("conditions", conditions);
        return update(kind, ref, bound, write.on("binding"));
    }

    /** The object as it was at its end, or as it is now if something still holds it. */
    public KubeObject delete(Kind kind, ObjectRef ref, DeleteOptions options, Write write) {
        KubeObject current = get(kind, ref);
        Deletions.requirePreconditions(kind, current, options.preconditions());
        admit("DELETE", kind, Optional.empty(), Optional.of(current.tree()), write);
        return deletions.delete(kind, current, options, write);
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

    private void giveAddress(Map<String, @Nullable Object> service) {
        Map<String, @Nullable Object> spec = Json.asMap(service.get("spec"));
        if (!"ExternalName".equals(spec.get("type")) && !spec.containsKey("clusterIP")) {
            spec.put("clusterIP", birth.address());
        }
        if (spec.get("clusterIP") instanceof String address) {
            spec.putIfAbsent("clusterIPs", List.of(address));
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
}
