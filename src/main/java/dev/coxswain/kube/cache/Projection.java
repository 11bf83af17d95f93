package dev.coxswain.kube.cache;

import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Which fields of an object the cache does without. A path goes through arrays as if they were not there. */
public final class Projection {

    private static final Projection EVERYTHING = new Projection(Map.of(), false);

    /** Without what no expression has a use for: who set which field, and what was applied last. */
    public static final Projection SLIM = EVERYTHING
            .without("metadata", "managedFields")
            .without("metadata", "annotations", "kubectl.kubernetes.io/last-applied-configuration");

    private final Map<String, Projection> fields;
    private final boolean dropped;

    private Projection(Map<String, Projection> fields, boolean dropped) {
        this.fields = fields;
        this.dropped = dropped;
    }

    /** The same, less one more field. */
    public Projection without(String... path) {
        return without(path, 0);
    }

    private Projection without(String[] path, int depth) {
        if (depth == path.length) {
            return new Projection(Map.of(), true);
        }
        Map<String, Projection> more = new HashMap<>(fields);
        more.put(path[depth], fields.getOrDefault(path[depth], EVERYTHING).without(path, depth + 1));
        return new Projection(Map.copyOf(more), dropped);
    }

    boolean isDropped() {
        return dropped;
    }

    @Nullable
    Projection field(String name) {
        return fields.get(name);
    }
}
