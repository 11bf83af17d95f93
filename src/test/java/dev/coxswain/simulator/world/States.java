package dev.coxswain.simulator.world;

import dev.coxswain.cluster.Json;
import dev.coxswain.cluster.KubeObject;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** The order of states that watched objects went through, told so that a recording and a simulation can be compared. */
final class States {

    /** @param at seconds since the beginning */
    record Step(double at, String object, String state) {}

    private final List<Step> steps = new ArrayList<>();
    private final Map<String, String> last = new LinkedHashMap<>();
    private final Map<String, String> revisions = new LinkedHashMap<>();

    void saw(double at, String type, KubeObject object) {
        String state = switch (object.gvk().kind()) {
            case "Pod" -> object.name().startsWith("rfr-cart-") ? pod(type, object) : "";
            case "StatefulSet" -> object.name().equals("rfr-cart") ? statefulSet(object) : "";
            case "Deployment" ->
                object.name().equals("redis-operator") ? "replicas " + object.get("spec", "replicas") : "";
            default -> "";
        };
        if (!state.isEmpty() && !state.equals(last.put(object.name(), state))) {
            steps.add(new Step(at, object.name(), state));
        }
    }

    /** Forgets the way here, but not where everything is. */
    void begin() {
        steps.clear();
    }

    List<Step> steps() {
        return steps;
    }

    List<String> of(String object) {
        return steps.stream()
                .filter(s -> s.object().equals(object))
                .map(Step::state)
                .toList();
    }

    double first(String object, String state) {
        return steps.stream()
                .filter(s -> s.object().equals(object) && s.state().contains(state))
                .mapToDouble(Step::at)
                .findFirst()
                .orElseThrow(() -> new AssertionError("never " + object + " " + state + " in " + steps));
    }

    private String pod(String type, KubeObject pod) {
        if (type.equals("DELETED")) {
            return "gone";
        }
        Object status =
                pod.list("status", "containerStatuses").stream().findFirst().orElse(Map.of());
        return "restarts %d %s %s %s%s"
                .formatted(
                        Json.asLong(Json.at(status, "restartCount"), 0),
                        Boolean.TRUE.equals(Json.at(status, "ready")) ? "ready" : "unready",
                        pod.labels().get("redisfailovers-role"),
                        revision(String.valueOf(pod.labels().get("controller-revision-hash"))),
                        pod.isBeingDeleted() ? " leaving" : "");
    }

    private String statefulSet(KubeObject set) {
        return "revision " + revision(set.text("status", "updateRevision"));
    }

    private String revision(String name) {
        return name.isEmpty() ? "none" : revisions.computeIfAbsent(name, n -> "r" + (revisions.size() + 1));
    }
}
