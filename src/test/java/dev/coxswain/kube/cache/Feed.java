package dev.coxswain.kube.cache;

import dev.coxswain.cluster.Gvk;
import dev.coxswain.cluster.KubeObject;
import java.util.List;
import java.util.Set;

/** Feeds a cache as reflectors do, one event at a time, for whoever simulates watches. */
public record Feed(ObjectCache cache) {

    public void expect(Set<Gvk> kinds) {
        kinds.forEach(cache::expect);
    }

    public void list(Gvk kind, List<KubeObject> objects, long asOf) {
        cache.replace(kind, objects, Long.toString(asOf));
    }

    public void put(KubeObject object) {
        cache.put(object);
    }

    public void remove(KubeObject object) {
        cache.remove(object);
    }
}
