package dev.coxswain.faults;

import dev.coxswain.cluster.Effect;
import dev.coxswain.cluster.Gvk;
import dev.coxswain.cluster.Json;
import dev.coxswain.cluster.KubeObject;
import dev.coxswain.cluster.ObjectRef;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/** We never take a member down while another member of its datastore is down. */
final class OneDisruption implements Invariant {

    /** Nobody can know what happened a moment ago; this is more than the slowest watch in a play lags. */
    private static final Duration NEWS = Duration.ofSeconds(60);

    private static final Gvk POD = Gvk.of("v1", "Pod");

    private final Map<ObjectRef, String> owners = new HashMap<>();
    private final Map<ObjectRef, Instant> downSince = new HashMap<>();

    @Override
    public String promise() {
        return "P2";
    }

    @Override
    public Optional<String> brokenBy(Happened what, Evidence evidence) {
        switch (what) {
            case Happened.Changed(var type, KubeObject pod)
            when pod.gvk().equals(POD) -> {
                learn(pod, type == dev.coxswain.simulator.api.Api.ChangeType.DELETED, evidence.now());
            }
            case Happened.Reaching(Happened.Deed deed)
            when deed.effect() instanceof Effect.Delete || deed.effect() instanceof Effect.Evict -> {
                return taking(deed.effect().target(), evidence);
            }
            case Happened.Changed _,
                    Happened.Reaching _,
                    Happened.Done _,
                    Happened.Appended _,
                    Happened.Told _,
                    Happened.Broke _,
                    Happened.Passed _,
                    Happened.Over _ -> {
                // nothing is taken down
            }
        }
        return Optional.empty();
    }

    private void learn(KubeObject pod, boolean gone, Instant now) {
        String owner = pod.controller()
                .filter(o -> "StatefulSet".equals(o.get("kind")))
                .map(o -> Json.asText(o.get("uid")))
                .orElse("");
        if (owner.isEmpty()) {
            return;
        }
        owners.put(pod.ref(), owner);
        boolean ready = !gone
                && !pod.isBeingDeleted()
                && Evidence.maps(pod, "status", "conditions").stream()
                        .anyMatch(c -> "Ready".equals(c.get("type")) && "True".equals(c.get("status")));
        if (ready) {
            downSince.remove(pod.ref());
        } else {
            downSince.putIfAbsent(pod.ref(), now);
        }
    }

    private Optional<String> taking(ObjectRef target, Evidence evidence) {
        String owner = owners.get(target);
        if (owner == null) {
            return Optional.empty();
        }
        return downSince.entrySet().stream()
                .filter(down -> !down.getKey().equals(target)
                        && owner.equals(owners.get(down.getKey()))
                        && down.getValue().plus(NEWS).isBefore(evidence.now()))
                .findFirst()
                .map(down -> target + " is taken down though " + down.getKey() + " is down since " + down.getValue());
    }
}
