package dev.coxswain.simulator.api.registry;

import dev.coxswain.cluster.Json;
import dev.coxswain.cluster.KubeObject;
import dev.coxswain.cluster.Preconditions;
import dev.coxswain.simulator.api.Refusals;
import dev.coxswain.simulator.api.kind.Definitions;
import dev.coxswain.simulator.api.kind.Kind;
import dev.coxswain.simulator.api.kind.Kind.Trait;
import dev.coxswain.simulator.api.kind.Versions;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Deletes at once, or begins a deletion that ends when grace is over and the last finalizer is gone. */
final class Deletions {

    private static final String DEFINITIONS = "customresourcedefinitions.apiextensions.k8s.io";

    private final Store store;
    private final Birth birth;

    Deletions(Store store, Birth birth) {
        this.store = store;
        this.birth = birth;
    }

    /** The object as it was at its end, or as it is now if something still holds it. */
    KubeObject delete(Kind kind, KubeObject current, DeleteOptions options, Write write) {
        Map<String, @Nullable Object> object = Json.mutableMap(current.tree());
        Map<String, @Nullable Object> metadata = Json.asMap(object.get("metadata"));
        switch (options.propagation()) {
            case "Foreground" -> addFinalizer(metadata, "foregroundDeletion");
            case "Orphan" -> addFinalizer(metadata, "orphan");
            default -> {}
        }
        switch (kind.storage()) {
            case "namespaces" -> endNamespace(object, metadata);
            case DEFINITIONS -> endDefinition(object, metadata);
            case "pods" -> begin(kind, metadata, grace(current, options));
            default -> begin(kind, metadata, 0);
        }
        if (write.dryRun()) {
            return Versions.as(kind, KubeObject.of(object));
        }
        KubeObject doomed = KubeObject.of(object);
        if (isFinished(object)) {
            // a pod's last change is told before its end
            boolean isPod = kind.storage().equals("pods");
            return isPod ? taken(kind, store.put(kind.storage(), object)) : take(kind, doomed);
        }
        KubeObject written = object.equals(current.tree()) ? current : store.put(kind.storage(), object);
        return Versions.as(kind, written);
    }

    private void begin(Kind kind, Map<String, @Nullable Object> metadata, long grace) {
        boolean isNew = !metadata.containsKey("deletionTimestamp");
        boolean isSooner = grace < Json.asLong(metadata.get("deletionGracePeriodSeconds"), Long.MAX_VALUE);
        if (isNew || isSooner) {
            metadata.put("deletionTimestamp", birth.timeIn(Duration.ofSeconds(grace)));
            metadata.put("deletionGracePeriodSeconds", grace);
        }
        if (isNew && kind.has(Trait.GENERATION)) {
            metadata.put("generation", Json.asLong(metadata.get("generation"), 0) + 1);
        }
    }

    private void endNamespace(Map<String, @Nullable Object> object, Map<String, @Nullable Object> metadata) {
        metadata.putIfAbsent("deletionTimestamp", birth.time());
        Json.asMap(object.get("status")).put("phase", "Terminating");
    }

    /** A definition waits until its objects are gone. */
    private void endDefinition(Map<String, @Nullable Object> object, Map<String, @Nullable Object> metadata) {
        if (metadata.containsKey("deletionTimestamp")) {
            return;
        }
        metadata.put("deletionTimestamp", birth.time());
        addFinalizer(metadata, "customresourcecleanup.apiextensions.k8s.io");
        Map<String, @Nullable Object> status =
                Json.asMap(object.computeIfAbsent("status", ignored -> Refusals.object()));
        status.put("conditions", Definitions.terminating(Json.asList(status.get("conditions")), birth.time()));
    }

    /** The pod as it was before it went. */
    private KubeObject taken(Kind kind, KubeObject last) {
        store.remove(kind.storage(), last);
        return Versions.as(kind, last);
    }

    KubeObject take(Kind kind, KubeObject doomed) {
        boolean plain = !kind.has(Trait.RETURNS_DELETED) || !kind.name().equals("Pod");
        KubeObject last = plain
                        && store.find(kind.storage(), doomed.namespace(), doomed.name())
                                .filter(KubeObject::isBeingDeleted)
                                .isEmpty()
                ? store.find(kind.storage(), doomed.namespace(), doomed.name()).orElse(doomed)
                : doomed;
        return Versions.as(kind, store.remove(kind.storage(), last));
    }

    static boolean isFinished(Map<String, @Nullable Object> object) {
        Map<String, @Nullable Object> metadata = Json.asMap(object.get("metadata"));
        boolean held = !Json.asList(metadata.get("finalizers")).isEmpty()
                || (!Json.asList(Json.at(object, "spec", "finalizers")).isEmpty()
                        && "Namespace".equals(object.get("kind")));
        boolean isDeleted = !Json.asText(metadata.get("deletionTimestamp")).isEmpty();
        return isDeleted && !held && Json.asLong(metadata.get("deletionGracePeriodSeconds"), 0) == 0;
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

    static void requirePreconditions(Kind kind, KubeObject current, Preconditions preconditions) {
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
