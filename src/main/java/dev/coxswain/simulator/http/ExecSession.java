package dev.coxswain.simulator.http;

import dev.coxswain.cluster.ExecResult;
import dev.coxswain.cluster.Json;
import dev.coxswain.cluster.ObjectRef;
import dev.coxswain.simulator.api.ApiException;
import dev.coxswain.simulator.api.ApiServer;
import dev.coxswain.simulator.api.Identity;
import dev.coxswain.simulator.api.Refusals;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.channel.ChannelHandlerContext;
import io.netty.handler.codec.http.FullHttpRequest;
import io.netty.handler.codec.http.websocketx.BinaryWebSocketFrame;
import io.netty.handler.codec.http.websocketx.CloseWebSocketFrame;
import io.netty.handler.codec.http.websocketx.WebSocketServerHandshaker;
import io.netty.handler.codec.http.websocketx.WebSocketServerHandshakerFactory;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** One program in a container, over WebSocket: channel 1 is its output, 2 its errors, 3 how it ended. Its input is empty. */
// a write that fails closes its connection, and that ends the session
@SuppressWarnings("FutureReturnValueIgnored")
final class ExecSession {

    private ExecSession() {}

    static void open(
            ChannelHandlerContext context,
            FullHttpRequest http,
            ApiServer api,
            ObjectRef pod,
            Map<String, List<String>> query,
            Identity user) {
        WebSocketServerHandshaker handshaker = new WebSocketServerHandshakerFactory(
                        "ws://localhost" + http.uri(), "v5.channel.k8s.io,v4.channel.k8s.io", false)
                .newHandshaker(http);
        if (handshaker == null || !"websocket".equalsIgnoreCase(http.headers().get("upgrade", ""))) {
            throw Refusals.badRequest("unable to upgrade: only WebSocket is spoken here");
        }
        String container = query.getOrDefault("container", List.of("")).getFirst();
        ExecResult result = api.exec(pod, container, query.getOrDefault("command", List.of()), new byte[0], user);
        handshaker.handshake(context.channel(), http).addListener(done -> {
            send(context, 1, result.stdout());
            send(context, 2, result.stderr());
            send(context, 3, Json.print(status(result.exitCode())));
            context.writeAndFlush(new CloseWebSocketFrame(1000, ""));
        });
    }

    private static Map<String, @Nullable Object> status(int exitCode) {
        if (exitCode == 0) {
            return Map.of("metadata", Map.of(), "status", "Success");
        }
        ApiException failure = Refusals.failure(
                500,
                "NonZeroExitCode",
                "command terminated with non-zero exit code: command terminated with exit code " + exitCode,
                Map.of("causes", List.of(Map.of("reason", "ExitCode", "message", Integer.toString(exitCode)))));
        return failure.status();
    }

    private static void send(ChannelHandlerContext context, int channel, String text) {
        if (!text.isEmpty()) {
            ByteBuf frame = Unpooled.wrappedBuffer(
                    Unpooled.wrappedBuffer(new byte[] {(byte) channel}),
                    Unpooled.copiedBuffer(text, StandardCharsets.UTF_8));
            context.write(new BinaryWebSocketFrame(frame));
        }
    }
}
