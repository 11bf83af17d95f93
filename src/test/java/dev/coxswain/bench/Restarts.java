package dev.coxswain.bench;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.JsonParser;
import dev.coxswain.cluster.ApiRequest;
import dev.coxswain.cluster.Json;
import dev.coxswain.kube.client.ApiStreams;
import dev.coxswain.kube.client.HttpTransport;
import java.io.BufferedReader;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Restarts of containers at a steady rate, whether anybody keeps up or not, and when a watch of our own saw each of them and
 * what came of it.
 */
final class Restarts implements AutoCloseable {

    private final Fleet fleet;
    private final ApiStreams.ApiStream watch;
    private final Map<Seen, Long> restarted = new ConcurrentHashMap<>();
    private final Map<Seen, Long> answered = new ConcurrentHashMap<>();

    /** @param count as the status or the answer writes it */
    private record Seen(String pod, String count) {
        static Seen of(Fleet.Restart restart) {
            return new Seen(Fleet.name(restart.pod()), String.valueOf(restart.count()));
        }
    }

    Restarts(HttpTransport cluster, Fleet fleet) throws IOException {
        this.fleet = fleet;
        String now = Json.asText(Json.at(
                cluster.send(ApiRequest.get("/api/v1/pods", Map.of("limit", "1")))
                        .body(),
                "metadata",
                "resourceVersion"));
        this.watch = cluster.open(
                ApiRequest.get("/api/v1/pods", Map.of("watch", "1", "resourceVersion", now)),
                ApiStreams.Patience.of(Duration.ofHours(1), Duration.ofHours(1)));
        Thread.ofVirtual().name("watch of the benchmark").start(this::follow);
    }

    private void follow() {
        try (BufferedReader lines = new BufferedReader(new InputStreamReader(watch.body(), StandardCharsets.UTF_8))) {
            for (String line = lines.readLine(); line != null; line = lines.readLine()) {
                see(line, System.nanoTime());
            }
        } catch (IOException end) {
            // closed: nobody asks any more
        }
    }

    private void see(String event, long at) throws IOException {
        try (JsonParser parser = Json.parser(new ByteArrayInputStream(event.getBytes(StandardCharsets.UTF_8)))) {
            parser.nextToken();
            Object pod = Json.at(Json.value(parser), "object");
            String name = Json.asText(Json.at(pod, "metadata", "name"));
            List<?> containers = Json.asList(Json.at(pod, "status", "containerStatuses"));
            if (!containers.isEmpty()) {
                String count = String.valueOf(Json.at(containers.getFirst(), "restartCount"));
                restarted.putIfAbsent(new Seen(name, count), at);
            }
            String answer = Json.asText(Json.at(pod, "metadata", "annotations", Fleet.RESTARTS_SEEN));
            if (!answer.isEmpty()) {
                answered.putIfAbsent(new Seen(name, answer), at);
            }
        }
    }

    /** Restarts one container, and again another one, until a restart is answered. Answers how long that took since a moment. */
    double secondsUntilFirstAnswer(long since, Duration atMost) {
        int before = answered.size();
        while (answered.size() == before && System.nanoTime() - since < atMost.toNanos()) {
            fleet.restart(fleet.due());
            LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(100));
        }
        return answered.size() == before ? Double.NaN : (System.nanoTime() - since) / 1e9;
    }

    /**
     * @param milliseconds from when a restart was seen until its answer was, sorted; none for those that were not answered
     */
    record Result(int restarts, List<Double> milliseconds) {
        double quantile(double which) {
            int size = milliseconds.size();
            return size == 0 ? Double.NaN : milliseconds.get(Math.min(size - 1, (int) Math.ceil(which * size) - 1));
        }

        int lost() {
            return restarts - milliseconds.size();
        }
    }

    /** So many a second, for so long; then waits for those that have not been answered. */
    Result play(int perSecond, Duration during, Duration patience) {
        int count = (int) (perSecond * during.toSeconds());
        assertThat(count).as("restarts, of a pod each").isLessThanOrEqualTo(fleet.size());
        List<Fleet.Restart> due = Stream.generate(fleet::due).limit(count).toList();
        long began = System.nanoTime();
        try (ExecutorService senders = Executors.newFixedThreadPool(8)) {
            for (int i = 0; i < count; i++) {
                Fleet.Restart next = due.get(i);
                LockSupport.parkNanos(began + i * (TimeUnit.SECONDS.toNanos(1) / perSecond) - System.nanoTime());
                senders.execute(() -> fleet.restart(next));
            }
        }
        long end = System.nanoTime() + patience.toNanos();
        List<Seen> wanted = due.stream().map(Seen::of).toList();
        while (System.nanoTime() < end && !answered.keySet().containsAll(wanted)) {
            LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(50));
        }
        List<Double> took = wanted.stream()
                .filter(answered::containsKey)
                .map(restart -> (time(answered, restart) - time(restarted, restart)) / 1e6)
                .sorted()
                .toList();
        return new Result(count, took);
    }

    private static long time(Map<Seen, Long> seen, Seen restart) {
        @Nullable Long at = seen.get(restart);
        return at == null ? 0 : at;
    }

    @Override
    public void close() throws IOException {
        watch.close();
    }
}
