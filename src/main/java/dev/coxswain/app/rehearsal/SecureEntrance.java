package dev.coxswain.app.rehearsal;

import dev.coxswain.simulator.auth.Authority;
import dev.coxswain.simulator.auth.Kubeconfig;
import io.netty.handler.ssl.ClientAuth;
import io.netty.handler.ssl.SslContext;
import io.netty.handler.ssl.SslContextBuilder;
import java.io.IOException;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import javax.net.ssl.SSLException;

/** The way into a simulated cluster for whoever has a certificate of its authority, and the kubeconfig with such a one. */
final class SecureEntrance {

    private static final List<String> HOSTS = List.of("127.0.0.1", "localhost");

    private final Authority authority = Authority.founded(Instant.now(), new SecureRandom());

    /** @throws IOException when this Java has no TLS */
    SslContext tls() throws IOException {
        Authority.Credential server = authority.server(HOSTS);
        try {
            return SslContextBuilder.forServer(server.key(), server.certificate(), authority.certificate())
                    .trustManager(authority.certificate())
                    .clientAuth(ClientAuth.OPTIONAL)
                    .build();
        } catch (SSLException e) {
            throw new IOException("no TLS: " + e.getMessage(), e);
        }
    }

    /** The administrator's. */
    void writeKubeconfig(Path file, String url) throws IOException {
        Kubeconfig.Person admin = new Kubeconfig.Person.WithCertificate(
                "kubernetes-admin", authority.client("kubernetes-admin", List.of("system:masters")));
        new Kubeconfig("simulator", url, Optional.of(authority.certificatePem()), "", List.of(admin)).write(file);
    }
}
