package dev.coxswain.cluster;

import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** Names one object. The namespace of a cluster-scoped object is the empty string. */
public record ObjectRef(Gvk gvk, String namespace, String name) {

    public ObjectRef {
        Objects.requireNonNull(gvk);
        Objects.requireNonNull(namespace);
        if (name.isEmpty()) {
            throw new IllegalArgumentException("a reference to a " + gvk.kind() + " needs a name");
        }
    }

    public static ObjectRef of(String apiVersion, String kind, String namespace, String name) {
        return new ObjectRef(Gvk.of(apiVersion, kind), namespace, name);
    }

    public static ObjectRef pod(String namespace, String name) {
        return of("v1", "Pod", namespace, name);
    }

    /** Written out for the same reason as that of {@link Gvk}. */
    @Override
    public boolean equals(@Nullable Object other) {
        return this == other
                || (other instanceof ObjectRef ref
                        && name.equals(ref.name)
                        && namespace.equals(ref.namespace)
                        && gvk.equals(ref.gvk));
    }

    @Override
    public int hashCode() {
        return 31 * (31 * gvk.hashCode() + namespace.hashCode()) + name.hashCode();
    }

    /** As people write it: {@code StatefulSet shop/rfr-cart}. */
    @Override
    public String toString() {
        return gvk.kind() + " " + (namespace.isEmpty() ? name : namespace + "/" + name);
    }
}
