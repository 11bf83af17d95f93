package dev.coxswain.app.supervision;

import dev.coxswain.cluster.ClusterView;
import dev.coxswain.cluster.Gvk;
import dev.coxswain.cluster.KubeObject;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** What follows from all objects of some kinds; worked out again only when one of them has changed, come or gone. */
final class Derived<T> {

    private final List<Gvk> kinds;
    private final Function<ClusterView, T> rule;
    private List<List<KubeObject>> from = List.of();
    private @Nullable T value;

    /** @param rule looks at nothing but these kinds */
    Derived(List<Gvk> kinds, Function<ClusterView, T> rule) {
        this.kinds = List.copyOf(kinds);
        this.rule = rule;
    }

    synchronized T in(ClusterView view) {
        List<List<KubeObject>> now = new ArrayList<>();
        kinds.forEach(kind -> now.add(view.list(kind)));
        T known = value;
        if (known == null || !areTheSame(from, now)) {
            known = rule.apply(view);
            value = known;
            from = now;
        }
        return known;
    }

    /** Something else than objects of the cluster has changed. */
    synchronized void forget() {
        value = null;
    }

    @SuppressWarnings(
            "ReferenceEquality") // a snapshot's list is the very same for as long as nothing in it has changed
    private static boolean areTheSame(List<List<KubeObject>> some, List<List<KubeObject>> others) {
        boolean same = some.size() == others.size();
        for (int i = 0; same && i < some.size(); i++) {
            same = some.get(i) == others.get(i);
        }
        return same;
    }
}
