package dev.coxswain.simulator.opstree;

import dev.coxswain.cluster.KubeObject;
import dev.coxswain.cluster.ObjectRef;
import dev.coxswain.simulator.api.Api;
import dev.coxswain.simulator.controller.object.Kinds;
import dev.coxswain.simulator.controller.object.Owner;
import java.util.List;
import java.util.Optional;

/** A StatefulSet of the operator's, and its pods. */
record Workload(Api api, String namespace, String name) {

    private ObjectRef ref() {
        return new ObjectRef(Kinds.STATEFUL_SET, namespace, name);
    }

    Optional<KubeObject> find() {
        return api.find(ref());
    }

    List<KubeObject> pods() {
        return api.list(Kinds.POD, namespace).stream()
                .filter(p -> Owner.of(p).filter(ref()::equals).isPresent())
                .toList();
    }

    /** Of the pods that have one. */
    List<String> addresses() {
        return pods().stream()
                .map(p -> p.text("status", "podIP"))
                .filter(ip -> !ip.isEmpty())
                .toList();
    }

    /** Whether all its pods are Ready and as its template says; a partition excuses those below it. */
    boolean isReady() {
        return find().filter(Workload::isReady).isPresent();
    }

    private static boolean isReady(KubeObject set) {
        long replicas = set.number(1, "spec", "replicas");
        long partition = set.number(0, "spec", "updateStrategy", "rollingUpdate", "partition");
        return set.number(0, "status", "updatedReplicas") >= replicas - partition
                && (partition > 0 || set.text("status", "currentRevision").equals(set.text("status", "updateRevision")))
                && isObserved(set)
                && set.number(0, "status", "readyReplicas") == replicas;
    }

    static boolean isObserved(KubeObject set) {
        return set.number(0, "status", "observedGeneration") == set.number(1, "metadata", "generation");
    }
}
