package dev.coxswain.kube.client;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.coxswain.cluster.ApiRequest;
import dev.coxswain.kube.client.ApiStreams.ApiStream;
import dev.coxswain.kube.client.ApiStreams.Patience;
import dev.coxswain.simulator.api.ApiServer;
import dev.coxswain.simulator.auth.Authority;
import dev.coxswain.simulator.http.HttpServer;
import io.netty.handler.ssl.ClientAuth;
import io.netty.handler.ssl.SslContext;
import io.netty.handler.ssl.SslContextBuilder;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.FileTime;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** An API server that lets in nobody without a certificate of its authority, and whose authority is replaced. */
@Timeout(30)
class RotatedCertificatesTest {

    private static final ApiRequest VERSION = ApiRequest.get("/version", Map.of());

    private final SecureRandom chance = new SecureRandom();
    private final ApiServer api = new ApiServer(InstantSource.system(), new Random(1));
    private final Authority first = authority();
    private final Authority second = authority();
    private HttpServer server = serve(first, first, 0);
    private long written;

    @TempDir
    @SuppressWarnings("NullAway.Init")
    private Path folder;

    @AfterEach
    void stop() {
        server.close();
    }

    private Authority authority() {
        return Authority.founded(InstantSource.system().instant(), chance);
    }

    /** @param clients whose certificates are let in */
    private HttpServer serve(Authority own, Authority clients, int port) {
        Authority.Credential credential = own.server(List.of("127.0.0.1"));
        try {
            SslContext tls = SslContextBuilder.forServer(credential.key(), credential.certificate())
                    .trustManager(clients.certificate())
                    .clientAuth(ClientAuth.REQUIRE)
                    .build();
            var address = new InetSocketAddress(InetAddress.getLoopbackAddress(), port);
            return HttpServer.start(api, address, Optional.of(tls));
        } catch (IOException impossible) {
            throw new IllegalStateException(impossible);
        }
    }

    private void restart(Authority own, Authority clients) {
        int port = server.port();
        server.close();
        server = serve(own, clients, port);
    }

    /** Two writes within one tick of the file system's clock are two all the same. */
    private void write(String name, String text) throws IOException {
        Path file = Files.writeString(folder.resolve(name), text);
        Files.setLastModifiedTime(file, FileTime.from(Instant.ofEpochSecond(1_000_000 + written++)));
    }

    private HttpTransport connected(String pki) throws IOException {
        write("kubeconfig", """
                apiVersion: v1
                kind: Config
                clusters: [{name: c, cluster: {server: "https://127.0.0.1:%d", certificate-authority: %s/ca.crt}}]
                users: [{name: u, user: {client-certificate: %s/me.crt, client-key: %s/me.key}}]
                contexts: [{name: x, context: {cluster: c, user: u}}]
                current-context: x
                """.formatted(server.port(), pki, pki, pki));
        return KubeClients.fromKubeconfig(folder.resolve("kubeconfig"));
    }

    private void issue(String pki, Authority own, Authority clients) throws IOException {
        Files.createDirectories(folder.resolve(pki));
        Authority.Credential me = clients.client("coxswain", List.of("supervisors"));
        write(pki + "/ca.crt", own.certificatePem());
        write(pki + "/me.crt", me.certificatePem());
        write(pki + "/me.key", me.keyPem());
    }

    private static int status(HttpTransport transport) throws IOException {
        return transport.send(VERSION).status();
    }

    private static void isShutOut(HttpTransport transport) {
        assertThatThrownBy(() -> transport.send(VERSION)).isInstanceOf(IOException.class);
    }

    @Test
    void theNextHandshakeAfterTheFilesAreReplacedIsMadeWithThem() throws Exception {
        issue("pki", first, first);
        HttpTransport transport = connected("pki");
        assertThat(status(transport)).isEqualTo(200);
        HttpTransport another = transport.as("ann");
        assertThat(status(another)).isEqualTo(200);

        restart(second, second);
        isShutOut(transport);

        // one file after the other, as a person copies them: in between they do not fit together
        Authority.Credential me = second.client("coxswain", List.of("supervisors"));
        write("pki/me.crt", me.certificatePem());
        isShutOut(transport);
        write("pki/me.key", me.keyPem());
        isShutOut(transport);
        write("pki/ca.crt", second.certificatePem());

        assertThat(status(transport)).isEqualTo(200);
        assertThat(status(another)).as("who acts for somebody else").isEqualTo(200);
    }

    @Test
    void aCertificateThatIsRenewedBeforeItsAuthorityIsTrustedNoLongerCostsNothing() throws Exception {
        issue("pki", first, first);
        HttpTransport transport = connected("pki");
        ApiRequest pods = ApiRequest.get("/api/v1/pods", Map.of("watch", "true"));
        Patience patience = Patience.of(Duration.ofMinutes(1), Duration.ofMinutes(1));
        try (ApiStream watch = transport.open(pods, patience)) {
            assertThat(watch.status()).isEqualTo(200);
            issue("pki", first, second);
            restart(first, second);

            assertThat(status(transport)).isEqualTo(200);
            try (ApiStream again = transport.open(pods, patience)) {
                assertThat(again.status()).isEqualTo(200);
            }
        }
    }

    /** A Secret or ConfigMap in a volume is replaced as a whole, by moving a link. */
    @Test
    void filesBehindALinkThatIsMovedAreReadAnew() throws Exception {
        issue("old", first, first);
        issue("new", second, second);
        Files.createSymbolicLink(folder.resolve("data"), Path.of("old"));
        HttpTransport transport = connected("data");
        assertThat(status(transport)).isEqualTo(200);

        restart(second, second);
        isShutOut(transport);
        Files.createSymbolicLink(folder.resolve("data_tmp"), Path.of("new"));
        Files.move(folder.resolve("data_tmp"), folder.resolve("data"), StandardCopyOption.ATOMIC_MOVE);

        assertThat(status(transport)).isEqualTo(200);
    }

    @Test
    void whatIsNoCertificateChangesNothingUntilItIsOneAgain() throws Exception {
        issue("pki", first, first);
        HttpTransport transport = connected("pki");
        write("pki/ca.crt", "-----BEGIN CERTIFICATE-----\nhalf of i");
        assertThat(status(transport)).isEqualTo(200);
        Files.delete(folder.resolve("pki/me.key"));
        assertThat(status(transport)).isEqualTo(200);

        issue("pki", second, second);
        restart(second, second);
        assertThat(status(transport)).isEqualTo(200);
    }
}
