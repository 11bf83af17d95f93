package dev.coxswain.kube.client;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpServer;
import dev.coxswain.cluster.ApiRequest;
import io.kubernetes.client.openapi.ApiClient;
import io.kubernetes.client.util.KubeConfig;
import java.io.IOException;
import java.io.StringReader;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class FreshClientTest {

    @TempDir
    @SuppressWarnings("NullAway.Init")
    private Path folder;

    private final List<String> authorized = new ArrayList<>();
    private final HttpServer server;
    private long written;

    FreshClientTest() throws IOException {
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.createContext("/", exchange -> {
            authorized.add(String.valueOf(exchange.getRequestHeaders().getFirst("Authorization")));
            exchange.sendResponseHeaders(200, -1);
            exchange.close();
        });
        server.start();
    }

    @AfterEach
    void stop() {
        server.stop(0);
    }

    /** Two writes within one tick of the file system's clock are two all the same. */
    private Path write(String name, String text) throws IOException {
        Path file = Files.writeString(folder.resolve(name), text);
        Files.setLastModifiedTime(file, FileTime.fromMillis(1_000_000 + 1000 * written++));
        return file;
    }

    private Path kubeconfig(String user) throws IOException {
        return write("kubeconfig", """
                apiVersion: v1
                kind: Config
                clusters: [{name: c, cluster: {server: "http://127.0.0.1:%d"}}]
                users: [{name: u, user: {%s}}]
                contexts: [{name: x, context: {cluster: c, user: u}}]
                current-context: x
                """.formatted(server.getAddress().getPort(), user));
    }

    private void ask(HttpTransport transport) throws IOException {
        transport.send(ApiRequest.get("/version", Map.of()));
    }

    @Test
    void aTokenThatIsRotatedInItsFileIsUsedFromTheNextRequestOn() throws Exception {
        write("token", "first");
        HttpTransport transport = KubeClients.fromKubeconfig(kubeconfig("tokenFile: token"));
        ask(transport);
        ask(transport);
        write("token", "second");
        ask(transport);

        assertThat(authorized).containsExactly("Bearer first", "Bearer first", "Bearer second");
    }

    @Test
    void aKubeconfigThatIsWrittenAnewIsReadAnewAndAHalfWrittenOneChangesNothing() throws Exception {
        HttpTransport transport = KubeClients.fromKubeconfig(kubeconfig("token: first"));
        ask(transport);
        write("kubeconfig", "apiVersion: v1\nkind: Config\nclusters: [{na");
        ask(transport);
        kubeconfig("token: second");
        ask(transport);

        assertThat(authorized).containsExactly("Bearer first", "Bearer first", "Bearer second");
    }

    @Test
    void certificatesAreAmongTheFilesThatAreWatched() throws Exception {
        Path file = kubeconfig("client-certificate: pki/me.crt, client-key: pki/me.key");
        KubeConfig config = KubeConfig.loadKubeConfig(new StringReader(Files.readString(file)));

        assertThat(FreshClient.filesOf(file, config))
                .containsExactlyInAnyOrder(file, folder.resolve("pki/me.crt"), folder.resolve("pki/me.key"));
    }

    @Test
    void aCertificateWhoseKeyIsNotThereYetWaitsForIt() throws Exception {
        Path certificate = write("me.crt", "one");
        Path key = write("me.key", "one");
        FreshClient clients = new FreshClient(List.of(certificate, key), () -> {
            if (!Files.readString(certificate).equals(Files.readString(key))) {
                throw new IOException("the key does not belong to the certificate");
            }
            return new ApiClient();
        });
        ApiClient first = clients.get();
        write("me.crt", "two");
        assertThat(clients.get()).isSameAs(first);
        write("me.key", "two");
        ApiClient second = clients.get();
        assertThat(second).isNotSameAs(first);
        assertThat(clients.get()).isSameAs(second);
    }
}
