package dev.coxswain.kube.client;

import dev.coxswain.cluster.ApiRequest;
import dev.coxswain.cluster.ApiResponse;
import dev.coxswain.cluster.Effect;
import dev.coxswain.cluster.ExecResult;
import dev.coxswain.cluster.Json;
import dev.coxswain.cluster.Transport;
import io.kubernetes.client.openapi.ApiClient;
import io.kubernetes.client.openapi.ApiException;
import io.kubernetes.client.openapi.Pair;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import okhttp3.Call;
import okhttp3.CipherSuite;
import okhttp3.ConnectionPool;
import okhttp3.ConnectionSpec;
import okhttp3.Headers;
import okhttp3.OkHttpClient;
import okhttp3.Protocol;
import okhttp3.Request;
import okhttp3.Response;
import org.jspecify.annotations.Nullable;

/**
 * The wire to a real API server: addresses, certificates and credentials come from the client library, the JSON is ours.
 *
 * <p>Writes are sent exactly once: the HTTP client would repeat a POST whose connection broke, and then nobody could tell what
 * had been done. They have connections of their own and no HTTP/2, whose bookkeeping costs both sides more than a short
 * request does; what is read, and above all watched, shares one connection.
 */
public final class HttpTransport implements Transport, ApiStreams {

    /** From the first byte sent to the last one read: an answer that drips in for ever is none. */
    private static final Duration ANSWER_WITHIN = Duration.ofSeconds(30);

    /** Far beyond what etcd can hold of one object, or a page of a list. */
    private static final int LARGEST_ANSWER = 64 << 20;

    /** The status of a WebSocket. */
    private static final int SWITCHING_PROTOCOLS = 101;

    /** As many writers as there may be at a time: a connection that is not kept costs a handshake again. */
    private static final int IDLE_WRITERS = 64;

    /** Servers, and what stands before them, close idle connections after a minute or more. */
    private static final Duration IDLE_FOR = Duration.ofSeconds(50);

    private static final Duration CONNECT_WITHIN = Duration.ofSeconds(10);
    private static final String[] CREDENTIALS = {"BearerToken"};

    /**
     * The cipher first that is quick without the processor's own instructions: before the thorough compiler is done with it, and
     * in a JVM that has none, AES is ten times as slow. A server takes the client's first that it knows.
     */
    private static final List<ConnectionSpec> WIRES =
            List.of(preferring(CipherSuite.TLS_CHACHA20_POLY1305_SHA256), ConnectionSpec.CLEARTEXT);

    private final Supplier<ApiClient> clients;
    private final Map<String, String> always;
    private final Duration answerWithin;
    private final RequestListener listener;
    private volatile Wires wires;

    /** What is made from one client; made anew when certificates were rotated. */
    private record Wires(ApiClient client, OkHttpClient reads, OkHttpClient writes, PodExec podExec) {
        static Wires of(ApiClient client, Duration answerWithin) {
            client.setUserAgent(KubeClients.USER_AGENT);
            OkHttpClient streams = client.getHttpClient()
                    .newBuilder()
                    .connectTimeout(CONNECT_WITHIN)
                    .connectionSpecs(WIRES)
                    // a program says itself how long it may take
                    .readTimeout(Duration.ZERO)
                    .followRedirects(false)
                    .build();
            OkHttpClient reads = streams.newBuilder().callTimeout(answerWithin).build();
            OkHttpClient writes = reads.newBuilder()
                    .retryOnConnectionFailure(false)
                    .protocols(List.of(Protocol.HTTP_1_1))
                    .connectionPool(new ConnectionPool(IDLE_WRITERS, IDLE_FOR.toSeconds(), TimeUnit.SECONDS))
                    .build();
            PodExec podExec = new PodExec(
                    streams.newBuilder().retryOnConnectionFailure(false).build());
            return new Wires(client, reads, writes, podExec);
        }
    }

    private static ConnectionSpec preferring(CipherSuite first) {
        Set<CipherSuite> suites = new LinkedHashSet<>(List.of(first));
        suites.addAll(Objects.requireNonNull(ConnectionSpec.MODERN_TLS.cipherSuites()));
        return new ConnectionSpec.Builder(ConnectionSpec.MODERN_TLS)
                .cipherSuites(suites.toArray(CipherSuite[]::new))
                .build();
    }

    public HttpTransport(ApiClient client) {
        this(() -> client);
    }

    /** @param clients answers the same client for as long as its credentials are good */
    HttpTransport(Supplier<ApiClient> clients) {
        this(clients, ANSWER_WITHIN);
    }

    HttpTransport(Supplier<ApiClient> clients, Duration answerWithin) {
        this.clients = clients;
        this.always = Map.of();
        this.answerWithin = answerWithin;
        this.listener = RequestListener.NOBODY;
        this.wires = Wires.of(clients.get(), answerWithin);
    }

    private HttpTransport(HttpTransport same, Map<String, String> always, RequestListener listener) {
        this.clients = same.clients;
        this.always = Map.copyOf(always);
        this.answerWithin = same.answerWithin;
        this.listener = listener;
        this.wires = same.wires;
    }

    private HttpTransport(HttpTransport same, Duration answerWithin) {
        this.clients = same.clients;
        this.always = same.always;
        this.answerWithin = answerWithin;
        this.listener = same.listener;
        this.wires = Wires.of(clients.get(), answerWithin);
    }

    /** The same, waiting for no answer longer than this. */
    public HttpTransport impatient(Duration answerWithin) {
        return new HttpTransport(this, answerWithin);
    }

    @Override
    public HttpTransport as(String user) {
        return new HttpTransport(this, Map.of("Impersonate-User", user), listener);
    }

    /** The same wire, of whose requests somebody is told. */
    public HttpTransport toldTo(RequestListener somebody) {
        return new HttpTransport(this, always, somebody);
    }

    @SuppressWarnings("ReferenceEquality") // another client is one with other credentials
    private Wires wires() {
        ApiClient client = clients.get();
        Wires known = wires;
        if (known.client != client) {
            known = Wires.of(client, answerWithin);
            wires = known;
        }
        return known;
    }

    @Override
    public ApiResponse send(ApiRequest request) throws IOException {
        Wires wires = wires();
        OkHttpClient http = request.method().equals("GET") ? wires.reads : wires.writes;
        try (Response response = execute(http.newCall(wire(request)), request)) {
            return new ApiResponse(
                    response.code(),
                    headers(response.headers()),
                    json(whole(response.body().byteStream())));
        }
    }

    @Override
    public ExecResult exec(Effect.Exec exec) throws IOException {
        List<Pair> query = new ArrayList<>();
        if (!exec.container().isEmpty()) {
            query.add(new Pair("container", exec.container()));
        }
        query.add(new Pair("stdout", "true"));
        query.add(new Pair("stderr", "true"));
        exec.command().forEach(argument -> query.add(new Pair("command", argument)));
        String path = RestMapper.podPath(exec.target()) + "/exec";
        ApiRequest request = ApiRequest.get(path, Map.of());
        try {
            ExecResult result = wires().podExec.run(wire("GET", path, query, Map.of(), null), exec);
            listener.sent(request, SWITCHING_PROTOCOLS);
            return result;
        } catch (ExecRefusedException refused) {
            listener.sent(request, refused.status());
            throw refused;
        } catch (IOException unanswered) {
            listener.sent(request, RequestListener.UNANSWERED);
            throw unanswered;
        }
    }

    @Override
    public ApiStream open(ApiRequest request, Patience patience) throws IOException {
        Call call = wires().reads
                .newBuilder()
                .readTimeout(patience.silence())
                .callTimeout(patience.whole())
                .build()
                .newCall(wire(request));
        Response response = execute(call, request);
        return new ApiStream(
                response.code(),
                RetryAfter.of(headers(response.headers()), null),
                new TimedLines(response.body().source(), patience.line()),
                // cancelling is all that another thread than the reading one may do, and it lets go of the connection
                call::cancel);
    }

    private Response execute(Call call, ApiRequest request) throws IOException {
        try {
            Response response = call.execute();
            listener.sent(request, response.code());
            return response;
        } catch (IOException unanswered) {
            listener.sent(request, RequestListener.UNANSWERED);
            throw unanswered;
        }
    }

    private Request wire(ApiRequest request) throws IOException {
        List<Pair> query = new ArrayList<>();
        request.query().forEach((name, value) -> query.add(new Pair(name, value)));
        Map<String, String> headers = new HashMap<>();
        headers.put("Accept", "application/json");
        if (request.body() == null) {
            return wire(request.method(), request.path(), query, headers, null);
        }
        headers.put("Content-Type", request.contentType().isEmpty() ? "application/json" : request.contentType());
        return wire(request.method(), request.path(), query, headers, Json.bytes(request.body()));
    }

    private Request wire(
            String method, String path, List<Pair> query, Map<String, String> headers, byte @Nullable [] body)
            throws IOException {
        Map<String, String> all = new HashMap<>(headers);
        all.putAll(always);
        try {
            return wires().client
                    .buildRequest(
                            null,
                            path,
                            method,
                            query,
                            List.of(),
                            body,
                            all,
                            new HashMap<>(),
                            new HashMap<>(),
                            CREDENTIALS,
                            null);
        } catch (ApiException e) {
            throw new IOException("no credentials for " + method + " " + path + ": " + e.getMessage(), e);
        }
    }

    private static Map<String, String> headers(Headers headers) {
        Map<String, String> lower = new HashMap<>();
        headers.forEach(header -> lower.put(header.getFirst().toLowerCase(Locale.ROOT), header.getSecond()));
        return Map.copyOf(lower);
    }

    private static byte[] whole(InputStream body) throws IOException {
        byte[] bytes = body.readNBytes(LARGEST_ANSWER + 1);
        if (bytes.length > LARGEST_ANSWER) {
            throw new IOException("an answer of more than " + LARGEST_ANSWER + " bytes");
        }
        return bytes;
    }

    private static @Nullable Object json(byte[] body) {
        try {
            return body.length == 0 ? null : Json.parse(body);
        } catch (UncheckedIOException notJson) {
            return null;
        }
    }
}
