package dev.coxswain.kube;

import dev.coxswain.cluster.ClusterView;
import dev.coxswain.cluster.Gvk;
import dev.coxswain.cluster.KubeObject;
import dev.coxswain.cluster.ObjectRef;
import java.util.List;
import java.util.Optional;
import org.pcollections.PMap;

/** All watched objects at one moment. */
record Snapshot(PMap<Gvk, Shelf> shelves) implements ClusterView {

    /** Sorts before every character that a name may have. */
    private static final String FIRST = "\0";

    Shelf shelf(Gvk gvk) {
        return shelves.getOrDefault(gvk, Shelf.EMPTY);
    }

    @Override
    public Optional<KubeObject> find(ObjectRef ref) {
        return Optional.ofNullable(shelf(ref.gvk()).get(ref));
    }

    @Override
    public List<KubeObject> list(Gvk gvk) {
        return shelf(gvk).list();
    }

    @Override
    public List<KubeObject> list(Gvk gvk, String namespace) {
        return shelf(gvk).list(new ObjectRef(gvk, namespace, FIRST), new ObjectRef(gvk, namespace + FIRST, FIRST));
    }
}
