package dev.coxswain.kube;

import dev.coxswain.cluster.ApiRequest;
import dev.coxswain.cluster.ApiResponse;
import dev.coxswain.cluster.Effect;
import dev.coxswain.cluster.ExecResult;
import dev.coxswain.cluster.Json;
import dev.coxswain.cluster.Transport;
import java.io.IOException;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Map;

/** Knows the discovery of pods and StatefulSets, and otherwise answers what it was told to, in order. */
public final class ScriptedTransport implements Transport {

    interface Line {
        ApiResponse say() throws IOException;
    }

    public final List<ApiRequest> requests = new ArrayList<>();
    public final List<Effect.Exec> executed = new ArrayList<>();
    private final Deque<Line> lines = new ArrayDeque<>();

    public ScriptedTransport says(int status, String json) {
        lines.add(() -> new ApiResponse(status, Map.of(), Json.parse(json)));
        return this;
    }

    public ScriptedTransport says(int status, Map<String, String> headers, String json) {
        lines.add(() -> new ApiResponse(status, headers, Json.parse(json)));
        return this;
    }

    public ScriptedTransport fails(IOException failure) {
        lines.add(() -> {
            throw failure;
        });
        return this;
    }

    @Override
    public ApiResponse send(ApiRequest request) throws IOException {
        switch (request.path()) {
            case "/api/v1" -> {
                return resources("pods", "Pod");
            }
            case "/apis/apps/v1" -> {
                return resources("statefulsets", "StatefulSet");
            }
            default -> requests.add(request);
        }
        if (lines.isEmpty()) {
            throw new AssertionError("nobody expected " + request);
        }
        return lines.poll().say();
    }

    private static ApiResponse resources(String plural, String kind) {
        return new ApiResponse(200, Map.of(), Json.parse("""
                {"resources":[{"name":"%s","kind":"%s","namespaced":true},{"name":"%s/status","kind":"%s","namespaced":true}]}""".formatted(plural, kind, plural, kind)));
    }

    @Override
    public ExecResult exec(Effect.Exec exec) {
        executed.add(exec);
        return new ExecResult(3, "out", "", false);
    }

    public ApiRequest only() {
        if (requests.size() != 1) {
            throw new AssertionError("expected one request, got " + requests);
        }
        return requests.getFirst();
    }
}
