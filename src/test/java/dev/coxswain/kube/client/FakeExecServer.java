package dev.coxswain.kube.client;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;

/** Serves WebSockets: says to each what it was told to, message by message, and then stays on the line. */
public final class FakeExecServer implements AutoCloseable {

    private static final String ACCEPT_SUFFIX = "258EAFA5-E914-47DA-95CA-C5AB0DC85B11";

    private final ServerSocket server = new ServerSocket(0, 100, InetAddress.getLoopbackAddress());
    private final CompletableFuture<String> request = new CompletableFuture<>();
    private final CountDownLatch over = new CountDownLatch(1);
    private final String refusal;
    private final Iterable<byte[]> messages;

    private FakeExecServer(String refusal, Iterable<byte[]> messages) throws IOException {
        this.refusal = refusal;
        this.messages = messages;
        Thread.ofVirtual().start(this::accept);
    }

    /** @param messages the first character is the channel */
    static FakeExecServer speaking(String... messages) throws IOException {
        return speaking(Arrays.stream(messages)
                .map(message -> message.getBytes(StandardCharsets.ISO_8859_1))
                .toList());
    }

    /** @param messages of at most 64 KiB, made while they are sent; the first byte is the channel */
    public static FakeExecServer speaking(Iterable<byte[]> messages) throws IOException {
        return new FakeExecServer("", messages);
    }

    static FakeExecServer declining(String status, String body) throws IOException {
        String answer = "HTTP/1.1 " + status + "\r\nContent-Length: " + body.length() + "\r\n\r\n" + body;
        return new FakeExecServer(answer, List.of());
    }

    public String url() {
        return "http://127.0.0.1:" + server.getLocalPort();
    }

    /** The request line. */
    String request() {
        return request.join();
    }

    private void accept() {
        try {
            while (true) {
                Socket socket = server.accept();
                Thread.ofVirtual().start(() -> serve(socket));
            }
        } catch (IOException closed) {
            request.completeExceptionally(closed);
        }
    }

    private void serve(Socket accepted) {
        try (Socket socket = accepted) {
            BufferedReader in =
                    new BufferedReader(new InputStreamReader(socket.getInputStream(), StandardCharsets.ISO_8859_1));
            request.complete(in.readLine());
            String key = "";
            for (String line = in.readLine(); line != null && !line.isEmpty(); line = in.readLine()) {
                if (line.toLowerCase(Locale.ROOT).startsWith("sec-websocket-key:")) {
                    key = line.substring(line.indexOf(':') + 1).strip();
                }
            }
            OutputStream out = socket.getOutputStream();
            out.write((refusal.isEmpty() ? upgrade(key) : refusal).getBytes(StandardCharsets.ISO_8859_1));
            for (byte[] message : messages) {
                out.write(header(message.length));
                out.write(message);
            }
            out.flush();
            over.await();
        } catch (IOException | NoSuchAlgorithmException e) {
            request.completeExceptionally(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /** Lengths that do not fit in seven bits follow in two bytes. */
    private static byte[] header(int length) {
        return length < 126
                ? new byte[] {(byte) 0x82, (byte) length}
                : new byte[] {(byte) 0x82, 126, (byte) (length >> 8), (byte) length};
    }

    private static String upgrade(String key) throws NoSuchAlgorithmException {
        byte[] digest =
                MessageDigest.getInstance("SHA-1").digest((key + ACCEPT_SUFFIX).getBytes(StandardCharsets.ISO_8859_1));
        return "HTTP/1.1 101 Switching Protocols\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n"
                + "Sec-WebSocket-Protocol: v4.channel.k8s.io\r\nSec-WebSocket-Accept: "
                + Base64.getEncoder().encodeToString(digest) + "\r\n\r\n";
    }

    @Override
    public void close() throws IOException {
        over.countDown();
        server.close();
    }
}
