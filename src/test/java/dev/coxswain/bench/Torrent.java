package dev.coxswain.bench;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import dev.coxswain.cluster.ApiRequest;
import dev.coxswain.cluster.ApiResponse;
import dev.coxswain.cluster.Json;
import dev.coxswain.kube.client.ApiStreams;
import dev.coxswain.kube.client.HttpTransport;
import java.io.BufferedWriter;
import java.io.IOException;
import java.io.OutputStreamWriter;
import java.io.Writer;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;

/**
 * Stands before a cluster, whose answers it passes on, save one: who watches pods gets a torrent of changes that call for nothing,
 * as fast as it can read them, and after them one that calls for a write. So that write comes when all have been evaluated.
 */
final class Torrent implements AutoCloseable {

    private static final ApiStreams.Patience PATIENCE =
            ApiStreams.Patience.of(Duration.ofHours(1), Duration.ofHours(1));
    private static final String VERSION = "\"resourceVersion\":\"";

    private final HttpTransport cluster;
    private final HttpServer server;
    private final ExecutorService workers = Executors.newVirtualThreadPerTaskExecutor();
    private final List<Pod> pods = new ArrayList<>();
    private final long newest;
    private final String last;
    private final int size;
    private final CountDownLatch opened = new CountDownLatch(1);
    private final CountDownLatch answered = new CountDownLatch(1);
    private volatile long answeredAt;

    /** An event about a pod, but for its version. */
    private record Pod(String before, String after) {}

    /** @param size how many changes */
    Torrent(HttpTransport cluster, int size) throws IOException {
        this.cluster = cluster;
        this.size = size;
        Object list = cluster.send(ApiRequest.get("/api/v1/pods", Map.of())).body();
        this.newest = Long.parseLong(Json.asText(Json.at(list, "metadata", "resourceVersion")));
        List<?> all = Json.asList(Json.at(list, "items"));
        all.stream().map(pod -> event(Json.asMap(pod))).forEach(pods::add);
        this.last = calling(Json.asMap(all.getFirst()), newest + size + 1);
        this.server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.createContext("/", this::answer);
        server.setExecutor(workers);
        server.start();
    }

    String url() {
        return "http://127.0.0.1:" + server.getAddress().getPort();
    }

    private static Pod event(Map<String, ?> pod) {
        Map<String, Object> whole = new LinkedHashMap<>(Map.of("apiVersion", "v1", "kind", "Pod"));
        whole.putAll(pod);
        String text = Json.print(Map.of("type", "MODIFIED", "object", whole));
        int version = text.indexOf(VERSION) + VERSION.length();
        return new Pod(text.substring(0, version), text.substring(text.indexOf('"', version)) + "\n");
    }

    /** A pod of which the first container has restarted just now. */
    private static String calling(Map<String, ?> pod, long version) {
        Map<String, Object> metadata = new LinkedHashMap<>(Json.asMap(pod.get("metadata")));
        metadata.put("resourceVersion", String.valueOf(version));
        metadata.put("annotations", Map.of());
        Map<String, Object> event = Map.of(
                "type",
                "MODIFIED",
                "object",
                Map.of(
                        "apiVersion",
                        "v1",
                        "kind",
                        "Pod",
                        "metadata",
                        metadata,
                        "status",
                        Map.of(
                                "containerStatuses",
                                List.of(Map.of("name", "app", "ready", false, "restartCount", 1000)))));
        return Json.print(event) + "\n";
    }

    /** How many changes somebody who has just been started evaluates in a second. */
    double perSecond(Duration patience) throws Exception {
        if (!opened.await(patience.toMillis(), TimeUnit.MILLISECONDS)) {
            return Double.NaN;
        }
        long began = System.nanoTime();
        return answered.await(patience.toMillis(), TimeUnit.MILLISECONDS)
                ? size * 1e9 / (answeredAt - began)
                : Double.NaN;
    }

    private void answer(HttpExchange exchange) throws IOException {
        String path = exchange.getRequestURI().getPath();
        Map<String, String> query = query(exchange.getRequestURI().getRawQuery());
        byte[] body = exchange.getRequestBody().readAllBytes();
        // the client library says of a list that it is no watch
        boolean watches = Set.of("1", "true").contains(query.getOrDefault("watch", ""));
        if (watches && path.equals("/api/v1/pods")) {
            pour(exchange);
        } else if (watches) {
            passOn(exchange, cluster.open(ApiRequest.get(path, query), PATIENCE));
        } else {
            passOn(exchange, request(exchange, path, query, body));
        }
    }

    private ApiResponse request(HttpExchange exchange, String path, Map<String, String> query, byte[] body)
            throws IOException {
        String method = exchange.getRequestMethod();
        boolean creates = method.equals("POST") && path.endsWith("/playbookruns");
        boolean annotates = method.equals("PATCH") && path.contains("/pods/");
        if ((creates || annotates) && answered.getCount() > 0) {
            answeredAt = System.nanoTime();
            answered.countDown();
        }
        String type = exchange.getRequestHeaders().getFirst("Content-Type");
        return cluster.send(new ApiRequest(
                method,
                path,
                query,
                type == null ? "" : type,
                body.length == 0 ? null : Json.parse(new String(body, StandardCharsets.UTF_8))));
    }

    private void pour(HttpExchange exchange) throws IOException {
        begin(exchange, 200);
        opened.countDown();
        Writer out =
                new BufferedWriter(new OutputStreamWriter(exchange.getResponseBody(), StandardCharsets.UTF_8), 1 << 16);
        for (int i = 0; i < size; i++) {
            Pod pod = pods.get(i % pods.size());
            out.write(pod.before());
            out.write(String.valueOf(newest + 1 + i));
            out.write(pod.after());
        }
        out.write(last);
        out.flush();
    }

    private static void passOn(HttpExchange exchange, ApiStreams.ApiStream watch) throws IOException {
        try (watch) {
            begin(exchange, watch.status());
            byte[] buffer = new byte[1 << 14];
            for (int count = watch.body().read(buffer);
                    count >= 0;
                    count = watch.body().read(buffer)) {
                exchange.getResponseBody().write(buffer, 0, count);
                exchange.getResponseBody().flush();
            }
        }
        exchange.close();
    }

    private static void passOn(HttpExchange exchange, ApiResponse response) throws IOException {
        begin(exchange, response.status());
        exchange.getResponseBody().write(Json.bytes(response.body()));
        exchange.close();
    }

    private static void begin(HttpExchange exchange, int status) throws IOException {
        exchange.getResponseHeaders().set("Content-Type", "application/json");
        exchange.sendResponseHeaders(status, 0);
        exchange.getResponseBody().flush();
    }

    private static Map<String, String> query(String raw) {
        Map<String, String> query = new LinkedHashMap<>();
        for (String part : raw == null ? new String[0] : raw.split("&")) {
            int equals = part.indexOf('=');
            query.put(decoded(part.substring(0, equals)), decoded(part.substring(equals + 1)));
        }
        return query;
    }

    private static String decoded(String text) {
        return URLDecoder.decode(text, StandardCharsets.UTF_8);
    }

    @Override
    public void close() {
        server.stop(0);
        workers.shutdownNow();
    }
}
