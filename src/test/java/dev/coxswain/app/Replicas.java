package dev.coxswain.app;

import dev.coxswain.cluster.Gvk;
import dev.coxswain.cluster.ObjectRef;
import dev.coxswain.kube.cache.ObjectCache;
import dev.coxswain.kube.cache.Watches;
import dev.coxswain.kube.client.HttpTransport;
import dev.coxswain.kube.client.RestMapper;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.Set;

/** How the operator's replica count went, change by change. */
final class Replicas implements AutoCloseable {

    private static final Gvk DEPLOYMENT = Gvk.of("apps/v1", "Deployment");
    private static final ObjectRef OPERATOR = new ObjectRef(DEPLOYMENT, "redis-operator", "redis-operator");

    private final ObjectCache cache = new ObjectCache();
    private final Watches watches;
    private final List<Long> seen = new ArrayList<>(List.of(1L));

    Replicas(HttpTransport cluster) {
        watches = new Watches(cluster, new RestMapper(cluster, InstantSource.system()), cache, new Random(1));
        cache.onChange(this::look);
        watches.watch(Set.of(DEPLOYMENT));
    }

    private synchronized void look(ObjectRef changed) {
        if (changed.equals(OPERATOR)) {
            cache.get()
                    .find(OPERATOR)
                    .map(operator -> operator.number(1, "spec", "replicas"))
                    .ifPresent(now -> {
                        if (!now.equals(seen.getLast())) {
                            seen.add(now);
                        }
                    });
        }
    }

    /** From now on only what follows counts. */
    synchronized void forget() {
        Long now = seen.getLast();
        seen.clear();
        seen.add(now);
    }

    synchronized List<Long> seen() {
        return List.copyOf(seen.subList(1, seen.size()));
    }

    @Override
    public void close() {
        watches.close();
    }
}
