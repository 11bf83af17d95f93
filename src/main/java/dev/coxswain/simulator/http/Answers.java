package dev.coxswain.simulator.http;

import dev.coxswain.cluster.ApiResponse;
import dev.coxswain.cluster.Json;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.channel.ChannelFutureListener;
import io.netty.channel.ChannelHandlerContext;
import io.netty.handler.codec.http.DefaultFullHttpResponse;
import io.netty.handler.codec.http.FullHttpRequest;
import io.netty.handler.codec.http.FullHttpResponse;
import io.netty.handler.codec.http.HttpResponseStatus;
import io.netty.handler.codec.http.HttpUtil;
import io.netty.handler.codec.http.HttpVersion;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.snakeyaml.engine.v2.api.Dump;
import org.snakeyaml.engine.v2.api.DumpSettings;
import org.snakeyaml.engine.v2.common.FlowStyle;

/** Writes answers down, and closes the connection where the client does not want to keep it. */
// a write that fails closes its connection
@SuppressWarnings("FutureReturnValueIgnored")
final class Answers {

    private static final String TEXT = "text/plain; charset=utf-8";
    private static final String NOWHERE = "404 page not found";

    private Answers() {}

    /** Whatever is refused before its form is known. */
    static void refuse(ChannelHandlerContext context, FullHttpRequest http, ApiResponse response) {
        json(context, http, response, "application/json");
    }

    static void answer(ChannelHandlerContext context, FullHttpRequest http, ApiResponse response, Form form) {
        if (form.isYaml()) {
            send(context, http, full(response, form.contentType(), yaml(response.body())));
        } else {
            json(context, http, response, form.contentType());
        }
    }

    static void json(ChannelHandlerContext context, FullHttpRequest http, ApiResponse response, String contentType) {
        if (response.status() == 404 && NOWHERE.equals(Json.at(response.body(), "message"))) {
            text(context, http, 404, TEXT, NOWHERE + "\n");
            return;
        }
        send(context, http, full(response, contentType, Json.print(response.body()) + "\n"));
    }

    static void ok(ChannelHandlerContext context, FullHttpRequest http) {
        text(context, http, 200, TEXT, "ok");
    }

    /** What a container printed: no character set is promised for it. */
    static void log(ChannelHandlerContext context, FullHttpRequest http, String log) {
        text(context, http, 200, "text/plain", log);
    }

    private static void text(
            ChannelHandlerContext context, FullHttpRequest http, int status, String type, String text) {
        send(context, http, full(new ApiResponse(status, Map.of(), null), type, text));
    }

    private static FullHttpResponse full(ApiResponse answer, String type, String text) {
        FullHttpResponse response = new DefaultFullHttpResponse(
                HttpVersion.HTTP_1_1, HttpResponseStatus.valueOf(answer.status()), bytes(text));
        response.headers()
                .set("content-type", type)
                .set("content-length", response.content().readableBytes());
        answer.headers().forEach((name, value) -> response.headers().set(name, value));
        return response;
    }

    private static String yaml(@Nullable Object body) {
        return new Dump(DumpSettings.builder()
                        .setDefaultFlowStyle(FlowStyle.BLOCK)
                        .build())
                .dumpToString(Json.mutableCopy(body));
    }

    private static void send(ChannelHandlerContext context, FullHttpRequest http, FullHttpResponse response) {
        var written = context.writeAndFlush(response);
        if (!HttpUtil.isKeepAlive(http)) {
            written.addListener(ChannelFutureListener.CLOSE);
        }
    }

    static ByteBuf bytes(String text) {
        return Unpooled.copiedBuffer(text, StandardCharsets.UTF_8);
    }
}
