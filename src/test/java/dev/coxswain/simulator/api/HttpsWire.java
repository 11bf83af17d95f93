package dev.coxswain.simulator.api;

import dev.coxswain.simulator.api.RecordedServer.Answer;
import dev.coxswain.simulator.api.RecordedServer.Lines;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.PrivateKey;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.CopyOnWriteArrayList;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManagerFactory;
import org.jspecify.annotations.Nullable;

/** Speaks HTTPS to an API server with the JDK's own client, which takes HTTP/2 where the server offers it. */
final class HttpsWire implements AutoCloseable {

    private static final Duration PATIENCE = Duration.ofSeconds(60);

    private final URI base;
    private final HttpClient admin;
    private final HttpClient nobody;
    private final String token;

    private HttpsWire(URI base, HttpClient admin, HttpClient nobody, String token) {
        this.base = base;
        this.admin = admin;
        this.nobody = nobody;
        this.token = token;
    }

    /** The administrator comes with a certificate. */
    static HttpsWire withCertificate(URI base, X509Certificate authority, List<X509Certificate> chain, PrivateKey key) {
        return new HttpsWire(base, client(authority, chain, key), client(authority, List.of(), null), "");
    }

    /** The administrator comes with a bearer token. */
    static HttpsWire withToken(URI base, X509Certificate authority, String token) {
        HttpClient client = client(authority, List.of(), null);
        return new HttpsWire(base, client, client, token);
    }

    private static HttpClient client(X509Certificate authority, List<X509Certificate> chain, @Nullable PrivateKey key) {
        try {
            KeyStore trusted = KeyStore.getInstance(KeyStore.getDefaultType());
            trusted.load(null, null);
            trusted.setCertificateEntry("authority", authority);
            var trust = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
            trust.init(trusted);
            KeyStore own = KeyStore.getInstance(KeyStore.getDefaultType());
            own.load(null, null);
            if (key != null) {
                own.setKeyEntry("client", key, new char[0], chain.toArray(X509Certificate[]::new));
            }
            var keys = KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
            keys.init(own, new char[0]);
            SSLContext context = SSLContext.getInstance("TLS");
            context.init(keys.getKeyManagers(), trust.getTrustManagers(), null);
            return HttpClient.newBuilder()
                    .sslContext(context)
                    .version(HttpClient.Version.HTTP_2)
                    .connectTimeout(Duration.ofSeconds(10))
                    .build();
        } catch (GeneralSecurityException | IOException e) {
            throw new IllegalStateException("no TLS", e);
        }
    }

    Answer send(String method, String target, Map<String, String> headers, byte @Nullable [] body, boolean anonymous)
            throws IOException, InterruptedException {
        boolean admits =
                !anonymous && headers.keySet().stream().noneMatch(name -> name.equalsIgnoreCase("authorization"));
        HttpRequest.Builder request = HttpRequest.newBuilder(base.resolve(target))
                .timeout(PATIENCE)
                .method(method, body == null ? BodyPublishers.noBody() : BodyPublishers.ofByteArray(body));
        headers.forEach(request::header);
        if (admits && !token.isEmpty()) {
            request.header("Authorization", "Bearer " + token);
        }
        HttpResponse<byte[]> response = (admits ? admin : nobody).send(request.build(), BodyHandlers.ofByteArray());
        Map<String, String> answered = new TreeMap<>();
        response.headers().map().forEach((name, values) -> answered.put(name, String.join(", ", values)));
        return new Answer(response.statusCode(), answered, response.body());
    }

    Lines watch(String target) throws IOException, InterruptedException {
        HttpRequest.Builder request =
                HttpRequest.newBuilder(base.resolve(target)).header("Accept", "application/json");
        if (!token.isEmpty()) {
            request.header("Authorization", "Bearer " + token);
        }
        HttpResponse<InputStream> response = admin.send(request.build(), BodyHandlers.ofInputStream());
        return new OpenWatch(response);
    }

    @Override
    public void close() {
        admin.shutdownNow();
        nobody.shutdownNow();
    }

    private static final class OpenWatch implements Lines {
        private final HttpResponse<InputStream> response;
        private final List<byte[]> lines = new CopyOnWriteArrayList<>();
        private final Thread reader;

        OpenWatch(HttpResponse<InputStream> response) {
            this.response = response;
            this.reader = Thread.ofVirtual().start(this::read);
        }

        private void read() {
            try (var in = new BufferedReader(new InputStreamReader(response.body(), StandardCharsets.UTF_8))) {
                in.lines().forEach(line -> lines.add(line.getBytes(StandardCharsets.UTF_8)));
            } catch (IOException | UncheckedIOException closed) {
                // what has come has come
            }
        }

        @Override
        public int status() {
            return response.statusCode();
        }

        @Override
        public List<byte[]> sofar() {
            return new ArrayList<>(lines);
        }

        @Override
        public boolean isOver() {
            return !reader.isAlive();
        }

        @Override
        public void close() {
            try {
                response.body().close();
            } catch (IOException closed) {
                // it was over
            }
        }
    }
}
