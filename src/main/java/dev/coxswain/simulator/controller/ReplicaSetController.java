package dev.coxswain.simulator.controller;

import dev.coxswain.cluster.Json;
import dev.coxswain.cluster.KubeObject;
import dev.coxswain.cluster.ObjectRef;
import dev.coxswain.cluster.Preconditions;
import dev.coxswain.simulator.api.Api;
import dev.coxswain.simulator.controller.object.Kinds;
import dev.coxswain.simulator.controller.object.Owner;
import dev.coxswain.simulator.controller.object.Pods;
import dev.coxswain.simulator.controller.object.Tree;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Keeps as many pods of a ReplicaSet as its spec says. */
final class ReplicaSetController implements Reconciler {

    static final Api.Actor ACTOR =
            new Api.Actor("system:serviceaccount:kube-system:replicaset-controller", "kube-controller-manager");
    private static final EventLog.Reporter REPORTER = new EventLog.Reporter("replicaset-controller", "");

    private final Api api;
    private final EventLog events;
    private long created;

    ReplicaSetController(Api api, EventLog events) {
        this.api = api;
        this.events = events;
    }

    @Override
    public void reconcile(ObjectRef ref) {
        KubeObject set = api.find(ref).orElse(null);
        if (set == null || set.isBeingDeleted()) {
            return;
        }
        List<KubeObject> pods = api.list(Kinds.POD, set.namespace()).stream()
                .filter(p -> Owner.controls(set, p) && Pods.isActive(p))
                .toList();
        int wanted = (int) set.number(1, "spec", "replicas");
        for (int i = pods.size(); i < wanted; i++) {
            create(set);
        }
        if (pods.size() > wanted) {
            pods.stream()
                    .sorted(Comparator.comparing(Pods::isReady))
                    .limit(pods.size() - (long) wanted)
                    .forEach(p -> delete(set, p));
        }
        writeStatus(set);
    }

    private void create(KubeObject set) {
        String name = set.name() + "-" + Tree.word(set.namespace() + "/" + set.name() + "#" + created++, 5);
        Map<String, @Nullable Object> metadata = Tree.of(
                "name",
                name,
                "generateName",
                set.name() + "-",
                "labels",
                set.get("spec", "template", "metadata", "labels"));
        KubeObject pod = KubeObject.of(Pods.fromTemplate(set, metadata, set.map("spec", "template", "spec")));
        api.create(pod, ACTOR);
        events.normal(REPORTER, set, "SuccessfulCreate", "Created pod: " + name);
    }

    private void delete(KubeObject set, KubeObject pod) {
        api.delete(pod.ref(), Preconditions.sameObject(pod), ACTOR);
        events.normal(REPORTER, set, "SuccessfulDelete", "Deleted pod: " + pod.name());
    }

    private void writeStatus(KubeObject set) {
        List<KubeObject> pods = api.list(Kinds.POD, set.namespace()).stream()
                .filter(p -> Owner.controls(set, p) && Pods.isActive(p))
                .toList();
        long ready = pods.stream().filter(Pods::isReady).count();
        long terminating = api.list(Kinds.POD, set.namespace()).stream()
                .filter(p -> Owner.controls(set, p) && p.isBeingDeleted())
                .count();
        Map<String, @Nullable Object> status = Tree.of(
                "replicas",
                (long) pods.size(),
                "fullyLabeledReplicas",
                pods.isEmpty() ? null : (Object) (long) pods.size(),
                "readyReplicas",
                ready == 0 ? null : (Object) ready,
                "availableReplicas",
                ready == 0 ? null : (Object) ready,
                "terminatingReplicas",
                terminating,
                "observedGeneration",
                set.number(1, "metadata", "generation"));
        if (!status.equals(Json.asMap(set.get("status")))) {
            api.updateStatus(set.with(status, "status"), ACTOR);
        }
    }
}
