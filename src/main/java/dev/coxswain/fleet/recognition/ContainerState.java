package dev.coxswain.fleet.recognition;

import dev.coxswain.cluster.Json;
import dev.coxswain.cluster.KubeObject;
import dev.coxswain.fleet.Moments;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** What the kubelet says about one container of a pod; all of it empty when it has not said anything yet. */
record ContainerState(Map<String, @Nullable Object> status, Map<String, @Nullable Object> spec) {

    static ContainerState of(KubeObject pod, String container) {
        return new ContainerState(
                named(pod, container, "status", "containerStatuses"), named(pod, container, "spec", "containers"));
    }

    private static Map<String, @Nullable Object> named(KubeObject pod, String name, String... path) {
        return pod.list(path).stream()
                .map(Json::asMap)
                .filter(container -> name.equals(container.get("name")))
                .findFirst()
                .orElse(Map.of());
    }

    long restarts() {
        return Json.asLong(status.get("restartCount"), 0);
    }

    boolean isRunning() {
        return Json.at(status, "state", "running") instanceof Map<?, ?>;
    }

    Optional<Instant> startedAt() {
        return Moments.of(Json.at(status, "state", "running", "startedAt"));
    }

    String waiting() {
        return Json.asText(Json.at(status, "state", "waiting", "reason"));
    }

    String image() {
        return Json.asText(spec.get("image"));
    }

    Object limits() {
        return Json.asMap(Json.at(spec, "resources", "limits"));
    }

    Object requests() {
        return Json.asMap(Json.at(spec, "resources", "requests"));
    }

    /**
     * How the last life ended: of a container that runs, the life before; of one that does not, the life just over. {@code
     * reason} is empty and {@code code} is -1 when there was none, so that comparing is always possible.
     */
    Map<String, @Nullable Object> lastExit() {
        Map<String, @Nullable Object> over = Json.asMap(Json.at(status, "state", "terminated"));
        Map<String, @Nullable Object> ended =
                over.isEmpty() ? Json.asMap(Json.at(status, "lastState", "terminated")) : over;
        Optional<Instant> from = Moments.of(ended.get("startedAt"));
        Optional<Instant> to = Moments.of(ended.get("finishedAt"));
        Map<String, @Nullable Object> exit = new LinkedHashMap<>();
        exit.put("reason", Json.asText(ended.get("reason")));
        exit.put("code", Json.asLong(ended.get("exitCode"), -1));
        exit.put("seconds", from.isPresent() && to.isPresent() ? seconds(from.get(), to.get()) : 0L);
        from.ifPresent(at -> exit.put("startedAt", at));
        to.ifPresent(at -> exit.put("finishedAt", at));
        return exit;
    }

    private static long seconds(Instant from, Instant to) {
        return Math.max(0, Objects.requireNonNull(Duration.between(from, to)).toSeconds());
    }
}
