package dev.coxswain.simulator.http;

import dev.coxswain.cluster.ApiRequest;
import dev.coxswain.cluster.Json;
import dev.coxswain.simulator.api.ApiServer;
import dev.coxswain.simulator.api.Identity;
import dev.coxswain.simulator.api.Watch;
import io.netty.channel.ChannelFutureListener;
import io.netty.channel.ChannelHandlerContext;
import io.netty.handler.codec.http.DefaultHttpContent;
import io.netty.handler.codec.http.DefaultHttpResponse;
import io.netty.handler.codec.http.HttpResponse;
import io.netty.handler.codec.http.HttpResponseStatus;
import io.netty.handler.codec.http.HttpVersion;
import io.netty.handler.codec.http.LastHttpContent;
import io.netty.util.concurrent.Future;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/** One watch on one connection: a line for each event, until one of both ends it or its time is up. */
// a write that fails closes its connection, and that ends the watch
@SuppressWarnings("FutureReturnValueIgnored")
final class WatchSession {

    private static final int BOOKMARK_SECONDS = 60;

    private final ChannelHandlerContext context;
    private final Views views;
    private final List<Future<?>> timers = new ArrayList<>();
    private @Nullable Watch watch;
    private boolean begun;

    WatchSession(ChannelHandlerContext context, Views views) {
        this.context = context;
        this.views = views;
    }

    /** The head of the answer goes out before the first event does, and only when nothing has been refused. */
    void open(ApiServer api, ApiRequest request, Identity user) {
        Watch opened = api.watch(request, user, this::tell);
        begin();
        context.flush();
        watch = opened;
        if (opened.isClosed()) {
            end();
            return;
        }
        timers.add(context.executor()
                .scheduleAtFixedRate(() -> api.bookmark(opened), BOOKMARK_SECONDS, BOOKMARK_SECONDS, TimeUnit.SECONDS));
        String timeout = request.query().getOrDefault("timeoutSeconds", "");
        if (timeout.matches("[0-9]{1,9}") && !timeout.equals("0")) {
            timers.add(context.executor().schedule(this::end, Long.parseLong(timeout), TimeUnit.SECONDS));
        }
    }

    private void begin() {
        if (!begun) {
            begun = true;
            HttpResponse head = new DefaultHttpResponse(HttpVersion.HTTP_1_1, HttpResponseStatus.OK);
            head.headers().set("content-type", "application/json").set("transfer-encoding", "chunked");
            context.write(head);
        }
    }

    private void tell(Map<String, @Nullable Object> event) {
        begin();
        context.writeAndFlush(new DefaultHttpContent(Answers.bytes(Json.print(views.event(event)) + "\n")));
    }

    private void end() {
        stop();
        context.writeAndFlush(LastHttpContent.EMPTY_LAST_CONTENT).addListener(ChannelFutureListener.CLOSE);
    }

    void stop() {
        timers.forEach(timer -> timer.cancel(false));
        timers.clear();
        if (watch != null) {
            watch.close();
        }
    }
}
