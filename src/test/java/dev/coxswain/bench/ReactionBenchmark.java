package dev.coxswain.bench;

import dev.coxswain.cluster.ApiRequest;
import dev.coxswain.cluster.Json;
import dev.coxswain.kube.client.HttpTransport;
import dev.coxswain.kube.client.KubeClients;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Measures start, memory and reactions of {@code coxswain serve} beside {@link BareInformer}. See CONTRIBUTING.md for how to run it,
 * and for what an API server has to be like that is given by {@code -Dcoxswain.bench.kubeconfig=FILE}; otherwise it is the simulator.
 */
class ReactionBenchmark {

    private static final Logger LOG = LoggerFactory.getLogger(ReactionBenchmark.class);

    private static final int PODS = Integer.getInteger("coxswain.bench.pods", 10_000);
    private static final int ROUNDS = Integer.getInteger("coxswain.bench.rounds", 3);
    private static final Duration EACH = Duration.ofSeconds(Integer.getInteger("coxswain.bench.seconds", 15));
    private static final Duration PATIENCE = Duration.ofSeconds(30);
    private static final List<Integer> RATES = List.of(1, 10, 50, 100);
    private static final String KUBECONFIG = System.getProperty("coxswain.bench.kubeconfig", "");

    private static final int TORRENT = 20 * PODS;
    private static final Duration AT_REST = Duration.ofSeconds(20);

    private static final String OURS = "coxswain";
    private static final String BARE = "bare informer";
    private static final String EMPTY = "start to ready, empty cluster, s";
    private static final Map<String, String> NO_CACHE = Map.of("COXSWAIN_AOT_CACHE", "");
    private static final String EVALUATED = "changes evaluated, that call for nothing, a second";

    @TempDir
    @SuppressWarnings("NullAway.Init")
    private Path folder;

    private final Table table = new Table();
    private final List<String> address = new ArrayList<>();

    @Test
    void startMemoryAndReactions() throws Exception {
        Files.createDirectories(folder.resolve("playbooks"));
        Files.copy(
                Objects.requireNonNull(getClass().getResourceAsStream("perf-reaction.yaml")),
                folder.resolve("playbooks/perf-reaction.yaml"));
        if (!KUBECONFIG.isEmpty()) {
            address.addAll(List.of("--kubeconfig", KUBECONFIG));
            measure(KubeClients.fromKubeconfig(Path.of(KUBECONFIG)));
            return;
        }
        int port = Launcher.freePort();
        address.addAll(List.of("--server", "http://127.0.0.1:" + port));
        try (Peer _ = new Launcher(folder)
                .launched("simulator", Map.of(), List.of("simulator", "--port", String.valueOf(port)))) {
            HttpTransport cluster = KubeClients.fromUrl("http://127.0.0.1:" + port);
            Launcher.eventually(
                    () -> cluster.send(ApiRequest.get("/version", Map.of())).isSuccess());
            measure(cluster);
        }
    }

    private void measure(HttpTransport cluster) throws Exception {
        starts(EMPTY, "coxswain without AOT cache", NO_CACHE);
        start(cache("empty"));
        starts(EMPTY, OURS, cache("empty"));
        double bare = emptyHeap();
        Fleet fleet = new Fleet(cluster, "bench-" + Long.toString(System.nanoTime(), 36) + "-", PODS);
        try {
            LOG.info("creating {} pods", PODS);
            fleet.create();
            try (Restarts restarts = new Restarts(cluster, fleet)) {
                // what it has learnt in peace and under way is put aside for those that are measured
                try (Peer training = serve(cached(), Launcher.freePort())) {
                    restarts.secondsUntilFirstAnswer(training.startedAt(), PATIENCE);
                    restarts.play(10, EACH, PATIENCE);
                }
                for (int round = 1; round <= ROUNDS; round++) {
                    LOG.info("round {} of {}", round, ROUNDS);
                    forgetRuns(cluster, fleet);
                    int port = Launcher.freePort();
                    try (Peer peer = serve(cached(), port)) {
                        measure(OURS, peer, restarts, () -> Launcher.requests(port));
                        table.put("live heap for each pod, KB", OURS, (peer.liveHeapMiB() - bare) * 1024 / PODS);
                    }
                    try (Peer peer = bareInformer()) {
                        measure(BARE, peer, restarts, () -> Double.NaN);
                    }
                    torrents(cluster);
                }
            }
            starts("start to ready, " + PODS + " pods, s", OURS, cached());
        } finally {
            fleet.delete();
        }
        LOG.info("{} rounds, {} pods, {} s for each rate\n\n{}", ROUNDS, PODS, EACH.toSeconds(), table);
    }

    /** Of the rounds before: nothing is at rest while they are cleared away, and they take memory that is not the pods'. */
    private static void forgetRuns(HttpTransport cluster, Fleet fleet) throws IOException {
        Object runs = cluster.send(ApiRequest.get("/apis/coxswain.dev/v1alpha1/playbookruns", Map.of()))
                .body();
        Map<String, @Nullable Object> unkept = new HashMap<>();
        unkept.put("finalizers", null);
        for (Object run : Json.asList(Json.at(runs, "items"))) {
            String path = "/apis/coxswain.dev/v1alpha1/namespaces/" + Json.asText(Json.at(run, "metadata", "namespace"))
                    + "/playbookruns/" + Json.asText(Json.at(run, "metadata", "name"));
            fleet.send("PATCH", path, "application/merge-patch+json", Map.of("metadata", unkept));
            fleet.send("DELETE", path, "", null);
        }
    }

    /** Whoever is started here knows no other cluster than the one behind the torrent. */
    private void torrents(HttpTransport cluster) throws Exception {
        try (Torrent torrent = new Torrent(cluster, TORRENT);
                Peer _ = serve(List.of("--server", torrent.url()), cached(), Launcher.freePort())) {
            table.put(EVALUATED, OURS, torrent.perSecond(PATIENCE.multipliedBy(4)));
        }
        try (Torrent torrent = new Torrent(cluster, TORRENT);
                Peer _ = bareInformer(torrent.url())) {
            table.put(EVALUATED, BARE, torrent.perSecond(PATIENCE.multipliedBy(4)));
        }
    }

    private interface Requests {
        double soFar() throws IOException;
    }

    private void measure(String name, Peer peer, Restarts restarts, Requests requests) throws IOException {
        table.put(
                "start to first reaction, " + PODS + " pods, s",
                name,
                restarts.secondsUntilFirstAnswer(peer.startedAt(), PATIENCE));
        Launcher.rest(Duration.ofSeconds(10));
        table.put("resident when idle, MiB", name, peer.residentMiB());
        double before = peer.cpuSeconds();
        double sent = requests.soFar();
        Launcher.rest(AT_REST);
        table.put("processor when idle, %", name, (peer.cpuSeconds() - before) * 100 / AT_REST.toSeconds());
        table.put(
                "requests in " + AT_REST.toSeconds() + " s at rest, beside watches and the Lease",
                name,
                requests.soFar() - sent);
        for (int rate : RATES) {
            double cpu = peer.cpuSeconds();
            Restarts.Result result = restarts.play(rate, EACH, PATIENCE);
            table.put(rate + "/s: p50, ms", name, result.quantile(0.5));
            table.put(rate + "/s: p99, ms", name, result.quantile(0.99));
            table.put(rate + "/s: not answered", name, result.lost());
            table.put(rate + "/s: processor for each, ms", name, (peer.cpuSeconds() - cpu) * 1000 / result.restarts());
        }
        table.put("resident after all, MiB", name, peer.residentMiB());
    }

    private void starts(String row, String column, Map<String, String> environment) throws Exception {
        for (int round = 0; round < ROUNDS; round++) {
            table.put(row, column, start(environment));
        }
    }

    /** In seconds, until it is ready; then it is ended, and what it has learnt is put aside where it may be. */
    private double start(Map<String, String> environment) throws Exception {
        int port = Launcher.freePort();
        try (Peer peer = serve(environment, port)) {
            Launcher.eventually(() -> Launcher.isReady(port));
            return (System.nanoTime() - peer.startedAt()) / 1e9;
        }
    }

    private double emptyHeap() throws Exception {
        int port = Launcher.freePort();
        try (Peer peer = serve(NO_CACHE, port)) {
            Launcher.eventually(() -> Launcher.isReady(port));
            return peer.liveHeapMiB();
        }
    }

    private Map<String, String> cached() {
        return cache("full");
    }

    private Map<String, String> cache(String name) {
        return Map.of("COXSWAIN_AOT_CACHE", folder.resolve(name + ".aot").toString());
    }

    private Peer serve(Map<String, String> environment, int port) throws IOException {
        return serve(address, environment, port);
    }

    private Peer serve(List<String> cluster, Map<String, String> environment, int port) throws IOException {
        List<String> arguments = new ArrayList<>(List.of("serve"));
        arguments.addAll(cluster);
        arguments.addAll(
                List.of("--playbooks", folder.resolve("playbooks").toString(), "--listen", "127.0.0.1:" + port));
        return new Launcher(folder).launched("serve", environment, arguments);
    }

    private Peer bareInformer() throws IOException {
        return bareInformer(KUBECONFIG.isEmpty() ? address.getLast() : KUBECONFIG);
    }

    private Peer bareInformer(String cluster) throws IOException {
        return new Peer(
                folder.resolve("bare.log"),
                Map.of(),
                List.of(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-XX:+UseSerialGC",
                        "-cp",
                        System.getProperty("java.class.path"),
                        BareInformer.class.getName(),
                        cluster));
    }
}
