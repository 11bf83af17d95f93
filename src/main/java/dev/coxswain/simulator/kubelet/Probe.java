package dev.coxswain.simulator.kubelet;

import dev.coxswain.cluster.ExecResult;
import dev.coxswain.cluster.Json;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** A probe as the pod's spec writes it, with the defaults of Kubernetes. */
record Probe(
        Map<String, @Nullable Object> spec,
        Duration initialDelay,
        Duration timeout,
        Duration period,
        int failureThreshold,
        int successThreshold) {

    /** What one try told. */
    record Result(boolean success, String output) {}

    static Probe of(Map<String, @Nullable Object> spec) {
        return new Probe(
                spec,
                Duration.ofSeconds(Json.asLong(spec.get("initialDelaySeconds"), 0)),
                Duration.ofSeconds(Json.asLong(spec.get("timeoutSeconds"), 1)),
                Duration.ofSeconds(Json.asLong(spec.get("periodSeconds"), 10)),
                (int) Json.asLong(spec.get("failureThreshold"), 3),
                (int) Json.asLong(spec.get("successThreshold"), 1));
    }

    Result tryOn(ContainerScript script) {
        if (spec.containsKey("exec")) {
            List<String> command = new ArrayList<>();
            Json.asList(Json.at(spec, "exec", "command")).forEach(word -> command.add(Json.asText(word)));
            Execution execution = script.exec(command, "");
            if (execution.takes().compareTo(timeout) > 0) {
                return new Result(
                        false,
                        "command timed out: \"%s\" timed out after %ds"
                                .formatted(String.join(" ", command), timeout.toSeconds()));
            }
            ExecResult result = execution.result();
            return new Result(result.exitCode() == 0, result.stdout() + result.stderr());
        }
        for (String kind : List.of("tcpSocket", "httpGet", "grpc")) {
            if (spec.containsKey(kind)) {
                int port = (int) Json.asLong(Json.at(spec, kind, "port"), 0);
                boolean accepted = script.accepts(port);
                return new Result(
                        accepted, accepted ? "" : "dial tcp :%d: connect: connection refused".formatted(port));
            }
        }
        return new Result(true, "");
    }
}
