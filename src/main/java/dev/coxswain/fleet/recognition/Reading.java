package dev.coxswain.fleet.recognition;

import dev.coxswain.cluster.ClusterView;
import dev.coxswain.cluster.Differences;
import dev.coxswain.cluster.Gvk;
import dev.coxswain.cluster.KubeObject;
import dev.coxswain.fleet.Fleet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * A fleet, and what it was read from. Most that changes in a cluster are pods that no datastore and no operator has anything to do
 * with: after them the fleet is the very same, which whoever made something of it can see at once.
 *
 * @param pods what pods were selected by
 */
record Reading(Map<Gvk, List<KubeObject>> lists, PodIndex pods, Fleet fleet) {

    static Reading of(ClusterView view, Set<Gvk> kinds, PodIndex pods, Fleet fleet) {
        return new Reading(lists(view, kinds), pods, fleet);
    }

    private static Map<Gvk, List<KubeObject>> lists(ClusterView view, Set<Gvk> kinds) {
        Map<Gvk, List<KubeObject>> lists = new HashMap<>();
        kinds.forEach(kind -> lists.put(kind, view.list(kind)));
        return lists;
    }

    /** The same fleet as read from that view; empty when it may be another there. */
    Optional<Reading> in(ClusterView view) {
        Map<Gvk, List<KubeObject>> now = lists(view, lists.keySet());
        boolean same = now.entrySet().stream().allMatch(kind -> isSame(kind.getKey(), kind.getValue()));
        return same ? Optional.of(new Reading(now, pods, fleet)) : Optional.empty();
    }

    private boolean isSame(Gvk kind, List<KubeObject> now) {
        Differences differences = Differences.between(lists.getOrDefault(kind, List.of()), now);
        return kind.equals(PodIndex.POD)
                ? differences.gone().stream().noneMatch(pods::wasSelected)
                        && differences.come().stream().noneMatch(pods::wasSelected)
                : differences.isEmpty();
    }
}
