package dev.coxswain.app.rehearsal;

import dev.coxswain.cluster.ClusterView;
import dev.coxswain.cluster.Gvk;
import dev.coxswain.cluster.KubeObject;
import dev.coxswain.cluster.ObjectRef;
import dev.coxswain.simulator.api.ApiServer;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Supplier;

/** Snapshots of a simulated cluster that never lag; while nothing changes they are all the same one. For one thread. */
final class LiveView implements Supplier<ClusterView> {

    private final ApiServer server;
    private final Set<Gvk> listened = new HashSet<>();
    private Snapshot newest = new Snapshot(new HashMap<>());

    LiveView(ApiServer server) {
        this.server = server;
    }

    @Override
    public ClusterView get() {
        return newest;
    }

    private Map<ObjectRef, KubeObject> shelf(Gvk gvk) {
        if (listened.add(gvk)) {
            server.onChange(gvk, _ -> newest = newest.without(gvk));
        }
        Map<ObjectRef, KubeObject> shelf = new java.util.LinkedHashMap<>();
        server.list(gvk).forEach(object -> shelf.put(object.ref(), object));
        return shelf;
    }

    /** A kind is listed when somebody asks for it first. */
    private final class Snapshot implements ClusterView {
        private final Map<Gvk, Map<ObjectRef, KubeObject>> shelves;

        Snapshot(Map<Gvk, Map<ObjectRef, KubeObject>> shelves) {
            this.shelves = shelves;
        }

        Snapshot without(Gvk gvk) {
            Map<Gvk, Map<ObjectRef, KubeObject>> others = new HashMap<>(shelves);
            others.remove(gvk);
            return new Snapshot(others);
        }

        @Override
        public Optional<KubeObject> find(ObjectRef ref) {
            return Optional.ofNullable(
                    shelves.computeIfAbsent(ref.gvk(), LiveView.this::shelf).get(ref));
        }

        @Override
        public List<KubeObject> list(Gvk gvk) {
            return List.copyOf(
                    shelves.computeIfAbsent(gvk, LiveView.this::shelf).values());
        }
    }
}
