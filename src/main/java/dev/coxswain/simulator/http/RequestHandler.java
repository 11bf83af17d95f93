package dev.coxswain.simulator.http;

import dev.coxswain.cluster.ApiRequest;
import dev.coxswain.cluster.ApiResponse;
import dev.coxswain.cluster.Json;
import dev.coxswain.cluster.ObjectRef;
import dev.coxswain.simulator.api.ApiException;
import dev.coxswain.simulator.api.ApiServer;
import dev.coxswain.simulator.api.Authenticator;
import dev.coxswain.simulator.api.ContainerRuntime.LogOptions;
import dev.coxswain.simulator.api.Identity;
import dev.coxswain.simulator.api.Refusals;
import dev.coxswain.simulator.api.Watch;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.channel.ChannelFutureListener;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.SimpleChannelInboundHandler;
import io.netty.handler.codec.http.DefaultFullHttpResponse;
import io.netty.handler.codec.http.DefaultHttpContent;
import io.netty.handler.codec.http.DefaultHttpResponse;
import io.netty.handler.codec.http.FullHttpRequest;
import io.netty.handler.codec.http.FullHttpResponse;
import io.netty.handler.codec.http.HttpResponse;
import io.netty.handler.codec.http.HttpResponseStatus;
import io.netty.handler.codec.http.HttpUtil;
import io.netty.handler.codec.http.HttpVersion;
import io.netty.handler.codec.http.LastHttpContent;
import io.netty.handler.codec.http.QueryStringDecoder;
import io.netty.handler.ssl.SslHandler;
import io.netty.util.concurrent.Future;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.security.cert.X509Certificate;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import javax.net.ssl.SSLPeerUnverifiedException;
import org.jspecify.annotations.Nullable;
import org.snakeyaml.engine.v2.api.Load;
import org.snakeyaml.engine.v2.api.LoadSettings;
import org.snakeyaml.engine.v2.exceptions.YamlEngineException;

/** One connection: asks who is calling, hands the request on, and writes down what comes back. */
// a write that fails closes its connection, and that ends the watch
@SuppressWarnings("FutureReturnValueIgnored")
final class RequestHandler extends SimpleChannelInboundHandler<FullHttpRequest> {

    private static final DateTimeFormatter HTTP_DATE = DateTimeFormatter.RFC_1123_DATE_TIME.withZone(ZoneOffset.UTC);

    private static final int BOOKMARK_SECONDS = 60;

    private final ApiServer api;
    private final List<Future<?>> timers = new ArrayList<>();
    private @Nullable Watch watch;

    RequestHandler(ApiServer api) {
        this.api = api;
    }

    @Override
    protected void channelRead0(ChannelHandlerContext context, FullHttpRequest http) {
        try {
            serve(context, http);
        } catch (ApiException refusal) {
            answer(context, http, new ApiResponse(refusal.code(), Map.of(), refusal.status()));
        }
    }

    private void serve(ChannelHandlerContext context, FullHttpRequest http) {
        QueryStringDecoder uri = new QueryStringDecoder(http.uri());
        String path = uri.path();
        if (List.of("/healthz", "/readyz", "/livez").contains(path)) {
            text(context, http, 200, "ok");
            return;
        }
        if (path.startsWith("/openapi/")) {
            answer(context, http, OpenApi.answer(path, api));
            return;
        }
        Identity user = identity(context, http);
        Map<String, String> query = query(uri, http);
        if (path.matches("/api/v1/namespaces/[^/]+/pods/[^/]+/log")) {
            log(context, http, path, query, user);
        } else if (path.matches("/api/v1/namespaces/[^/]+/pods/[^/]+/exec")) {
            ExecSession.open(context, http, api, pod(path), uri.parameters(), user);
        } else if (List.of("true", "1").contains(query.getOrDefault("watch", ""))) {
            watch(context, http, ApiRequest.get(path, query), user);
        } else {
            answer(context, http, api.handle(request(http, path, query), user));
        }
    }

    private static ObjectRef pod(String path) {
        String[] parts = path.split("/", -1);
        return ObjectRef.pod(parts[4], parts[6]);
    }

    private Identity identity(ChannelHandlerContext context, FullHttpRequest http) {
        Map<String, String> headers = new HashMap<>();
        http.headers()
                .forEach(header -> headers.put(header.getKey().toLowerCase(java.util.Locale.ROOT), header.getValue()));
        return api.authenticator()
                .authenticate(new Authenticator.Credentials(headers, certificate(context)))
                .orElseThrow(Refusals::unauthorized);
    }

    private static @Nullable X509Certificate certificate(ChannelHandlerContext context) {
        if (!(context.pipeline().get("tls") instanceof SslHandler tls)) {
            return null;
        }
        try {
            return tls.engine().getSession().getPeerCertificates()[0] instanceof X509Certificate x509 ? x509 : null;
        } catch (SSLPeerUnverifiedException none) {
            return null;
        }
    }

    private static Map<String, String> query(QueryStringDecoder uri, FullHttpRequest http) {
        Map<String, String> query = new HashMap<>();
        uri.parameters().forEach((key, values) -> query.put(key, values.getFirst()));
        String type = http.headers().get("content-type", "");
        if (!type.contains("apply-patch")) {
            String agent = http.headers().get("user-agent", "unknown");
            query.putIfAbsent("fieldManager", agent.replaceAll("[/ ].*", ""));
        }
        return query;
    }

    private static ApiRequest request(FullHttpRequest http, String path, Map<String, String> query) {
        String type = http.headers().get("content-type", "");
        String text = http.content().toString(StandardCharsets.UTF_8);
        Object body = text.isEmpty() ? null : type.contains("yaml") ? yaml(text) : json(text);
        return new ApiRequest(http.method().name(), path, query, type, body);
    }

    private static @Nullable Object json(String text) {
        try {
            return Json.parse(text);
        } catch (UncheckedIOException e) {
            String start = text.length() > 30 ? text.substring(0, 30) + " ..." : text;
            throw Refusals.badRequest(
                    "couldn't get version/kind; json parse error: " + e.getMessage() + " (" + start + ")");
        }
    }

    private static @Nullable Object yaml(String text) {
        try {
            return Json.copy(new Load(LoadSettings.builder().build()).loadFromString(text));
        } catch (YamlEngineException e) {
            throw Refusals.badRequest("error decoding YAML: error converting YAML to JSON: yaml: " + e.getMessage());
        }
    }

    private void watch(ChannelHandlerContext context, FullHttpRequest http, ApiRequest request, Identity user) {
        boolean asTable = Tables.wanted(http.headers().get("accept", ""));
        // the head goes out before the first event does, and only when nothing has been refused
        HttpResponse head = new DefaultHttpResponse(HttpVersion.HTTP_1_1, HttpResponseStatus.OK);
        head.headers().set("content-type", "application/json").set("transfer-encoding", "chunked");
        boolean[] begun = {false};
        Watch opened = api.watch(request, user, event -> {
            if (!begun[0]) {
                begun[0] = true;
                context.write(head);
            }
            Object told = asTable ? Tables.event(event, api, request.path()) : event;
            context.writeAndFlush(new DefaultHttpContent(bytes(Json.print(told) + "\n")));
        });
        if (!begun[0]) {
            begun[0] = true;
            context.writeAndFlush(head);
        }
        watch = opened;
        if (opened.isClosed()) {
            end(context);
            return;
        }
        timers.add(context.executor()
                .scheduleAtFixedRate(() -> api.bookmark(opened), BOOKMARK_SECONDS, BOOKMARK_SECONDS, TimeUnit.SECONDS));
        String timeout = request.query().getOrDefault("timeoutSeconds", "");
        if (timeout.matches("[0-9]{1,9}") && !timeout.equals("0")) {
            timers.add(context.executor().schedule(() -> end(context), Long.parseLong(timeout), TimeUnit.SECONDS));
        }
    }

    private void end(ChannelHandlerContext context) {
        stopWatching();
        context.writeAndFlush(LastHttpContent.EMPTY_LAST_CONTENT).addListener(ChannelFutureListener.CLOSE);
    }

    private void stopWatching() {
        timers.forEach(timer -> timer.cancel(false));
        timers.clear();
        if (watch != null) {
            watch.close();
        }
    }

    private void log(
            ChannelHandlerContext context,
            FullHttpRequest http,
            String path,
            Map<String, String> query,
            Identity user) {
        String tail = query.getOrDefault("tailLines", "");
        LogOptions options = new LogOptions(
                tail.isEmpty() ? Optional.empty() : Optional.of(Integer.parseInt(tail)),
                "true".equals(query.get("previous")),
                "true".equals(query.get("timestamps")));
        text(context, http, 200, api.log(pod(path), query.getOrDefault("container", ""), options, user));
    }

    private void answer(ChannelHandlerContext context, FullHttpRequest http, ApiResponse response) {
        Object body = response.body();
        if (response.status() == 404 && "404 page not found".equals(Json.at(body, "message"))) {
            text(context, http, 404, "404 page not found\n");
            return;
        }
        if (response.isSuccess() && Tables.wanted(http.headers().get("accept", ""))) {
            body = Tables.of(body, api, new QueryStringDecoder(http.uri()).path());
        }
        FullHttpResponse full = full(response.status(), "application/json", Json.print(body));
        full.headers().set("date", HTTP_DATE.format(api.clock().instant()));
        response.headers().forEach((name, value) -> full.headers().set(name, value));
        send(context, http, full);
    }

    private static void text(ChannelHandlerContext context, FullHttpRequest http, int status, String text) {
        send(context, http, full(status, "text/plain; charset=utf-8", text));
    }

    private static FullHttpResponse full(int status, String type, String text) {
        FullHttpResponse response =
                new DefaultFullHttpResponse(HttpVersion.HTTP_1_1, HttpResponseStatus.valueOf(status), bytes(text));
        response.headers()
                .set("content-type", type)
                .set("content-length", response.content().readableBytes());
        return response;
    }

    private static void send(ChannelHandlerContext context, FullHttpRequest http, FullHttpResponse response) {
        var written = context.writeAndFlush(response);
        if (!HttpUtil.isKeepAlive(http)) {
            written.addListener(ChannelFutureListener.CLOSE);
        }
    }

    private static ByteBuf bytes(String text) {
        return Unpooled.copiedBuffer(text, StandardCharsets.UTF_8);
    }

    @Override
    public void channelInactive(ChannelHandlerContext context) {
        stopWatching();
        context.fireChannelInactive();
    }

    @Override
    public void exceptionCaught(ChannelHandlerContext context, Throwable cause) {
        stopWatching();
        context.close();
    }
}
