package dev.coxswain.app.supervision;

import dev.coxswain.cluster.Json;
import dev.coxswain.kube.client.FakeExecServer;
import dev.coxswain.kube.client.HttpTransport;
import io.kubernetes.client.openapi.ApiClient;
import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.UnaryOperator;
import okhttp3.HttpUrl;
import okhttp3.Interceptor;
import okhttp3.MediaType;
import okhttp3.OkHttpClient;
import okhttp3.Request;
import okhttp3.Response;
import okhttp3.ResponseBody;
import okio.Buffer;
import okio.BufferedSource;
import okio.ForwardingSource;
import okio.Okio;
import org.jspecify.annotations.Nullable;

/**
 * Between a supervisor and an API server: tells of pods what no API server of today would store, and has programs run elsewhere
 * that do not end, or do not end printing.
 */
final class SpoiltWire implements Interceptor {

    private final Map<String, UnaryOperator<Map<String, @Nullable Object>>> pods = new ConcurrentHashMap<>();
    private final Map<String, FakeExecServer> programs = new ConcurrentHashMap<>();

    HttpTransport to(String url) {
        OkHttpClient http = new OkHttpClient.Builder().addInterceptor(this).build();
        return new HttpTransport(new ApiClient().setHttpClient(http).setBasePath(url));
    }

    /** From now on that is what is told of the pod. */
    void spoil(String pod, UnaryOperator<Map<String, @Nullable Object>> change) {
        pods.put(pod, change);
    }

    /** From now on the program of that name runs there. */
    void run(String program, FakeExecServer server) {
        programs.put(program, server);
    }

    @Override
    public Response intercept(Chain chain) throws IOException {
        Request request = chain.request();
        HttpUrl url = request.url();
        if (url.encodedPath().endsWith("/exec")) {
            FakeExecServer elsewhere = programs.get(String.valueOf(url.queryParameter("command")));
            return chain.proceed(elsewhere == null ? request : sentTo(request, elsewhere));
        }
        Response response = chain.proceed(request);
        return url.encodedPath().endsWith("/pods") ? spoilt(response) : response;
    }

    private static Request sentTo(Request request, FakeExecServer server) {
        HttpUrl there = HttpUrl.get(server.url());
        return request.newBuilder()
                .url(request.url().newBuilder().port(there.port()).build())
                .build();
    }

    /** Lists are one line, and watches many. */
    private Response spoilt(Response response) {
        BufferedSource lines = response.body().source();
        BufferedSource spoilt = Okio.buffer(new ForwardingSource(lines) {
            @Override
            public long read(Buffer sink, long byteCount) throws IOException {
                String line = lines.readUtf8Line();
                if (line == null) {
                    return -1;
                }
                byte[] bytes = Json.bytes(spoiltObject(Json.asMap(Json.parse(line))));
                sink.write(bytes).writeByte('\n');
                return bytes.length + 1L;
            }
        });
        return response.newBuilder()
                .removeHeader("content-length")
                .body(ResponseBody.create(spoilt, MediaType.get("application/json"), -1))
                .build();
    }

    private Map<String, @Nullable Object> spoiltObject(Map<String, @Nullable Object> told) {
        Map<String, @Nullable Object> copy = new LinkedHashMap<>(told);
        if (told.containsKey("items")) {
            List<@Nullable Object> items = new ArrayList<>();
            Json.asList(told.get("items")).forEach(item -> items.add(spoiltObject(Json.asMap(item))));
            copy.put("items", items);
            return copy;
        }
        if (told.containsKey("object")) {
            copy.put("object", spoiltObject(Json.asMap(told.get("object"))));
            return copy;
        }
        UnaryOperator<Map<String, @Nullable Object>> change =
                pods.getOrDefault(Json.asText(Json.at(told, "metadata", "name")), UnaryOperator.identity());
        return change.apply(copy);
    }
}
