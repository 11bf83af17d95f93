package dev.coxswain.kube;

import dev.coxswain.cluster.KubeObject;
import dev.coxswain.cluster.ObjectRef;
import java.util.Comparator;
import java.util.List;
import java.util.SortedMap;
import org.jspecify.annotations.Nullable;
import org.pcollections.TreePMap;

/** The objects of one kind in one snapshot, in order of namespace and name. */
final class Shelf {

    static final Comparator<ObjectRef> ORDER =
            Comparator.comparing(ObjectRef::namespace).thenComparing(ObjectRef::name);
    static final Shelf EMPTY = new Shelf(TreePMap.empty(ORDER));

    private final TreePMap<ObjectRef, KubeObject> objects;
    private volatile @Nullable List<KubeObject> listed;

    private Shelf(TreePMap<ObjectRef, KubeObject> objects) {
        this.objects = objects;
    }

    static Shelf of(SortedMap<ObjectRef, KubeObject> objects) {
        return new Shelf(TreePMap.fromSortedMap(objects));
    }

    @Nullable
    KubeObject get(ObjectRef ref) {
        return objects.get(ref);
    }

    Iterable<KubeObject> each() {
        return objects.values();
    }

    Shelf plus(KubeObject object) {
        return new Shelf(objects.plus(object.ref(), object));
    }

    Shelf minus(ObjectRef ref) {
        return new Shelf(objects.minus(ref));
    }

    /** Made once: many readers look at the same snapshot. */
    List<KubeObject> list() {
        List<KubeObject> known = listed;
        if (known == null) {
            known = List.copyOf(objects.values());
            listed = known;
        }
        return known;
    }

    List<KubeObject> list(ObjectRef from, ObjectRef to) {
        return List.copyOf(objects.subMap(from, true, to, false).values());
    }
}
