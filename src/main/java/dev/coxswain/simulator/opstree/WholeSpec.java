package dev.coxswain.simulator.opstree;

import dev.coxswain.cluster.KubeObject;
import dev.coxswain.simulator.api.Api;
import dev.coxswain.simulator.controller.object.Tree;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Writes objects as the operator's newer reconciler does, the one for embedded sentinels.
 *
 * <p>What it wants has none of the defaults that the API server fills in, so every pass finds a difference and puts its own spec
 * in the place of the one that is there. A field that somebody else has set is gone within one pass; where nobody has, the
 * server fills in the same defaults again and nothing changes. Labels and annotations are added to those that are there.
 */
final class WholeSpec {

    private final Api api;
    private final Api.Actor actor;

    WholeSpec(Api api, Api.Actor actor) {
        this.api = api;
        this.actor = actor;
    }

    void write(KubeObject wanted) {
        Optional<KubeObject> stored = api.find(wanted.ref());
        if (stored.isEmpty()) {
            api.create(wanted, actor);
        } else {
            api.update(replaced(wanted, stored.get()), actor);
        }
    }

    private static KubeObject replaced(KubeObject wanted, KubeObject stored) {
        Map<String, @Nullable Object> spec = new LinkedHashMap<>(wanted.map("spec"));
        if (stored.get("spec", "clusterIPs") != null) {
            // the server gives a Service its addresses once
            spec.put("clusterIPs", stored.get("spec", "clusterIPs"));
        }
        return stored.with(Tree.merged(stored.labels(), wanted.labels()), "metadata", "labels")
                .with(spec, "spec");
    }
}
