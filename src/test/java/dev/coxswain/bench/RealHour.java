package dev.coxswain.bench;

import static org.assertj.core.api.Assertions.assertThat;

import dev.coxswain.cluster.ApiRequest;
import dev.coxswain.cluster.ApiResponse;
import dev.coxswain.cluster.Json;
import dev.coxswain.kube.client.HttpTransport;
import dev.coxswain.kube.client.KubeClients;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Random;
import java.util.TreeMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicIntegerArray;
import java.util.concurrent.atomic.AtomicReference;
import java.util.concurrent.locks.LockSupport;
import java.util.function.ToDoubleFunction;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * An hour of a busy cluster, in real time and between processes: a hundred containers restart each second, of which three start a
 * playbook. Each of those is answered, and what the supervisor takes at the end is what it took at half-time.
 */
class RealHour {

    private static final Logger LOG = LoggerFactory.getLogger(RealHour.class);

    private static final Duration HOUR = Duration.ofMinutes(Integer.getInteger("coxswain.minutes", 60));
    private static final int PER_SECOND = Integer.getInteger("coxswain.rate", 100);
    private static final int PODS = 2000;
    private static final int SAMPLES = 24;

    /** Of a hundred restarts, so many are of a container that a playbook is about. */
    private static final int OF_INTEREST = 3;

    private static final int KEPT = 100;
    private static final int LARGEST_OBJECT = 256 * 1024;
    private static final String RUNS = "/apis/coxswain.dev/v1alpha1/playbookruns";

    @TempDir
    @SuppressWarnings("NullAway.Init")
    private Path folder;

    private final Random chance = new Random(11);
    /** How often each container of a pod has restarted. */
    private final AtomicIntegerArray apps = new AtomicIntegerArray(PODS);

    private final AtomicIntegerArray proxies = new AtomicIntegerArray(PODS);
    private final AtomicReference<@Nullable Throwable> failed = new AtomicReference<>();

    /** What the supervisor takes at the moment. */
    private record Sample(double heap, double resident, int threads, int descriptors, Runs runs) {}

    private record Runs(int count, int largest, Map<String, Integer> phases) {}

    @Test
    void nothingIsLostAndNothingPilesUp() throws Exception {
        Path playbooks = Files.createDirectories(folder.resolve("playbooks"));
        Files.copy(
                Objects.requireNonNull(getClass().getResourceAsStream("perf-reaction.yaml")),
                playbooks.resolve("perf-reaction.yaml"));
        Launcher launcher = new Launcher(folder);
        String port = String.valueOf(Launcher.freePort());
        String server = "http://127.0.0.1:" + port;
        int page = Launcher.freePort();
        Map<String, String> settings = Map.of("COXSWAIN_KEPT_RUNS", String.valueOf(KEPT), "COXSWAIN_AOT_CACHE", "");
        List<String> serve = List.of(
                "serve", "--server", server, "--playbooks", playbooks.toString(), "--listen", "127.0.0.1:" + page);
        try (Peer simulator = launcher.launched("simulator", Map.of(), List.of("simulator", "--port", port))) {
            HttpTransport cluster = KubeClients.fromUrl(server);
            Launcher.eventually(
                    () -> cluster.send(ApiRequest.get("/version", Map.of())).isSuccess());
            Fleet fleet = new Fleet(cluster, "hour-", PODS);
            fleet.create();
            try (Peer supervisor = launcher.launched("serve", settings, serve)) {
                Launcher.eventually(() -> Launcher.isReady(page));
                List<Sample> samples = live(supervisor, cluster, fleet);
                LOG.info("the simulator takes {} MiB", simulator.residentMiB());
                allIsAnswered(cluster);
                judge(samples);
            }
        }
    }

    private List<Sample> live(Peer supervisor, HttpTransport cluster, Fleet fleet) throws Exception {
        List<Sample> samples = new ArrayList<>();
        int all = (int) (HOUR.toSeconds() * PER_SECOND);
        long began = System.nanoTime();
        try (ExecutorService senders = Executors.newFixedThreadPool(16)) {
            for (int i = 0; i < all && failed.get() == null; i++) {
                LockSupport.parkNanos(began + i * (TimeUnit.SECONDS.toNanos(1) / PER_SECOND) - System.nanoTime());
                boolean ofInterest = i % 100 < OF_INTEREST;
                senders.execute(() -> restart(fleet, ofInterest));
                if ((i + 1) % (all / SAMPLES) == 0) {
                    samples.add(sample(supervisor, cluster));
                    LOG.info("after {} restarts: {}", i + 1, samples.getLast());
                }
            }
        }
        assertThat(failed.get()).isNull();
        double rate = all * 1e9 / (System.nanoTime() - began);
        LOG.info("{} restarts, {} a second", all, rate);
        assertThat(rate).as("restarts a second").isGreaterThan(PER_SECOND * 0.9);
        return samples;
    }

    /** Of the pods, the first few are those whose application restarts; the sidecars do that everywhere. */
    private void restart(Fleet fleet, boolean ofInterest) {
        int pod;
        synchronized (chance) {
            pod = chance.nextInt(ofInterest ? PODS / 5 : PODS);
        }
        try {
            // two writers of one pod: the later must not tell of earlier times
            synchronized (lock(pod)) {
                (ofInterest ? apps : proxies).incrementAndGet(pod);
                fleet.restarts(pod, apps.get(pod), proxies.get(pod));
            }
        } catch (RuntimeException | AssertionError broken) {
            failed.compareAndSet(null, broken);
        }
    }

    private final List<Object> locks =
            java.util.stream.Stream.generate(Object::new).limit(64).toList();

    private Object lock(int pod) {
        return locks.get(pod % locks.size());
    }

    private static Sample sample(Peer supervisor, HttpTransport cluster) throws Exception {
        return new Sample(
                supervisor.liveHeapMiB(),
                supervisor.residentMiB(),
                supervisor.threads(),
                supervisor.descriptors(),
                runs(cluster));
    }

    private static Runs runs(HttpTransport cluster) throws IOException {
        Map<String, Integer> phases = new TreeMap<>();
        int largest = 0;
        List<?> all = items(cluster, RUNS);
        for (Object run : all) {
            phases.merge(Json.asText(Json.at(run, "status", "phase")), 1, Integer::sum);
            largest = Math.max(largest, Json.bytes(run).length);
        }
        return new Runs(all.size(), largest, phases);
    }

    private static List<?> items(HttpTransport cluster, String path) throws IOException {
        ApiResponse list = cluster.send(ApiRequest.get(path, Map.of()));
        assertThat(list.isSuccess()).as(list.message()).isTrue();
        return Json.asList(Json.at(list.body(), "items"));
    }

    /** The newest restart of each application has its answer, which tells the number of it. */
    private void allIsAnswered(HttpTransport cluster) {
        Map<String, String> due = new TreeMap<>();
        for (int pod = 0; pod < PODS; pod++) {
            if (apps.get(pod) > 0) {
                due.put(Fleet.name(pod), String.valueOf(apps.get(pod)));
            }
        }
        assertThat(due).isNotEmpty();
        Launcher.eventually(() -> {
            for (Object pod : items(cluster, "/api/v1/pods")) {
                String answer = Json.asText(Json.at(pod, "metadata", "annotations", Fleet.RESTARTS_SEEN));
                due.remove(Json.asText(Json.at(pod, "metadata", "name")), answer);
            }
            LOG.info("{} restarts are not answered yet", due.size());
            return due.isEmpty();
        });
    }

    private static void judge(List<Sample> samples) {
        assertThat(samples).allSatisfy(sample -> {
            // twice as many are kept while there is more important work
            assertThat(sample.runs().count()).isLessThan(2 * KEPT + PER_SECOND);
            assertThat(sample.runs().largest()).isLessThan(LARGEST_OBJECT);
            assertThat(sample.runs().phases()).doesNotContainKeys("Failed", "Stuck", "Cancelled", "Expired");
        });
        assertThat(quarter(samples, 4, Sample::heap))
                .as("live heap, MiB")
                .isLessThan(quarter(samples, 2, Sample::heap) * 1.1 + 3);
        assertThat(quarter(samples, 4, Sample::resident))
                .as("resident, MiB")
                .isLessThan(quarter(samples, 2, Sample::resident) * 1.1 + 16);
        assertThat(quarter(samples, 4, Sample::threads))
                .as("threads")
                .isLessThan(quarter(samples, 2, Sample::threads) + 5);
        assertThat(quarter(samples, 4, Sample::descriptors))
                .as("descriptors")
                .isLessThan(quarter(samples, 2, Sample::descriptors) + 10);
    }

    private static double quarter(List<Sample> samples, int which, ToDoubleFunction<Sample> of) {
        int size = samples.size() / 4;
        return samples.subList((which - 1) * size, which * size).stream()
                .mapToDouble(of)
                .average()
                .orElseThrow();
    }
}
