package dev.coxswain.run.supervision;

import dev.coxswain.cluster.ClusterView;
import dev.coxswain.cluster.Gvk;
import dev.coxswain.cluster.Versions;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/** Up to where a view shows what has happened. Kinds are watched apart, so each has a horizon of its own. */
final class Horizon {

    private Horizon() {}

    /**
     * The resource versions that somebody else must have been told of to see what we see, by kind. Kinds of which we cannot tell are
     * left out.
     *
     * @param namespace where our own writes count, of which our watches may not have told us yet
     */
    static Map<Gvk, Long> of(ClusterView view, Set<Gvk> kinds, String namespace) {
        Map<Gvk, Long> versions = new TreeMap<>();
        for (Gvk kind : kinds) {
            long told = view.asOf(kind);
            long newest = view.list(kind, namespace).stream()
                    .mapToLong(Versions::of)
                    .max()
                    .orElse(Versions.UNREADABLE);
            if (told != ClusterView.NEVER_LATE && Math.max(told, newest) > Versions.UNREADABLE) {
                versions.put(kind, Math.max(told, newest));
            }
        }
        return versions;
    }
}
