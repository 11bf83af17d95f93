package dev.coxswain.kube.cache;

import dev.coxswain.cluster.ClusterView;
import dev.coxswain.cluster.Gvk;
import dev.coxswain.cluster.KubeObject;
import dev.coxswain.cluster.ObjectRef;
import dev.coxswain.cluster.SortedObjects;
import java.util.List;
import java.util.Optional;
import org.pcollections.HashTreePMap;
import org.pcollections.PMap;

/**
 * All watched objects at one moment.
 *
 * @param reached the resource version up to which each kind has been told
 */
record Snapshot(PMap<Gvk, SortedObjects> shelves, PMap<Gvk, Long> reached) implements ClusterView {

    static final Snapshot EMPTY = new Snapshot(HashTreePMap.empty(), HashTreePMap.empty());

    Snapshot with(Gvk gvk, SortedObjects shelf) {
        return new Snapshot(shelves.plus(gvk, shelf), reached);
    }

    Snapshot asOf(Gvk gvk, long version) {
        return new Snapshot(shelves, reached.plus(gvk, version));
    }

    Snapshot without(Gvk gvk) {
        return new Snapshot(shelves.minus(gvk), reached.minus(gvk));
    }

    @Override
    public long asOf(Gvk gvk) {
        return reached.getOrDefault(gvk, NEVER_LATE);
    }

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
