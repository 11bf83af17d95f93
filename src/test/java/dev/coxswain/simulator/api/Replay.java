package dev.coxswain.simulator.api;

import dev.coxswain.cluster.Json;
import dev.coxswain.simulator.api.RecordedServer.Answer;
import dev.coxswain.simulator.api.RecordedServer.Lines;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Puts one recorded case to a server, step by step, and notes where the answers differ. */
final class Replay {

    private static final Duration POLL = Duration.ofMillis(200);
    private static final int POLLS = 400;
    private static final int EVENT_POLLS = 20;

    private final RecordedServer server;
    private final String name;
    private final Names names = new Names();
    private final Likeness likeness;
    private final Map<String, Lines> watches = new HashMap<>();
    private final Map<String, Integer> taken = new HashMap<>();
    private final List<String> differences = new ArrayList<>();

    Replay(RecordedServer server, String name) {
        this.server = server;
        this.name = name;
        this.likeness = new Likeness(names, name);
    }

    /** Each begins with the number of the step. */
    List<String> differences(List<@Nullable Object> steps) throws IOException, InterruptedException {
        try {
            for (int i = 0; i < steps.size(); i++) {
                List<String> found = step(Json.asMap(steps.get(i)));
                for (String each : found) {
                    differences.add("step " + i + ": " + each);
                }
            }
        } finally {
            watches.values().forEach(Lines::close);
        }
        return differences;
    }

    private List<String> step(Map<String, @Nullable Object> step) throws IOException, InterruptedException {
        if (step.containsKey("request")) {
            return request(Json.asMap(step.get("request")), Json.asMap(step.get("response")));
        }
        if (step.containsKey("watch")) {
            return watch(step);
        }
        if (step.containsKey("events")) {
            return events(step);
        }
        if (step.containsKey("until")) {
            return until(Json.asText(step.get("until")), step.get("has"));
        }
        if (step.containsKey("bind")) {
            return bind(step);
        }
        if (step.get("pause") instanceof Number seconds) {
            server.pass(Duration.ofMillis((long) (seconds.doubleValue() * 1000)));
            return List.of();
        }
        return List.of("a step that is not understood: " + step.keySet());
    }

    private List<String> request(Map<String, @Nullable Object> request, Map<String, @Nullable Object> expected)
            throws IOException, InterruptedException {
        String method = Json.asText(request.get("method"));
        String path = Json.asText(request.get("path"));
        Map<String, String> headers = new LinkedHashMap<>();
        Json.asMap(request.get("headers"))
                .forEach((key, value) -> headers.put(key, names.inserted(Json.asText(value))));
        Answer answer = server.send(
                method,
                names.inserted(path),
                headers,
                request.containsKey("body") ? body(request.get("body")) : null,
                Boolean.TRUE.equals(request.get("anonymous")));
        Object given = parsed(answer.body());
        List<String> found = new ArrayList<>();
        if (answer.status() != Json.asLong(expected.get("status"), 0)) {
            found.add(" answered " + answer.status() + " " + Json.print(given) + ", not " + Json.print(expected));
        } else {
            compareHeaders(Json.asMap(expected.get("headers")), answer.headers(), found);
            if (expected.containsKey("body")) {
                Object wanted = expected.get("body");
                found.addAll(
                        "(log)".equals(wanted)
                                ? List.of()
                                : likeness.differences(
                                        DiscoveryDocument.comparable(wanted, given),
                                        DiscoveryDocument.comparable(given, given)));
            }
        }
        return found.stream().map(each -> method + " " + path + each).toList();
    }

    private static void compareHeaders(
            Map<String, @Nullable Object> expected, Map<String, String> given, List<String> found) {
        for (String header : List.of("warning", "retry-after", "content-type")) {
            boolean wanted = expected.containsKey(header);
            boolean sameType = !header.equals("content-type")
                    || Json.asText(expected.get(header)).equals(given.getOrDefault(header, ""));
            if (wanted != given.containsKey(header) || !sameType) {
                found.add(" has header " + header + ": " + given.get(header) + ", not " + expected.get(header));
            }
        }
    }

    private byte[] body(@Nullable Object body) {
        String text = body instanceof String raw ? raw : Json.print(body);
        return names.inserted(text).getBytes(StandardCharsets.UTF_8);
    }

    private static @Nullable Object parsed(byte[] body) {
        try {
            return Json.parse(body);
        } catch (UncheckedIOException text) {
            return new String(body, StandardCharsets.UTF_8);
        }
    }

    private List<String> watch(Map<String, @Nullable Object> step) throws IOException, InterruptedException {
        String path = Json.asText(step.get("path"));
        Lines lines = server.watch(names.inserted(path));
        watches.put(Json.asText(step.get("watch")), lines);
        if (lines.status() != Json.asLong(step.get("status"), 0)) {
            return List.of("watch " + path + " answered " + lines.status());
        }
        if (lines.status() == 200) {
            return List.of();
        }
        awaitEnd(lines);
        return likeness.differences(step.get("body"), parsed(lines.sofar().getFirst()));
    }

    private void awaitEnd(Lines lines) throws InterruptedException {
        for (int i = 0; i < POLLS && !lines.isOver(); i++) {
            server.pass(Duration.ofMillis(10));
        }
    }

    private List<String> events(Map<String, @Nullable Object> step) throws InterruptedException {
        String watch = Json.asText(step.get("events"));
        Lines lines = java.util.Objects.requireNonNull(watches.get(watch), watch);
        List<@Nullable Object> expected = Json.asList(step.get("body"));
        boolean works = name.startsWith("work-");
        int before = taken.getOrDefault(watch, 0);
        for (int i = 0; i < EVENT_POLLS && (works || lines.sofar().size() < before + expected.size()); i++) {
            server.pass(POLL);
        }
        List<byte[]> all = lines.sofar();
        taken.put(watch, all.size());
        List<@Nullable Object> given = new ArrayList<>(
                all.subList(before, all.size()).stream().map(Replay::parsed).toList());
        return works
                ? new EventOrder(likeness).differences(expected, given)
                : likeness.differences(expected, given).stream()
                        .map(each -> "events" + each)
                        .toList();
    }

    private List<String> until(String path, @Nullable Object wanted) throws IOException, InterruptedException {
        Object last = null;
        for (int i = 0; i < POLLS; i++) {
            last = parsed(get(path).body());
            if (has(last, wanted)) {
                return List.of();
            }
            server.pass(POLL);
        }
        return List.of("never " + Json.print(wanted) + " at " + path + " but " + Json.print(last));
    }

    private Answer get(String path) throws IOException, InterruptedException {
        return server.send("GET", names.inserted(path), Map.of("Accept", "application/json"), null, false);
    }

    private List<String> bind(Map<String, @Nullable Object> step) throws IOException, InterruptedException {
        String path = Json.asText(step.get("of"));
        Answer answer = step.get("post") == null
                ? get(path)
                : server.send(
                        "POST",
                        names.inserted(path),
                        Map.of("Accept", "application/json", "Content-Type", "application/json"),
                        body(step.get("post")),
                        false);
        Object value =
                Json.at(parsed(answer.body()), Json.asText(step.get("to")).split("\\."));
        if (!(value instanceof String text)) {
            return List.of("nothing to bind at " + step.get("to") + " in "
                    + new String(answer.body(), StandardCharsets.UTF_8));
        }
        names.bind(Json.asText(step.get("bind")), text);
        return List.of();
    }

    /** The recording's own idea of containing. */
    private static boolean has(@Nullable Object actual, @Nullable Object wanted) {
        if (wanted instanceof Map<?, ?> map) {
            return actual instanceof Map<?, ?>
                    && Json.asMap(map).entrySet().stream()
                            .allMatch(entry -> has(Json.at(actual, entry.getKey()), entry.getValue()));
        }
        if (wanted instanceof List<?> list) {
            List<@Nullable Object> items = Json.asList(actual);
            return list.isEmpty()
                    ? items.isEmpty()
                    : list.stream().allMatch(each -> items.stream().anyMatch(item -> has(item, each)));
        }
        return wanted == null ? actual == null : wanted.equals(actual);
    }
}
