package dev.coxswain.simulator.operator;

import dev.coxswain.cluster.KubeObject;
import dev.coxswain.cluster.ObjectRef;
import dev.coxswain.simulator.api.Api;
import dev.coxswain.simulator.api.ApiException;
import dev.coxswain.simulator.controller.object.Kinds;
import dev.coxswain.simulator.controller.object.Tree;
import dev.coxswain.simulator.kubelet.ContainerLife;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The Lease that lets one instance of an operator act, as client-go keeps it: one that another instance left behind is taken
 * over 15 s after it was last seen to change.
 */
public final class OperatorLease {

    private static final Duration LASTS = Duration.ofSeconds(15);

    private final Api api;
    private final String name;
    private String seen = "";
    private Instant seenAt = Instant.MIN;

    public OperatorLease(Api api, String name) {
        this.api = api;
        this.name = name;
    }

    /** Whom the API server takes an operator's container for. */
    public static Api.Actor actor(ContainerLife life, String manager) {
        String account = life.pod().text("spec", "serviceAccountName");
        return new Api.Actor(
                "system:serviceaccount:" + life.pod().namespace() + ":" + (account.isEmpty() ? "default" : account),
                manager);
    }

    /** Takes or renews it, where that can be; to be tried every two seconds. */
    public boolean isHeldBy(ContainerLife running, Api.Actor actor) {
        ObjectRef ref = new ObjectRef(Kinds.LEASE, running.pod().namespace(), name);
        Optional<KubeObject> lease = api.find(ref);
        try {
            if (lease.isEmpty()) {
                Map<String, String> metadata = Map.of("name", ref.name(), "namespace", ref.namespace());
                api.create(Tree.object("coordination.k8s.io/v1", "Lease", metadata, "spec", spec(running)), actor);
                return true;
            }
            if (!isFree(lease.get(), running)) {
                return false;
            }
            api.update(lease.get().with(spec(running), "spec"), actor);
            return true;
        } catch (ApiException refused) {
            return false;
        }
    }

    private static Map<String, @Nullable Object> spec(ContainerLife running) {
        String now = running.instant().toString();
        return Tree.of(
                "holderIdentity", running.pod().name(),
                "leaseDurationSeconds", LASTS.toSeconds(),
                "renewTime", now.length() == 20 ? now.replace("Z", ".000000Z") : now);
    }

    private boolean isFree(KubeObject lease, ContainerLife running) {
        if (lease.text("spec", "holderIdentity").equals(running.pod().name())) {
            return true;
        }
        if (!lease.resourceVersion().equals(seen)) {
            seen = lease.resourceVersion();
            seenAt = running.instant();
        }
        return running.instant().isAfter(seenAt.plus(LASTS));
    }
}
