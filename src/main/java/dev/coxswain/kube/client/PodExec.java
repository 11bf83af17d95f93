package dev.coxswain.kube.client;

import dev.coxswain.cluster.Effect;
import dev.coxswain.cluster.ExecResult;
import dev.coxswain.cluster.Json;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import okhttp3.OkHttpClient;
import okhttp3.Request;
import okhttp3.Response;
import okhttp3.WebSocket;
import okhttp3.WebSocketListener;
import okio.ByteString;
import org.jspecify.annotations.Nullable;

/**
 * Runs one program in a container over a WebSocket, in the protocol {@code v4.channel.k8s.io}: the first byte of a message is
 * its channel (1 output, 2 errors, 3 the Status that ends it). The library's own {@code Exec} is not used because it buffers
 * without limit and hides why a server declined.
 */
final class PodExec {

    private static final String PROTOCOL = "v4.channel.k8s.io";
    private static final int GOODBYE = 1000;

    private final OkHttpClient http;

    PodExec(OkHttpClient http) {
        this.http = http;
    }

    ExecResult run(Request upgrade, Effect.Exec exec) throws IOException {
        Request request =
                upgrade.newBuilder().header("Sec-WebSocket-Protocol", PROTOCOL).build();
        Conversation conversation = new Conversation(exec.maxBytes());
        WebSocket socket = http.newWebSocket(request, conversation);
        try {
            return conversation.ended.get(exec.timeout().toMillis(), TimeUnit.MILLISECONDS);
        } catch (TimeoutException e) {
            throw new IOException(exec.summary() + " did not end within " + exec.timeout(), e);
        } catch (ExecutionException e) {
            throw e.getCause() instanceof IOException io ? io : new IOException(e.getCause());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IOException("interrupted while waiting for " + exec.summary(), e);
        } finally {
            socket.cancel();
        }
    }

    private static final class Conversation extends WebSocketListener {

        private final CompletableFuture<ExecResult> ended = new CompletableFuture<>();
        private final CutStream stdout;
        private final CutStream stderr;

        Conversation(int maxBytes) {
            this.stdout = new CutStream(maxBytes);
            this.stderr = new CutStream(maxBytes);
        }

        @Override
        public void onMessage(WebSocket socket, ByteString message) {
            if (message.size() == 0) {
                return;
            }
            ByteString rest = message.substring(1);
            switch (message.getByte(0)) {
                case 1 -> stdout.add(rest.toByteArray());
                case 2 -> stderr.add(rest.toByteArray());
                case 3 -> end(rest.string(StandardCharsets.UTF_8));
                default -> {
                    // channels of later protocols carry nothing that we asked for
                }
            }
        }

        private void end(String status) {
            try {
                Object body = Json.parse(status);
                int exitCode = ExitStatus.code(body);
                ended.complete(
                        new ExecResult(exitCode, stdout.text(), stderr.text(), stdout.isCut() || stderr.isCut()));
            } catch (UncheckedIOException | ExecRefusedException e) {
                ended.completeExceptionally(
                        e instanceof ExecRefusedException ? e : new IOException("unreadable exit status: " + status));
            }
        }

        @Override
        public void onClosing(WebSocket socket, int code, String reason) {
            socket.close(GOODBYE, null);
            ended.completeExceptionally(new IOException("the connection closed before the program ended " + reason));
        }

        @Override
        public void onFailure(WebSocket socket, Throwable failure, @Nullable Response response) {
            ended.completeExceptionally(
                    response == null || response.code() < 300
                            ? new IOException("the connection broke before the program ended: " + failure, failure)
                            : new ExecRefusedException(response.code(), message(response)));
        }

        private static String message(Response response) {
            try {
                String body = response.body().string();
                try {
                    String message = Json.asText(Json.at(Json.parse(body), "message"));
                    return message.isEmpty() ? "HTTP " + response.code() : message;
                } catch (UncheckedIOException notJson) {
                    return body.isBlank() ? "HTTP " + response.code() : body.strip();
                }
            } catch (IOException | IllegalStateException unreadable) {
                return "HTTP " + response.code();
            }
        }
    }
}
