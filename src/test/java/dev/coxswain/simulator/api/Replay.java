package dev.coxswain.simulator.api;

import dev.coxswain.cluster.ApiRequest;
import dev.coxswain.cluster.ApiResponse;
import dev.coxswain.cluster.Json;
import dev.coxswain.cluster.KubeObject;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.jspecify.annotations.Nullable;
import org.snakeyaml.engine.v2.api.Load;
import org.snakeyaml.engine.v2.api.LoadSettings;
import org.snakeyaml.engine.v2.exceptions.YamlEngineException;

/** Puts one recorded case to a simulated server and notes where the answers differ. */
final class Replay {

    private final String name;
    private final ApiServer server =
            new ApiServer(InstantSource.fixed(Instant.parse("2026-11-21T00:27:43Z")), new Random(1));
    private final Map<String, Object> bound = new HashMap<>();
    private final Map<String, List<Map<String, @Nullable Object>>> watches = new LinkedHashMap<>();
    private final List<String> differences = new ArrayList<>();

    Replay(String name) {
        this.name = name;
        Api.Actor setup = new Api.Actor("setup", "setup");
        server.create(
                KubeObject.of(Map.of("apiVersion", "v1", "kind", "Namespace", "metadata", Map.of("name", "rec"))),
                setup);
        server.create(KubeObject.of(RecordedCrd.boats()), setup);
        for (int i = 1; i <= 3; i++) {
            server.create(
                    KubeObject.of(Map.of("apiVersion", "v1", "kind", "Node", "metadata", Map.of("name", "node-" + i))),
                    setup);
        }
    }

    List<String> differences(List<@Nullable Object> steps) {
        for (int i = 0; i < steps.size() && differences.isEmpty(); i++) {
            Map<String, @Nullable Object> step = Json.asMap(steps.get(i));
            String where = name + " step " + i + ": ";
            if (step.containsKey("request")) {
                request(where, Json.asMap(step.get("request")), Json.asMap(step.get("response")));
            } else if (step.containsKey("watch")) {
                watch(where, step);
            } else if (step.containsKey("events")) {
                compare(
                        where + "events",
                        step.get("body"),
                        watches.getOrDefault(Json.asText(step.get("events")), List.of()));
            } else if (step.containsKey("until")) {
                ApiResponse response = send("GET", Json.asText(step.get("until")), "", null);
                if (!has(response.body(), step.get("has"))) {
                    differences.add(
                            where + "never " + Json.print(step.get("has")) + " but " + Json.print(response.body()));
                }
            } else if (step.containsKey("bind")) {
                Object post = step.get("post");
                ApiResponse response =
                        send(post == null ? "GET" : "POST", Json.asText(step.get("of")), "application/json", post);
                bound.put(
                        Json.asText(step.get("bind")),
                        Json.at(response.body(), Json.asText(step.get("to")).split("\\.")));
            }
        }
        return differences;
    }

    private void request(String where, Map<String, @Nullable Object> request, Map<String, @Nullable Object> expected) {
        String type = Json.asText(Json.at(request, "headers", "Content-Type"));
        String accept = Json.asText(Json.at(request, "headers", "Accept"));
        String path = Json.asText(request.get("path"));
        if (!accept.equals("application/json")) {
            differences.add(where + "content negotiation (" + accept + ") is the wire's");
            return;
        }
        ApiResponse response = send(Json.asText(request.get("method")), path, type, request.get("body"));
        String what = where + request.get("method") + " " + path + " ";
        if (response.status() != Json.asLong(expected.get("status"), 0)) {
            differences.add(what + "answered " + response.status() + " " + Json.print(response.body()) + " not "
                    + Json.print(expected));
            return;
        }
        boolean warned = Json.at(expected, "headers", "warning") != null;
        if (warned != response.headers().containsKey("warning")) {
            differences.add(what + "warns: " + response.headers());
        }
        if (expected.get("body") instanceof Map<?, ?>) {
            compare(what, expected.get("body"), response.body());
        }
    }

    private void watch(String where, Map<String, @Nullable Object> step) {
        List<Map<String, @Nullable Object>> events = new ArrayList<>();
        watches.put(Json.asText(step.get("watch")), events);
        try {
            server.watch(parse("GET", Json.asText(step.get("path")), "", null), Identity.ADMIN, events::add);
            if (Json.asLong(step.get("status"), 0) != 200) {
                differences.add(where + "watch was not refused");
            }
        } catch (ApiException refusal) {
            if (refusal.code() != Json.asLong(step.get("status"), 0)) {
                differences.add(where + refusal.status());
            }
            compare(where, step.get("body"), refusal.status());
        }
    }

    private ApiResponse send(String method, String path, String type, @Nullable Object body) {
        return server.handle(parse(method, path, type, body), Identity.ADMIN);
    }

    private ApiRequest parse(String method, String target, String type, @Nullable Object body) {
        String full = Json.asText(insert(target));
        int mark = full.indexOf('?');
        Map<String, String> query = new HashMap<>();
        for (String pair : mark < 0 ? new String[0] : full.substring(mark + 1).split("&")) {
            String[] parts = pair.split("=", 2);
            query.put(parts[0], URLDecoder.decode(parts.length > 1 ? parts[1] : "", StandardCharsets.UTF_8));
        }
        Object value = insert(body);
        if (value instanceof String text && type.contains("yaml")) {
            value = yaml(text);
        }
        return new ApiRequest(method, mark < 0 ? full : full.substring(0, mark), query, type, value);
    }

    /** What the wire would make of the text: nothing, when it is not YAML. */
    private static @Nullable Object yaml(String text) {
        try {
            return Json.copy(new Load(LoadSettings.builder().build()).loadFromString(text));
        } catch (YamlEngineException broken) {
            return null;
        }
    }

    /** The value with the names replaced by what they stand for. */
    private @Nullable Object insert(@Nullable Object value) {
        return switch (value) {
            case Map<?, ?> map -> {
                Map<String, @Nullable Object> copy = new LinkedHashMap<>();
                map.forEach((key, item) -> copy.put(String.valueOf(key), insert(item)));
                yield copy;
            }
            case List<?> list -> {
                List<@Nullable Object> copy = new ArrayList<>();
                list.forEach(item -> copy.add(insert(item)));
                yield copy;
            }
            case String text -> {
                String result = text;
                for (Map.Entry<String, Object> entry : bound.entrySet()) {
                    result = result.replaceAll(
                            "(?<![A-Za-z0-9-])" + entry.getKey() + "(?![A-Za-z0-9-])",
                            String.valueOf(entry.getValue()));
                }
                yield result;
            }
            case null, default -> value;
        };
    }

    private void compare(String where, @Nullable Object expected, @Nullable Object actual) {
        String difference = new Likeness(bound, name).difference(expected, actual, "");
        if (!difference.isEmpty()) {
            differences.add(where + difference);
        }
    }

    private static boolean has(@Nullable Object actual, @Nullable Object wanted) {
        if (wanted instanceof Map<?, ?> map) {
            return Json.asMap(map).entrySet().stream()
                    .allMatch(entry -> has(Json.at(actual, entry.getKey()), entry.getValue()));
        }
        if (wanted instanceof List<?> list) {
            List<@Nullable Object> items = Json.asList(actual);
            return list.isEmpty()
                    ? items.isEmpty()
                    : list.stream().allMatch(each -> items.stream().anyMatch(item -> has(item, each)));
        }
        return wanted == null ? actual == null : wanted.equals(actual) || (wanted.equals("time") && actual != null);
    }
}
