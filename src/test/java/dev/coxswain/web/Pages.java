package dev.coxswain.web;

import dev.coxswain.cluster.ClusterView;
import dev.coxswain.cluster.Gvk;
import dev.coxswain.cluster.KubeObject;
import dev.coxswain.cluster.ObjectRef;
import dev.coxswain.expression.CelExpressions;
import dev.coxswain.fleet.profile.BuiltInProfiles;
import dev.coxswain.fleet.recognition.FleetModel;
import dev.coxswain.web.view.Supervised;
import io.micronaut.context.ApplicationContext;
import io.micronaut.runtime.server.EmbeddedServer;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;

/** The server on a free port, showing a cluster that the test makes up. */
public final class Pages implements AutoCloseable {

    /** A cluster of objects, and a supervisor that does nothing about them. */
    public static final class Cluster implements Supervised {
        private static final Instant NOW = Instant.parse("2026-03-01T12:00:00Z");

        private final FleetModel fleet = new FleetModel(BuiltInProfiles.all(new CelExpressions()));
        private final List<KubeObject> objects = new CopyOnWriteArrayList<>();
        private final List<Runnable> listeners = new CopyOnWriteArrayList<>();
        private volatile boolean synced = true;
        private volatile boolean leads = true;

        public void add(KubeObject object) {
            objects.add(object);
            listeners.forEach(Runnable::run);
        }

        void is(boolean nowSynced, boolean nowLeads) {
            synced = nowSynced;
            leads = nowLeads;
        }

        @Override
        public ClusterView view() {
            List<KubeObject> now = List.copyOf(objects);
            return new ClusterView() {
                @Override
                public Optional<KubeObject> find(ObjectRef ref) {
                    return now.stream().filter(o -> o.ref().equals(ref)).findFirst();
                }

                @Override
                public List<KubeObject> list(Gvk gvk) {
                    return now.stream().filter(o -> o.gvk().equals(gvk)).toList();
                }
            };
        }

        @Override
        public FleetModel fleet() {
            return fleet;
        }

        @Override
        public boolean isSynced() {
            return synced;
        }

        @Override
        public boolean leads() {
            return leads;
        }

        @Override
        public String home() {
            return "coxswain";
        }

        @Override
        public Instant now() {
            return NOW;
        }

        @Override
        public String program() {
            return "coxswain";
        }

        @Override
        public String connection() {
            return "";
        }

        @Override
        public void onChange(Runnable listener) {
            listeners.add(listener);
        }
    }

    private final HttpClient client =
            HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
    private final ApplicationContext context;
    private final EmbeddedServer server;
    private final Cluster cluster = new Cluster();

    private Pages(Map<String, Object> settings, Object... given) {
        Map<String, Object> all = new HashMap<>();
        all.put("coxswain.web.listen", "127.0.0.1:0");
        all.put("coxswain.cluster.server", "http://127.0.0.1:1");
        all.putAll(settings);
        List<Object> beans = new ArrayList<>(List.of(given));
        beans.add(cluster);
        context = ApplicationContext.builder()
                .deduceEnvironment(false)
                .properties(all)
                .singletons(beans.toArray())
                .start();
        server = context.getBean(EmbeddedServer.class).start();
    }

    public static Pages with(Map<String, Object> settings, Object... given) {
        return new Pages(settings, given);
    }

    public Cluster cluster() {
        return cluster;
    }

    public URI uri(String path) {
        return URI.create("http://127.0.0.1:" + server.getPort() + path);
    }

    /** @param headers name and value in turn */
    public HttpResponse<String> get(String path, String... headers) throws IOException, InterruptedException {
        HttpRequest.Builder request = HttpRequest.newBuilder(uri(path));
        if (headers.length > 0) {
            request.headers(headers);
        }
        return client.send(request.build(), HttpResponse.BodyHandlers.ofString());
    }

    /** What comes back for these lines, as they are; the client library would not let us lie about the host. */
    public String raw(String... lines) throws IOException {
        try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), server.getPort())) {
            socket.setSoTimeout(10_000);
            OutputStream out = socket.getOutputStream();
            out.write((String.join("\r\n", lines) + "\r\nConnection: close\r\n\r\n").getBytes(StandardCharsets.UTF_8));
            out.flush();
            InputStream in = socket.getInputStream();
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        }
    }

    @Override
    public void close() {
        client.close();
        context.close();
    }
}
