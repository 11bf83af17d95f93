package dev.coxswain.simulator.api;

import dev.coxswain.cluster.Json;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.StringReader;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.PrivateKey;
import java.security.cert.CertificateException;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.concurrent.locks.LockSupport;
import org.bouncycastle.asn1.pkcs.PrivateKeyInfo;
import org.bouncycastle.openssl.PEMKeyPair;
import org.bouncycastle.openssl.PEMParser;
import org.bouncycastle.openssl.jcajce.JcaPEMKeyConverter;
import org.jspecify.annotations.Nullable;
import org.snakeyaml.engine.v2.api.Load;
import org.snakeyaml.engine.v2.api.LoadSettings;

/**
 * A real API server, reached as a kubeconfig's current context says: with TLS, and a client certificate or a token of an
 * administrator.
 *
 * <p>The cases want a namespace {@code rec}, the CustomResourceDefinition that they sail in, and nodes {@code node-1..3}. The
 * first two are made here and taken away again; a cluster that has either of them already is left alone.
 */
final class RealServer implements RecordedServer {

    private static final String NAMESPACE = "/api/v1/namespaces/rec";
    private static final String DEFINITIONS = "/apis/apiextensions.k8s.io/v1/customresourcedefinitions";
    private static final Map<String, String> JSON =
            Map.of("Accept", "application/json", "Content-Type", "application/json");

    private final HttpsWire wire;
    private boolean mine;

    RealServer(Path kubeconfig) throws IOException {
        this.wire = wire(kubeconfig);
    }

    /** Why the cases cannot be put to this cluster; empty when they can, and then everything is ready for them. */
    String prepare() throws IOException, InterruptedException {
        for (int i = 1; i <= 3; i++) {
            if (status("GET", "/api/v1/nodes/node-" + i, null) != 200) {
                return "the cluster has no node-" + i;
            }
        }
        if (status("GET", NAMESPACE, null) != 404
                || status("GET", DEFINITIONS + "/boats.rec.example.com", null) != 404) {
            return "the cluster has a namespace rec or a definition of boats, which are not ours to use";
        }
        mine = true;
        Object namespace = Map.of("apiVersion", "v1", "kind", "Namespace", "metadata", Map.of("name", "rec"));
        if (status("POST", "/api/v1/namespaces", namespace) != 201
                || status("POST", DEFINITIONS, RecordedCrd.boats()) != 201) {
            return "the kubeconfig's user may not create namespaces and definitions";
        }
        await(NAMESPACE + "/serviceaccounts/default", 200);
        await("/apis/rec.example.com/v1/namespaces/rec/boats", 200);
        return "";
    }

    private void await(String path, int status) throws IOException, InterruptedException {
        for (int i = 0; i < 300 && status("GET", path, null) != status; i++) {
            pass(Duration.ofMillis(200));
        }
    }

    private int status(String method, String path, @Nullable Object body) throws IOException, InterruptedException {
        return send(method, path, JSON, body == null ? null : Json.bytes(body), false)
                .status();
    }

    @Override
    public Answer send(
            String method, String target, Map<String, String> headers, byte @Nullable [] body, boolean anonymous)
            throws IOException, InterruptedException {
        return wire.send(method, target, headers, body, anonymous);
    }

    @Override
    public Lines watch(String target) throws IOException, InterruptedException {
        return wire.watch(target);
    }

    @Override
    public void pass(Duration time) {
        LockSupport.parkNanos(time.toNanos());
    }

    /** Takes away what was made here, and waits until it is gone. */
    @Override
    public void close() throws IOException {
        try (wire) {
            if (mine) {
                status("DELETE", DEFINITIONS + "/boats.rec.example.com", null);
                status("DELETE", NAMESPACE, null);
                await(NAMESPACE, 404);
            }
        } catch (InterruptedException stop) {
            Thread.currentThread().interrupt();
        }
    }

    private static HttpsWire wire(Path kubeconfig) throws IOException {
        Object config = new Load(LoadSettings.builder().build()).loadFromString(Files.readString(kubeconfig));
        Object context = entry(config, "contexts", Json.asText(Json.at(config, "current-context")));
        Object cluster = entry(config, "clusters", Json.asText(Json.at(context, "context", "cluster")));
        Object user = Json.at(entry(config, "users", Json.asText(Json.at(context, "context", "user"))), "user");
        URI base = URI.create(Json.asText(Json.at(cluster, "cluster", "server")));
        X509Certificate authority = certificates(
                        content(kubeconfig, Json.at(cluster, "cluster"), "certificate-authority"))
                .getFirst();
        String token = Json.asText(Json.at(user, "token"));
        if (!token.isEmpty()) {
            return HttpsWire.withToken(base, authority, token);
        }
        return HttpsWire.withCertificate(
                base,
                authority,
                certificates(content(kubeconfig, user, "client-certificate")),
                key(content(kubeconfig, user, "client-key")));
    }

    private static @Nullable Object entry(@Nullable Object config, String list, String name) {
        return Json.asList(Json.at(config, list)).stream()
                .filter(each -> name.equals(Json.at(each, "name")))
                .findFirst()
                .orElse(null);
    }

    /** From the field with {@code -data}, or from the file that the field names. */
    private static byte[] content(Path kubeconfig, @Nullable Object holder, String field) throws IOException {
        String data = Json.asText(Json.at(holder, field + "-data"));
        return data.isEmpty()
                ? Files.readAllBytes(kubeconfig.toAbsolutePath().resolveSibling(Json.asText(Json.at(holder, field))))
                : Base64.getDecoder().decode(data);
    }

    private static List<X509Certificate> certificates(byte[] pem) throws IOException {
        try {
            List<X509Certificate> chain = new ArrayList<>();
            for (var each :
                    CertificateFactory.getInstance("X.509").generateCertificates(new ByteArrayInputStream(pem))) {
                chain.add((X509Certificate) each);
            }
            return chain;
        } catch (CertificateException e) {
            throw new IOException("a certificate in the kubeconfig cannot be read", e);
        }
    }

    private static PrivateKey key(byte[] pem) throws IOException {
        try (PEMParser parser = new PEMParser(new StringReader(new String(pem, StandardCharsets.US_ASCII)))) {
            JcaPEMKeyConverter converter = new JcaPEMKeyConverter();
            for (Object part = parser.readObject(); part != null; part = parser.readObject()) {
                if (part instanceof PEMKeyPair pair) {
                    return converter.getKeyPair(pair).getPrivate();
                }
                if (part instanceof PrivateKeyInfo info) {
                    return converter.getPrivateKey(info);
                }
            }
            throw new IOException("there is no private key in the kubeconfig");
        }
    }
}
