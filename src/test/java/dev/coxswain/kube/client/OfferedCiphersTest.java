package dev.coxswain.kube.client;

import static org.assertj.core.api.Assertions.assertThat;

import dev.coxswain.cluster.ApiRequest;
import io.kubernetes.client.openapi.ApiClient;
import java.io.DataInputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** What a client says first, as RFC 8446, 4.1.2, lays it out. */
@Timeout(30)
class OfferedCiphersTest {

    private static final int CHACHA20_POLY1305 = 0x1303;
    private static final int AES_128_GCM = 0x1301;

    @Test
    void theCipherThatIsQuickWithoutHelpIsOfferedFirstAndOthersAfterIt() throws Exception {
        try (ServerSocket server = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            CompletableFuture<List<Integer>> offered =
                    CompletableFuture.supplyAsync(() -> hello(server), Thread::startVirtualThread);
            ApiClient client = new ApiClient().setBasePath("https://127.0.0.1:" + server.getLocalPort());
            HttpTransport transport = new HttpTransport(() -> client, Duration.ofSeconds(10));
            Thread.startVirtualThread(() -> ask(transport));

            assertThat(offered.get(20, TimeUnit.SECONDS))
                    .startsWith(CHACHA20_POLY1305)
                    .contains(AES_128_GCM);
        }
    }

    private static void ask(HttpTransport transport) {
        try {
            transport.send(ApiRequest.get("/version", Map.of()));
        } catch (IOException hungUp) {
            // as was to be expected of a server that says nothing
        }
    }

    private static List<Integer> hello(ServerSocket server) {
        try (Socket socket = server.accept();
                DataInputStream in = new DataInputStream(socket.getInputStream())) {
            int record = 5;
            int handshake = 4;
            int versionAndRandom = 34;
            in.skipNBytes(record + handshake + versionAndRandom);
            in.skipNBytes(in.readUnsignedByte()); // the session's id
            List<Integer> suites = new ArrayList<>();
            for (int left = in.readUnsignedShort(); left > 0; left -= 2) {
                suites.add(in.readUnsignedShort());
            }
            return suites;
        } catch (IOException broken) {
            throw new UncheckedIOException(broken);
        }
    }
}
