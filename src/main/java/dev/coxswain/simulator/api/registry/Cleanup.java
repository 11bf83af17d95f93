package dev.coxswain.simulator.api.registry;

import dev.coxswain.cluster.Gvk;
import dev.coxswain.cluster.Json;
import dev.coxswain.cluster.KubeObject;
import dev.coxswain.simulator.api.Api;
import dev.coxswain.simulator.api.Api.ChangeType;
import dev.coxswain.simulator.api.kind.Definitions;
import dev.coxswain.simulator.api.kind.Kind;
import dev.coxswain.simulator.api.kind.Kinds;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;

/**
 * What follows from a change by itself: orphans go, namespaces empty themselves, definitions begin and end to be served, claims
 * nobody uses lose their protection.
 *
 * <p>In a real cluster these are controllers; here they act at once, right after the change that they follow from.
 */
public final class Cleanup {

    private static final Api.Actor COLLECTOR =
            new Api.Actor("system:serviceaccount:kube-system:generic-garbage-collector", "kube-controller-manager");

    private static final Duration REACTION = Duration.ofMillis(100);
    private static final Duration WARMING = Duration.ofSeconds(1);

    private final Api.Later later;
    private final BooleanSupplier paced;
    private final Store store;
    private final Kinds kinds;
    private final Objects objects;

    public Cleanup(Store store, Kinds kinds, Objects objects, Api.Later later, BooleanSupplier paced) {
        this.later = later;
        this.paced = paced;
        this.store = store;
        this.kinds = kinds;
        this.objects = objects;
        store.onEvent(this::follow);
    }

    private void follow(Store.Event event) {
        KubeObject object = event.object();
        boolean gone = event.type() == ChangeType.DELETED;
        if (event.storage().startsWith("customresourcedefinitions")) {
            define(object, event.type());
        }
        if (gone) {
            clearDefinitionOf(event.storage());
            collectDependents(object);
            releaseOwners(object);
            emptied(object.namespace());
        } else if (object.isBeingDeleted()) {
            end(object);
        } else if (event.type() == ChangeType.ADDED && paced.getAsBoolean() && isAbandoned(object)) {
            later.after(REACTION, () -> collectAbandoned(object));
        }
        if (event.storage().equals("pods") && gone) {
            releaseClaims(object.namespace());
        }
    }

    /** Whether it has owners, and none of them is there. */
    private boolean isAbandoned(KubeObject object) {
        List<@Nullable Object> owners = object.list("metadata", "ownerReferences");
        return !owners.isEmpty() && owners.stream().noneMatch(owner -> !isServed(owner) || lives(object, owner));
    }

    private boolean isServed(@Nullable Object owner) {
        return kinds.find(Gvk.of(Json.asText(Json.at(owner, "apiVersion")), Json.asText(Json.at(owner, "kind"))))
                .isPresent();
    }

    private void collectAbandoned(KubeObject seen) {
        Kind kind = kinds.get(seen.gvk());
        objects.find(kind, seen.ref())
                .filter(object -> object.uid().equals(seen.uid()) && !object.isBeingDeleted() && isAbandoned(object))
                .ifPresent(this::delete);
    }

    private void end(KubeObject object) {
        if (object.gvk().kind().equals("Namespace")) {
            later.after(REACTION, () -> empty(object));
        } else if (object.gvk().kind().equals("PersistentVolumeClaim")) {
            releaseClaims(object.namespace());
        } else if (object.gvk().kind().equals("PersistentVolume")
                && !object.text("status", "phase").equals("Bound")) {
            release(object, "kubernetes.io/pv-protection");
        }
        if (object.list("metadata", "finalizers").contains("foregroundDeletion")) {
            later.after(REACTION, () -> {
                collectDependents(object);
                releaseForeground(object);
            });
        }
        if (object.list("metadata", "finalizers").contains("orphan")) {
            later.after(REACTION, () -> {
                store.dependents(object.uid()).forEach(dependent -> disown(dependent, object.uid()));
                release(object, "orphan");
            });
        }
    }

    private void define(KubeObject definition, ChangeType type) {
        if (type == ChangeType.DELETED) {
            kinds.withdraw(definition);
            return;
        }
        if (Definitions.isEstablished(definition)) {
            kinds.define(definition);
        }
        if (type == ChangeType.ADDED) {
            later.after(REACTION, () -> establish(definition));
        } else if (definition.isBeingDeleted()) {
            later.after(REACTION, () -> clear(definition));
        }
    }

    /** Its lists need a moment more: the cache behind them has to be filled. */
    private void establish(KubeObject definition) {
        kinds.warm(definition.name());
        later.after(WARMING, () -> kinds.warmed(definition.name()));
        Map<String, @Nullable Object> tree = Json.mutableMap(definition.tree());
        tree.put("status", Definitions.established(definition, objects.time()));
        update(definition, tree, "status");
    }

    /** The last object of a definition that is being deleted lets it go. */
    private void clearDefinitionOf(String storage) {
        store.find("customresourcedefinitions.apiextensions.k8s.io", "", storage)
                .filter(KubeObject::isBeingDeleted)
                .ifPresent(this::clear);
    }

    private void clear(KubeObject definition) {
        List<KubeObject> instances = List.copyOf(store.list(definition.name()));
        instances.stream().filter(object -> !object.isBeingDeleted()).forEach(this::delete);
        if (store.list(definition.name()).isEmpty()) {
            release(definition, "customresourcecleanup.apiextensions.k8s.io");
        }
    }

    /** Deletes what has no owner left. */
    private void collectDependents(KubeObject owner) {
        for (KubeObject dependent : store.dependents(owner.uid())) {
            boolean hasOther = dependent.list("metadata", "ownerReferences").stream()
                    .anyMatch(
                            reference -> !owner.uid().equals(Json.at(reference, "uid")) && lives(dependent, reference));
            if (hasOther) {
                disown(dependent, owner.uid());
            } else if (!dependent.isBeingDeleted()) {
                delete(dependent);
            }
        }
    }

    private boolean lives(KubeObject dependent, @Nullable Object reference) {
        Gvk gvk = Gvk.of(Json.asText(Json.at(reference, "apiVersion")), Json.asText(Json.at(reference, "kind")));
        return kinds.find(gvk)
                .flatMap(kind -> store.find(
                        kind.storage(),
                        kind.namespaced() ? dependent.namespace() : "",
                        Json.asText(Json.at(reference, "name"))))
                .filter(owner -> owner.uid().equals(Json.at(reference, "uid")))
                .isPresent();
    }

    private void disown(KubeObject dependent, String uid) {
        List<@Nullable Object> kept = new ArrayList<>(dependent.list("metadata", "ownerReferences"));
        kept.removeIf(reference -> uid.equals(Json.at(reference, "uid")));
        update(
                dependent,
                dependent
                        .with(kept.isEmpty() ? null : kept, "metadata", "ownerReferences")
                        .tree(),
                "");
    }

    private void releaseOwners(KubeObject gone) {
        for (Object reference : gone.list("metadata", "ownerReferences")) {
            Gvk gvk = Gvk.of(Json.asText(Json.at(reference, "apiVersion")), Json.asText(Json.at(reference, "kind")));
            kinds.find(gvk)
                    .flatMap(kind -> store.find(
                            kind.storage(),
                            kind.namespaced() ? gone.namespace() : "",
                            Json.asText(Json.at(reference, "name"))))
                    .filter(owner -> owner.list("metadata", "finalizers").contains("foregroundDeletion"))
                    .ifPresent(this::releaseForeground);
        }
    }

    private void releaseForeground(KubeObject owner) {
        if (store.dependents(owner.uid()).isEmpty()) {
            release(owner, "foregroundDeletion");
        }
    }

    private void releaseClaims(String namespace) {
        for (KubeObject claim : List.copyOf(store.list("persistentvolumeclaims", namespace))) {
            boolean used = store.list("pods", namespace).stream()
                    .flatMap(pod -> pod.list("spec", "volumes").stream())
                    .anyMatch(volume -> claim.name().equals(Json.at(volume, "persistentVolumeClaim", "claimName")));
            if (claim.isBeingDeleted() && !used) {
                release(claim, "kubernetes.io/pvc-protection");
            }
        }
    }

    private void release(KubeObject object, String finalizer) {
        List<@Nullable Object> kept = new ArrayList<>(object.list("metadata", "finalizers"));
        if (kept.remove(finalizer)) {
            update(
                    object,
                    object.with(kept.isEmpty() ? null : kept, "metadata", "finalizers")
                            .tree(),
                    "");
        }
    }

    private void empty(KubeObject namespace) {
        for (Kind kind : kinds.all()) {
            if (kind.namespaced()) {
                List.copyOf(store.list(kind.storage(), namespace.name())).stream()
                        .filter(object -> !object.isBeingDeleted())
                        .forEach(this::delete);
            }
        }
        emptied(namespace.name());
    }

    private void emptied(String name) {
        Optional<KubeObject> ending = store.find("namespaces", "", name).filter(KubeObject::isBeingDeleted);
        boolean empty = store.storages().stream()
                .allMatch(each -> store.list(each, name).isEmpty() || name.isEmpty());
        if (ending.isPresent() && empty) {
            KubeObject namespace = ending.orElseThrow();
            if (!namespace.list("spec", "finalizers").isEmpty()) {
                update(namespace, namespace.with(null, "spec", "finalizers").tree(), "");
            }
        }
    }

    private void delete(KubeObject object) {
        Kind kind = kinds.get(object.gvk());
        if (objects.find(kind, object.ref()).isPresent()) {
            objects.delete(kind, object.ref(), DeleteOptions.NONE, Write.by(COLLECTOR, ""));
        }
    }

    private void update(KubeObject object, Map<String, @Nullable Object> tree, String subresource) {
        Kind kind = kinds.get(object.gvk());
        Optional<KubeObject> current =
                objects.find(kind, object.ref()).filter(each -> each.uid().equals(object.uid()));
        if (current.isPresent()) {
            Map<String, @Nullable Object> changed = Json.mutableMap(tree);
            Json.asMap(changed.get("metadata")).remove("resourceVersion");
            objects.update(kind, object.ref(), changed, Write.by(COLLECTOR, subresource));
        }
    }
}
