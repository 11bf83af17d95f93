package dev.coxswain.cluster;

import java.util.List;
import java.util.Optional;

/** An immutable snapshot of the objects that are watched. */
public interface ClusterView {

    /** Later than every resource version. */
    long NEVER_LATE = Long.MAX_VALUE;

    Optional<KubeObject> find(ObjectRef ref);

    /** All objects of a kind in every namespace, in order of namespace and name. */
    List<KubeObject> list(Gvk gvk);

    /** All objects of a kind in one namespace, in order of name. */
    default List<KubeObject> list(Gvk gvk, String namespace) {
        return list(gvk).stream().filter(o -> o.namespace().equals(namespace)).toList();
    }

    /**
     * The resource version up to which no change of a kind is missing here: kinds are watched apart, and lag apart. {@link
     * #NEVER_LATE} for a kind that is not watched but read.
     */
    default long asOf(Gvk gvk) {
        return NEVER_LATE;
    }
}
