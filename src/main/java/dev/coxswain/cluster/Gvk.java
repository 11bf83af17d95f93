package dev.coxswain.cluster;

import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** Group, version and kind of a Kubernetes resource; the core group is the empty string. */
public record Gvk(String group, String version, String kind) implements Comparable<Gvk> {

    public Gvk {
        Objects.requireNonNull(group);
        if (version.isEmpty() || kind.isEmpty()) {
            throw new IllegalArgumentException("apiVersion and kind must not be empty");
        }
    }

    /** Reads {@code apps/v1} or {@code v1}. */
    public static Gvk of(String apiVersion, String kind) {
        int slash = apiVersion.indexOf('/');
        return slash < 0
                ? new Gvk("", apiVersion, kind)
                : new Gvk(apiVersion.substring(0, slash), apiVersion.substring(slash + 1), kind);
    }

    public String apiVersion() {
        return group.isEmpty() ? version : group + "/" + version;
    }

    /** Written out, for maps ask often: what a record is given instead costs many times as much when the quick compiler compiles it. */
    @Override
    public boolean equals(@Nullable Object other) {
        return this == other
                || (other instanceof Gvk gvk
                        && kind.equals(gvk.kind)
                        && version.equals(gvk.version)
                        && group.equals(gvk.group));
    }

    @Override
    public int hashCode() {
        return 31 * (31 * group.hashCode() + version.hashCode()) + kind.hashCode();
    }

    @Override
    public int compareTo(Gvk other) {
        return toString().compareTo(other.toString());
    }

    @Override
    public String toString() {
        return apiVersion() + "/" + kind;
    }
}
