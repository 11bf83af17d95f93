package dev.coxswain.simulator.controller;

import dev.coxswain.cluster.KubeObject;
import dev.coxswain.cluster.ObjectRef;
import dev.coxswain.cluster.Preconditions;
import dev.coxswain.simulator.api.Api;
import dev.coxswain.simulator.controller.object.Kinds;
import dev.coxswain.simulator.controller.object.Tree;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Provides a volume for each claim, as a dynamic provisioner with immediate binding does. */
final class ClaimBinder implements Reconciler {

    private static final Api.Actor ACTOR =
            new Api.Actor("system:serviceaccount:kube-system:persistent-volume-binder", "kube-controller-manager");

    private final Api api;

    ClaimBinder(Api api) {
        this.api = api;
    }

    @Override
    public void reconcile(ObjectRef ref) {
        KubeObject claim = api.find(ref).orElse(null);
        if (claim == null) {
            releaseVolumesOf(ref);
            return;
        }
        if (claim.isBeingDeleted() || claim.text("status", "phase").equals("Bound")) {
            return;
        }
        String volume = "pvc-" + claim.uid();
        if (api.find(new ObjectRef(Kinds.VOLUME, "", volume)).isEmpty()) {
            api.create(volume(claim, volume), ACTOR);
        }
        KubeObject bound = claim.text("spec", "volumeName").isEmpty()
                ? api.update(claim.with(volume, "spec", "volumeName"), ACTOR)
                : claim;
        Map<String, @Nullable Object> status = Tree.of(
                "phase", "Bound",
                "accessModes", claim.get("spec", "accessModes"),
                "capacity", claim.get("spec", "resources", "requests"));
        api.updateStatus(bound.with(status, "status"), ACTOR);
    }

    private KubeObject volume(KubeObject claim, String name) {
        Map<String, @Nullable Object> reference = Tree.of(
                "apiVersion", "v1",
                "kind", "PersistentVolumeClaim",
                "namespace", claim.namespace(),
                "name", claim.name(),
                "uid", claim.uid());
        return Tree.object(
                "v1",
                "PersistentVolume",
                Tree.of("name", name),
                "spec",
                Tree.of(
                        "capacity", claim.get("spec", "resources", "requests"),
                        "accessModes", claim.get("spec", "accessModes"),
                        "storageClassName", claim.get("spec", "storageClassName"),
                        "persistentVolumeReclaimPolicy", "Delete",
                        "claimRef", reference,
                        "csi", Tree.of("driver", "simulator.coxswain.dev", "volumeHandle", name)),
                "status",
                Tree.of("phase", "Bound"));
    }

    private void releaseVolumesOf(ObjectRef claim) {
        api.list(Kinds.VOLUME).stream()
                .filter(v -> v.text("spec", "claimRef", "namespace").equals(claim.namespace())
                        && v.text("spec", "claimRef", "name").equals(claim.name()))
                .forEach(v -> api.delete(v.ref(), Preconditions.sameObject(v), ACTOR));
    }
}
