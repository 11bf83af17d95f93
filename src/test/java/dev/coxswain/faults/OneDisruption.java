package dev.coxswain.faults;

import dev.coxswain.action.member.Disruption;
import dev.coxswain.cluster.Effect;
import dev.coxswain.cluster.Gvk;
import dev.coxswain.cluster.Json;
import dev.coxswain.cluster.KubeObject;
import dev.coxswain.cluster.ObjectRef;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;

/** We never take a member down while another one of its datastore is down, or of a datastore of its declared group. */
final class OneDisruption implements Invariant {

    /** Nobody can know what happened a moment ago; this is more than the slowest watch in a play lags. */
    private static final Duration NEWS = Duration.ofSeconds(60);

    private static final Gvk POD = Gvk.of("v1", "Pod");

    private final Map<ObjectRef, Owner> owners = new HashMap<>();
    private final Map<ObjectRef, Instant> downSince = new HashMap<>();

    /** A StatefulSet. */
    private record Owner(String uid, String name) {}

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
        Optional<Owner> owner = pod.controller()
                .filter(o -> "StatefulSet".equals(o.get("kind")))
                .map(o -> new Owner(Json.asText(o.get("uid")), Json.asText(o.get("name"))));
        if (owner.isEmpty()) {
            return;
        }
        owners.put(pod.ref(), owner.get());
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
        if (!owners.containsKey(target)) {
            return Optional.empty();
        }
        return downSince.entrySet().stream()
                .filter(down -> !down.getKey().equals(target)
                        && isKin(target, down.getKey(), evidence)
                        && down.getValue().plus(NEWS).isBefore(evidence.now()))
                .findFirst()
                .map(down -> target + " is taken down though " + down.getKey() + " is down since " + down.getValue());
    }

    private boolean isKin(ObjectRef target, ObjectRef other, Evidence evidence) {
        Owner own = Objects.requireNonNull(owners.get(target));
        Owner others = Objects.requireNonNull(owners.get(other));
        Optional<String> group = group(target, own, evidence);
        return own.equals(others) || (group.isPresent() && group.equals(group(other, others, evidence)));
    }

    /** As the custom resource says that the StatefulSet was made for. */
    private static Optional<String> group(ObjectRef pod, Owner owner, Evidence evidence) {
        return evidence.find(ObjectRef.of("apps/v1", "StatefulSet", pod.namespace(), owner.name()))
                .flatMap(KubeObject::controller)
                .flatMap(resource -> evidence.find(ObjectRef.of(
                        Json.asText(resource.get("apiVersion")),
                        Json.asText(resource.get("kind")),
                        pod.namespace(),
                        Json.asText(resource.get("name")))))
                .map(resource -> resource.labels().getOrDefault(Disruption.GROUP, ""))
                .filter(group -> !group.isEmpty());
    }
}
