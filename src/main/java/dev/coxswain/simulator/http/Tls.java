package dev.coxswain.simulator.http;

import dev.coxswain.simulator.auth.Authority;
import io.netty.handler.ssl.ClientAuth;
import io.netty.handler.ssl.SslContext;
import io.netty.handler.ssl.SslContextBuilder;
import io.netty.handler.ssl.SslProvider;
import java.security.cert.X509Certificate;
import javax.net.ssl.SSLException;

/** TLS as an API server speaks it: a client may show a certificate of the cluster's authority, and need not. */
public final class Tls {

    private Tls() {}

    /** @param clients the authority whose certificates say who somebody is */
    public static SslContext of(X509Certificate clients, Authority.Credential server) {
        try {
            return SslContextBuilder.forServer(server.key(), server.certificate())
                    .sslProvider(SslProvider.JDK)
                    .trustManager(clients)
                    .clientAuth(ClientAuth.OPTIONAL)
                    .build();
        } catch (SSLException e) {
            throw new IllegalArgumentException("a certificate that TLS does not take", e);
        }
    }
}
