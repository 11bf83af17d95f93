package dev.coxswain.simulator.world;

import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.coxswain.cluster.Json;
import dev.coxswain.cluster.KubeObject;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Collectors;

/** The order of states that watched objects went through, told so that a recording and a simulation can be compared. */
final class States {

    /** @param at seconds since the beginning */
    record Step(double at, String object, String state) {}

    /**
     * What is watched, and what of it counts.
     *
     * @param set the StatefulSet of the servers
     * @param partitions whether the strategy of the set counts too
     */
    record Watched(String set, String roleLabel, boolean partitions) {}

    private final Watched watched;
    private final List<Step> steps = new ArrayList<>();
    private final Map<String, String> last = new LinkedHashMap<>();
    private final Map<String, String> revisions = new LinkedHashMap<>();

    States(Watched watched) {
        this.watched = watched;
    }

    /** What a recording says from a second of it on; the test is skipped where there are no recordings. */
    static States recorded(Watched watched, String name, double from) throws IOException {
        Path shared = Path.of(System.getProperty("coxswain.shared", "../shared"));
        Path file = shared.resolve("recordings").resolve(name);
        assumeTrue(Files.exists(file), "no recording " + file);
        States states = new States(watched);
        boolean begun = false;
        for (String line : Files.readAllLines(file)) {
            Map<String, ?> event = Json.asMap(Json.parse(line));
            double at = ((Number) Objects.requireNonNull(event.get("at"))).doubleValue();
            if (!begun && at >= from) {
                states.begin();
                begun = true;
            }
            states.saw(at, Json.asText(event.get("type")), KubeObject.of(Json.asMap(event.get("object"))));
        }
        return states;
    }

    void saw(double at, String type, KubeObject object) {
        String name = object.gvk().kind().equals("EndpointSlice")
                ? "service " + object.labels().get("kubernetes.io/service-name")
                : object.name();
        String state = switch (object.gvk().kind()) {
            case "Pod" -> name.matches(watched.set() + "-\\d+") ? pod(type, object) : "";
            case "StatefulSet" -> name.equals(watched.set()) ? statefulSet(object) : "";
            case "Deployment" -> name.equals("redis-operator") ? "replicas " + object.get("spec", "replicas") : "";
            case "RedisReplication" -> {
                name = "replication " + name;
                yield replication(object);
            }
            case "EndpointSlice" ->
                name.matches("service " + watched.set() + "(-master|-replica)?") ? "ready " + ready(object) : "";
            default -> "";
        };
        if (!state.isEmpty() && !state.equals(last.put(name, state))) {
            steps.add(new Step(at, name, state));
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
        boolean backOff = "CrashLoopBackOff".equals(Json.at(status, "state", "waiting", "reason"));
        return "restarts %d %s %s %s%s%s"
                .formatted(
                        Json.asLong(Json.at(status, "restartCount"), 0),
                        Boolean.TRUE.equals(Json.at(status, "ready")) ? "ready" : "unready",
                        pod.labels().get(watched.roleLabel()),
                        revision(String.valueOf(pod.labels().get("controller-revision-hash"))),
                        pod.isBeingDeleted() ? " leaving" : "",
                        backOff && !pod.isBeingDeleted() ? " backing off" : "");
    }

    private String statefulSet(KubeObject set) {
        String update = "revision " + revision(set.text("status", "updateRevision"));
        return watched.partitions()
                ? update + " from " + revision(set.text("status", "currentRevision")) + " partition "
                        + set.number(0, "spec", "updateStrategy", "rollingUpdate", "partition")
                : update;
    }

    private static String replication(KubeObject replication) {
        List<String> skipping = replication.annotations().entrySet().stream()
                .filter(e -> e.getKey().endsWith("/skip-reconcile"))
                .map(Map.Entry::getValue)
                .toList();
        return "master " + replication.text("status", "masterNode") + " skipping " + skipping;
    }

    private static String ready(KubeObject slice) {
        return slice.list("endpoints").stream()
                .filter(e -> Boolean.TRUE.equals(Json.at(e, "conditions", "ready")))
                .map(e -> Json.asText(Json.at(e, "targetRef", "name")))
                .sorted()
                .collect(Collectors.joining(" "));
    }

    private String revision(String name) {
        return name.isEmpty() ? "none" : revisions.computeIfAbsent(name, n -> "r" + (revisions.size() + 1));
    }
}
