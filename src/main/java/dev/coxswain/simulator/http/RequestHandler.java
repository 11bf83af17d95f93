package dev.coxswain.simulator.http;

import dev.coxswain.cluster.ApiRequest;
import dev.coxswain.cluster.ApiResponse;
import dev.coxswain.cluster.ObjectRef;
import dev.coxswain.simulator.api.ApiException;
import dev.coxswain.simulator.api.ApiServer;
import dev.coxswain.simulator.api.Authenticator;
import dev.coxswain.simulator.api.ContainerRuntime.LogOptions;
import dev.coxswain.simulator.api.Identity;
import dev.coxswain.simulator.api.Refusals;
import dev.coxswain.simulator.api.kind.Kind;
import io.netty.buffer.ByteBufUtil;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.SimpleChannelInboundHandler;
import io.netty.handler.codec.http.FullHttpRequest;
import io.netty.handler.codec.http.QueryStringDecoder;
import io.netty.handler.ssl.SslHandler;
import java.security.cert.X509Certificate;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import javax.net.ssl.SSLPeerUnverifiedException;
import org.jspecify.annotations.Nullable;

/** One connection: asks who is calling and in which form they want their answer, and hands the request on. */
final class RequestHandler extends SimpleChannelInboundHandler<FullHttpRequest> {

    private static final String POD = "/api/v1/namespaces/[^/]+/pods/[^/]+";

    private static final DateTimeFormatter HTTP_DATE = DateTimeFormatter.RFC_1123_DATE_TIME.withZone(ZoneOffset.UTC);

    private final ApiServer api;
    private @Nullable WatchSession watch;

    RequestHandler(ApiServer api) {
        this.api = api;
    }

    @Override
    protected void channelRead0(ChannelHandlerContext context, FullHttpRequest http) {
        try {
            serve(context, http);
        } catch (ApiException refusal) {
            Answers.refuse(context, http, refusal.response());
        }
    }

    private void serve(ChannelHandlerContext context, FullHttpRequest http) {
        QueryStringDecoder uri = new QueryStringDecoder(http.uri());
        String path = uri.path();
        Identity user = identity(context, http);
        Form form = Form.of(http.headers().get("accept", ""));
        Map<String, String> query = query(uri, http);
        Views views = new Views(api, form.view(), query.getOrDefault("includeObject", "Metadata"));
        if (path.matches("/(healthz|readyz|livez)(/.*)?")) {
            api.requirePath(path, user);
            Answers.ok(context, http);
        } else if (path.startsWith("/openapi/")) {
            api.requirePath(path, user);
            Answers.answer(context, http, OpenApi.answer(path, api), form);
        } else if (form.view() == Form.View.AGGREGATED_DISCOVERY && path.matches("/apis?/?")) {
            Answers.json(context, http, api.aggregatedDiscovery(path, user), Form.AGGREGATED);
        } else if (path.matches(POD + "/log")) {
            Answers.log(context, http, log(path, query, user));
        } else if (path.matches(POD + "/exec")) {
            ExecSession.open(context, http, api, pod(path), uri.parameters(), user);
        } else if (List.of("true", "1").contains(query.getOrDefault("watch", ""))) {
            watch = new WatchSession(context, views);
            watch.open(api, ApiRequest.get(path, query), user);
        } else {
            answer(context, http, path, query, user, form, views);
        }
    }

    private void answer(
            ChannelHandlerContext context,
            FullHttpRequest http,
            String path,
            Map<String, String> query,
            Identity user,
            Form form,
            Views views) {
        String type = http.headers().get("content-type", "");
        String kind = api.kindAt(path).map(Kind::name).orElse("Status");
        Body body = Body.of(http.method().name(), type, ByteBufUtil.getBytes(http.content()), kind);
        ApiRequest request = new ApiRequest(http.method().name(), path, query, type, body.value());
        ApiResponse response = api.handle(request, user, body.duplicates());
        Map<String, String> headers = new HashMap<>(response.headers());
        headers.put("date", HTTP_DATE.format(api.clock().instant()));
        Answers.answer(context, http, new ApiResponse(response.status(), headers, views.of(response.body())), form);
    }

    private static ObjectRef pod(String path) {
        String[] parts = path.split("/", -1);
        return ObjectRef.pod(parts[4], parts[6]);
    }

    private Identity identity(ChannelHandlerContext context, FullHttpRequest http) {
        Map<String, String> headers = new HashMap<>();
        http.headers()
                .forEach(header -> headers.merge(
                        header.getKey().toLowerCase(Locale.ROOT),
                        header.getValue(),
                        (first, second) -> first + "," + second));
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

    private String log(String path, Map<String, String> query, Identity user) {
        String tail = query.getOrDefault("tailLines", "");
        LogOptions options = new LogOptions(
                tail.isEmpty() ? Optional.empty() : Optional.of(Integer.parseInt(tail)),
                "true".equals(query.get("previous")),
                "true".equals(query.get("timestamps")));
        return api.log(pod(path), query.getOrDefault("container", ""), options, user);
    }

    @Override
    public void channelInactive(ChannelHandlerContext context) {
        stopWatching();
        context.fireChannelInactive();
    }

    @Override
    public void exceptionCaught(ChannelHandlerContext context, Throwable cause) {
        stopWatching();
        var _ = context.close();
    }

    private void stopWatching() {
        if (watch != null) {
            watch.stop();
        }
    }
}
