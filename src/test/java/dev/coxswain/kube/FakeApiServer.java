package dev.coxswain.kube;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;

/** Answers lists and watches from scripts, byte by byte as told; what nobody scripted hangs until the end of the test. */
public final class FakeApiServer implements AutoCloseable {

    /** How an answer ends. */
    public enum End {
        CLEAN,
        CUT,
        NEVER
    }

    /**
     * @param pieces written one by one, each flushed; a character is a byte
     * @param between passes after each piece
     */
    public record Reply(int status, Map<String, String> headers, List<String> pieces, End end, Duration between) {

        public Reply(int status, Map<String, String> headers, List<String> pieces, End end) {
            this(status, headers, pieces, end, Duration.ZERO);
        }

        /** Piece by piece, and then nothing. */
        public static Reply drip(Duration between, String... pieces) {
            return new Reply(200, Map.of(), List.of(pieces), End.NEVER, between);
        }

        public static Reply of(int status, String body) {
            return new Reply(status, Map.of(), List.of(body), End.CLEAN);
        }

        public static Reply stream(End end, String... pieces) {
            return new Reply(200, Map.of(), List.of(pieces), end);
        }
    }

    private static final Reply SILENCE = Reply.stream(End.NEVER);

    private final HttpServer server;
    private final ExecutorService workers = Executors.newVirtualThreadPerTaskExecutor();
    private final Map<String, Queue<Reply>> scripts = new ConcurrentHashMap<>();
    private final CountDownLatch over = new CountDownLatch(1);
    private final BlockingQueue<String> requests = new LinkedBlockingQueue<>();

    public FakeApiServer() throws IOException {
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.createContext("/", this::answer);
        server.setExecutor(workers);
        server.start();
    }

    public String url() {
        return "http://127.0.0.1:" + server.getAddress().getPort();
    }

    /** @param key {@code LIST}, {@code WATCH}, or method and path */
    public FakeApiServer on(String key, Reply reply) {
        scripts.computeIfAbsent(key, k -> new LinkedBlockingQueue<>()).add(reply);
        return this;
    }

    /** The next request as {@code METHOD path?query}, in order of arrival. */
    public String nextRequest() throws InterruptedException {
        String next = requests.poll(20, TimeUnit.SECONDS);
        if (next == null) {
            throw new AssertionError("no request came");
        }
        return next;
    }

    private void answer(HttpExchange exchange) throws IOException {
        URI uri = exchange.getRequestURI();
        requests.add(exchange.getRequestMethod() + " " + uri);
        exchange.getRequestBody().readAllBytes();
        Reply reply = reply(exchange.getRequestMethod(), uri);
        reply.headers().forEach((name, value) -> exchange.getResponseHeaders().add(name, value));
        if (reply.pieces().isEmpty() && reply.end() == End.CUT) {
            throw new IOException("hangs up without an answer");
        }
        // more is announced than comes: hanging up then is a cut and not an end
        exchange.sendResponseHeaders(reply.status(), reply.end() == End.CUT ? 1_000_000 : 0);
        exchange.getResponseBody().flush();
        for (String piece : reply.pieces()) {
            exchange.getResponseBody().write(piece.getBytes(StandardCharsets.ISO_8859_1));
            exchange.getResponseBody().flush();
            rest(reply.between());
        }
        finish(exchange, reply.end());
    }

    private void rest(Duration time) throws IOException {
        try {
            if (over.await(time.toNanos(), TimeUnit.NANOSECONDS)) {
                throw new IOException("the test is over");
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private void finish(HttpExchange exchange, End end) throws IOException {
        switch (end) {
            case CLEAN -> exchange.getResponseBody().close();
            case CUT -> exchange.close();
            case NEVER -> {
                try {
                    over.await();
                } catch (InterruptedException e) {
                    Thread.currentThread().interrupt();
                }
                exchange.close();
            }
        }
    }

    private Reply reply(String method, URI uri) {
        String query = uri.getQuery() == null ? "" : uri.getQuery();
        String verb = query.contains("watch=true") ? "WATCH" : "LIST";
        Queue<Reply> script = scripts.getOrDefault(
                method + " " + uri.getPath(), scripts.getOrDefault(verb, new LinkedBlockingQueue<>()));
        Reply reply = script.poll();
        return reply == null ? SILENCE : reply;
    }

    @Override
    public void close() {
        over.countDown();
        server.stop(0);
        workers.shutdownNow();
    }
}
