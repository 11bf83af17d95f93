package dev.coxswain.app.rehearsal;

import dev.coxswain.app.supervision.Pace;
import dev.coxswain.app.supervision.Tempo;
import dev.coxswain.cluster.Gvk;
import dev.coxswain.cluster.Json;
import dev.coxswain.cluster.KubeObject;
import dev.coxswain.kube.memory.Manifests;
import dev.coxswain.simulator.VirtualTime;
import dev.coxswain.simulator.admission.AccessControl;
import dev.coxswain.simulator.api.Api;
import dev.coxswain.simulator.api.ApiServer;
import dev.coxswain.simulator.api.Identity;
import dev.coxswain.simulator.auth.Credentials;
import dev.coxswain.simulator.http.HttpServer;
import dev.coxswain.simulator.world.RedisWorld;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Consumer;
import org.snakeyaml.engine.v2.api.Load;
import org.snakeyaml.engine.v2.api.LoadSettings;

/**
 * The demonstration cluster on a port of this machine: the Spotahome operator with two RedisFailovers, one of them with a
 * password. Its time runs by the wall, several times as fast.
 *
 * <p>It listens on the loopback interface alone, and whoever comes without credentials is its administrator, as with {@code
 * kubectl proxy}.
 */
public final class SimulatedCluster implements AutoCloseable {

    /** How often the simulated world is moved on. */
    private static final Duration BEAT = Duration.ofMillis(20);

    /** On a machine that cannot keep up simulated time falls behind, and requests are still answered in between. */
    private static final Duration LONGEST_BEAT = Duration.ofMillis(200);

    private static final Duration SETTLING = Duration.ofSeconds(2);

    private static final Api.Actor ADMIN = new Api.Actor("kubernetes-admin", "coxswain-demo");

    private final VirtualTime time;
    private final ApiServer server;
    private final RedisWorld world;
    private final HttpServer http;
    private final String scheme;
    private volatile double speed;
    private final Thread pacemaker;

    private SimulatedCluster(
            VirtualTime time, ApiServer server, RedisWorld world, HttpServer http, String scheme, double speed) {
        this.time = time;
        this.server = server;
        this.world = world;
        this.http = http;
        this.scheme = scheme;
        this.speed = speed;
        this.pacemaker = Thread.ofPlatform().daemon().name("simulated time").unstarted(this::beat);
    }

    /**
     * Plain HTTP; whoever shows no credentials is the administrator.
     *
     * @param speed how many simulated seconds pass in one on the wall
     */
    public static SimulatedCluster start(int port, double speed) {
        VirtualTime time = new VirtualTime(Instant.now().truncatedTo(ChronoUnit.SECONDS));
        ApiServer server = new ApiServer(time, new Random(1));
        RedisWorld world = world(time, server);
        return open(time, server, world, port, speed);
    }

    /** The same around a world that stands already. */
    static SimulatedCluster open(VirtualTime time, ApiServer server, RedisWorld world, int port, double speed) {
        Credentials credentials = AccessControl.guard(server, time, secret());
        server.setAuthenticator(given -> given.headers().containsKey("authorization")
                ? credentials.authenticate(given)
                : java.util.Optional.of(Identity.ADMIN));
        return running(new SimulatedCluster(time, server, world, HttpServer.start(server, port), "http", speed));
    }

    /**
     * TLS, as a real API server has it: nobody may do anything without credentials.
     *
     * @param kubeconfig is written, with the administrator's certificate
     */
    public static SimulatedCluster startSecured(int port, double speed, Path kubeconfig) throws IOException {
        VirtualTime time = new VirtualTime(Instant.now().truncatedTo(ChronoUnit.SECONDS));
        ApiServer server = new ApiServer(time, new Random(1));
        RedisWorld world = world(time, server);
        AccessControl.guard(server, time, secret());
        SecureEntrance entrance = new SecureEntrance();
        HttpServer http = HttpServer.start(
                server,
                new InetSocketAddress(InetAddress.getLoopbackAddress(), port),
                java.util.Optional.of(entrance.tls()));
        SimulatedCluster cluster = new SimulatedCluster(time, server, world, http, "https", speed);
        entrance.writeKubeconfig(kubeconfig, cluster.url());
        return running(cluster);
    }

    private static RedisWorld world(VirtualTime time, ApiServer server) {
        RedisWorld world = RedisWorld.builder(time, server, server.lock())
                .failover("shop", "cart")
                .failover("shop2", "session", false, "s3ssion")
                .build();
        server.setRuntime(world.runtime());
        install(server);
        // a definition is served a moment after it was created
        world.advance(SETTLING);
        return world;
    }

    private static SimulatedCluster running(SimulatedCluster cluster) {
        cluster.pacemaker.start();
        return cluster;
    }

    private static byte[] secret() {
        byte[] secret = new byte[32];
        new SecureRandom().nextBytes(secret);
        return secret;
    }

    /** Everybody is the administrator here, and so is the supervisor. */
    private static void install(ApiServer server) {
        server.create(
                KubeObject.of(Map.of("apiVersion", "v1", "kind", "Namespace", "metadata", Map.of("name", "coxswain"))),
                ADMIN);
        for (Object document :
                new Load(LoadSettings.builder().build()).loadAllFromString(Manifests.all(ADMIN.user()))) {
            server.create(KubeObject.of(Json.asMap(document)), ADMIN);
        }
    }

    private void beat() {
        long last = System.nanoTime();
        try {
            while (!Thread.currentThread().isInterrupted()) {
                Thread.sleep(BEAT);
                long now = System.nanoTime();
                long passed = Math.min(now - last, LONGEST_BEAT.toNanos());
                world.advance(Duration.ofNanos((long) (passed * speed)));
                last = now;
            }
        } catch (InterruptedException stop) {
            Thread.currentThread().interrupt();
        }
    }

    public String url() {
        return scheme + "://127.0.0.1:" + http.port();
    }

    /** What became of an object, and when on the cluster's clock. */
    public record Happened(Instant at, KubeObject object, boolean gone) {}

    /**
     * Tells of the objects of these kinds that there are, and from then on of each change, in order. The world stands still while
     * the listener is called.
     */
    public void watch(Set<Gvk> kinds, Consumer<Happened> listener) {
        server.lock().lock();
        try {
            for (Gvk kind : new TreeSet<>(kinds)) {
                server.list(kind).forEach(object -> listener.accept(new Happened(time.instant(), object, false)));
                server.onChange(
                        kind,
                        change -> listener.accept(new Happened(
                                time.instant(), change.object(), change.type() == Api.ChangeType.DELETED)));
            }
        } finally {
            server.lock().unlock();
        }
    }

    /** Lets time run at another speed from now on. */
    public void setSpeed(double simulatedSecondsInOne) {
        speed = simulatedSecondsInOne;
    }

    public InstantSource clock() {
        return time;
    }

    public Tempo tempo() {
        return duration -> Duration.ofNanos((long) (duration.toNanos() / speed));
    }

    /** The cluster's time, for a supervisor of it. */
    public Pace pace() {
        return new Pace(clock(), tempo(), new Random(1));
    }

    public RedisWorld world() {
        return world;
    }

    public ApiServer server() {
        return server;
    }

    @Override
    public void close() {
        pacemaker.interrupt();
        http.close();
    }
}
