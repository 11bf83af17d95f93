package dev.coxswain.run.supervision;

import dev.coxswain.cluster.ClusterView;
import dev.coxswain.cluster.Differences;
import dev.coxswain.cluster.Gvk;
import dev.coxswain.cluster.KubeObject;
import dev.coxswain.cluster.ObjectRef;
import dev.coxswain.cluster.SortedObjects;
import dev.coxswain.fleet.Hold;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * Every workload that carries a hold. Looks only at what differs from the view it was asked about before, because a cluster has
 * many more workloads than are ever held.
 */
final class HeldWorkloads {

    private static final List<Gvk> WORKLOADS =
            List.of(Gvk.of("apps/v1", "Deployment"), Gvk.of("apps/v1", "StatefulSet"));

    private final Map<Gvk, List<KubeObject>> seen = new HashMap<>();
    private final Map<ObjectRef, KubeObject> held =
            new TreeMap<>(Comparator.comparing(ObjectRef::gvk).thenComparing(SortedObjects.ORDER));

    synchronized List<KubeObject> in(ClusterView view) {
        for (Gvk kind : WORKLOADS) {
            List<KubeObject> now = view.list(kind);
            List<KubeObject> before = seen.put(kind, now);
            Differences differences = Differences.between(before == null ? List.of() : before, now);
            differences.gone().forEach(workload -> held.remove(workload.ref()));
            differences.come().stream()
                    .filter(workload -> Hold.of(workload).isPresent())
                    .forEach(workload -> held.put(workload.ref(), workload));
        }
        return List.copyOf(held.values());
    }
}
