package dev.coxswain.simulator.api;

import dev.coxswain.cluster.Json;
import dev.coxswain.simulator.VirtualTime;
import dev.coxswain.simulator.admission.AccessControl;
import dev.coxswain.simulator.auth.Authority;
import dev.coxswain.simulator.http.HttpServer;
import dev.coxswain.simulator.http.Tls;
import dev.coxswain.simulator.kubelet.Commands;
import dev.coxswain.simulator.world.World;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;

/** A whole simulated cluster behind HTTPS: access control, controllers, three nodes with kubelets. */
final class SimulatedServer implements RecordedServer {

    /** What a request takes on a real server, more or less: time in which controllers go on. */
    private static final Duration REQUEST = Duration.ofMillis(20);

    private static final Authority AUTHORITY =
            Authority.founded(Instant.parse("2026-01-01T00:00:00Z"), new SecureRandom());
    private static final Authority.Credential SERVER = AUTHORITY.server(List.of("127.0.0.1"));
    private static final Authority.Credential ADMIN = AUTHORITY.client("kubernetes-admin", List.of("system:masters"));

    private final VirtualTime time = new VirtualTime(Instant.parse("2026-11-21T00:27:43Z"));
    private final ApiServer api = new ApiServer(time, new Random(1));
    private final World world;
    private final HttpServer http;
    private final HttpsWire wire;

    SimulatedServer() throws IOException, InterruptedException {
        AccessControl.guard(api, time, "thirty-two bytes that nobody has".getBytes(StandardCharsets.US_ASCII));
        world = new World(time, api, api.lock(), new Commands());
        api.setRuntime(world.kubelet());
        http = HttpServer.start(
                api,
                new InetSocketAddress(InetAddress.getLoopbackAddress(), 0),
                Optional.of(Tls.of(AUTHORITY.certificate(), SERVER)));
        wire = HttpsWire.withCertificate(
                URI.create("https://127.0.0.1:" + http.port()),
                AUTHORITY.certificate(),
                List.of(ADMIN.certificate()),
                ADMIN.key());
        for (int i = 1; i <= 3; i++) {
            world.addNode("node-" + i);
        }
        post("/api/v1/namespaces", Map.of("apiVersion", "v1", "kind", "Namespace", "metadata", Map.of("name", "rec")));
        post("/apis/apiextensions.k8s.io/v1/customresourcedefinitions", RecordedCrd.boats());
        pass(Duration.ofSeconds(2));
    }

    private void post(String path, Object body) throws IOException, InterruptedException {
        Answer answer = send("POST", path, Map.of("Content-Type", "application/json"), Json.bytes(body), false);
        if (answer.status() != 201) {
            throw new IOException(new String(answer.body(), StandardCharsets.UTF_8));
        }
    }

    @Override
    public Answer send(
            String method, String target, Map<String, String> headers, byte @Nullable [] body, boolean anonymous)
            throws IOException, InterruptedException {
        Answer answer = wire.send(method, target, headers, body, anonymous);
        world.advance(REQUEST);
        return answer;
    }

    @Override
    public Lines watch(String target) throws IOException, InterruptedException {
        return wire.watch(target);
    }

    @Override
    public void pass(Duration duration) {
        world.advance(duration);
        // what the world has told needs a moment to come over the wire
        LockSupport.parkNanos(2_000_000);
    }

    @Override
    public void close() {
        wire.close();
        http.close();
    }
}
