package dev.coxswain.kube.cache;

import dev.coxswain.cluster.ClusterView;
import dev.coxswain.cluster.Gvk;
import dev.coxswain.cluster.KubeObject;
import dev.coxswain.cluster.ObjectRef;
import dev.coxswain.cluster.SortedObjects;
import java.util.List;
import java.util.Optional;
import org.pcollections.PMap;

/** All watched objects at one moment. */
record Snapshot(PMap<Gvk, SortedObjects> shelves) implements ClusterView {

    SortedObjects shelf(Gvk gvk) {
        return shelves.getOrDefault(gvk, SortedObjects.EMPTY);
    }

    @Override
    public Optional<KubeObject> find(ObjectRef ref) {
        return shelf(ref.gvk()).find(ref);
    }

    @Override
    public List<KubeObject> list(Gvk gvk) {
        return shelf(gvk);
    }

    @Override
    public List<KubeObject> list(Gvk gvk, String namespace) {
        return shelf(gvk).in(namespace);
    }
}
