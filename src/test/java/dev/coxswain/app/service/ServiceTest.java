package dev.coxswain.app.service;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import dev.coxswain.app.metrics.Metric;
import dev.coxswain.app.rehearsal.SimulatedCluster;
import dev.coxswain.cluster.KubeObject;
import dev.coxswain.run.Answering;
import dev.coxswain.run.engine.RunEngine;
import dev.coxswain.run.journal.RunJson;
import dev.coxswain.run.record.Run;
import dev.coxswain.run.supervision.RunDriver;
import dev.coxswain.simulator.api.Api;
import io.kubernetes.client.openapi.ApiClient;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.ServerSocket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.slf4j.LoggerFactory;

/** The whole process but its command line: settings in, HTTP out. */
class ServiceTest {

    private final HttpClient client = HttpClient.newHttpClient();

    private String get(Service service, String path) throws IOException, InterruptedException {
        return client.send(
                        HttpRequest.newBuilder(service.url().resolve(path)).build(),
                        HttpResponse.BodyHandlers.ofString())
                .body();
    }

    private static Map<String, Object> settings(SimulatedCluster cluster) {
        return new HashMap<>(Map.of(
                "coxswain.cluster.server",
                cluster.url(),
                "coxswain.leader-election",
                false,
                "coxswain.web.listen",
                "127.0.0.1:0"));
    }

    private static Map<String, Object> with(Map<String, Object> settings, String key, Object value) {
        settings.put(key, value);
        return settings;
    }

    /** Until the only run is as wanted; woken by the cluster, not by the clock. */
    private static Run await(SimulatedCluster cluster, Predicate<Run> wanted) throws InterruptedException {
        CountDownLatch there = new CountDownLatch(1);
        cluster.server().onChange(RunJson.GVK, change -> {
            if (wanted.test(RunJson.read(change.object()))) {
                there.countDown();
            }
        });
        Optional<Run> now = cluster.server().list(RunJson.GVK).stream()
                .map(RunJson::read)
                .filter(wanted)
                .findFirst();
        if (now.isEmpty()) {
            assertThat(there.await(90, TimeUnit.SECONDS)).isTrue();
        }
        return cluster.server().list(RunJson.GVK).stream()
                .map(RunJson::read)
                .findFirst()
                .orElseThrow();
    }

    @Test
    void anIncidentIsMeasuredFromTheFirstChangeToTheLast(@TempDir Path playbooks) throws Exception {
        Files.writeString(playbooks.resolve("mark.yaml"), """
                apiVersion: coxswain.dev/v1alpha1
                kind: Playbook
                metadata: {name: mark}
                spec:
                  trigger: {object: {apiVersion: v1, kind: ConfigMap, when: has(object.metadata.labels.stale)}}
                  limits: {cooldown: 1h}
                  approval: {mode: Required}
                  steps:
                  - name: say-so
                    uses: object.annotate
                    with:
                      target: {apiVersion: v1, kind: ConfigMap, name: "${object.metadata.name}", namespace: shop}
                      annotations: {marked: "yes"}
                """);
        try (SimulatedCluster cluster = SimulatedCluster.start(0, 1);
                Service service = Service.start(
                        with(settings(cluster), "coxswain.playbooks", playbooks.toString()), cluster.pace());
                Log log = new Log(RunDriver.class)) {
            cluster.server()
                    .create(
                            KubeObject.of(Map.of(
                                    "apiVersion",
                                    "v1",
                                    "kind",
                                    "ConfigMap",
                                    "metadata",
                                    Map.of("namespace", "shop", "name", "old", "labels", Map.of("stale", "yes")))),
                            new Api.Actor("kubernetes-admin", "kubectl"));
            Answering.approve(
                    cluster.server(),
                    await(cluster, run -> RunEngine.openQuestion(run).isPresent()));
            await(cluster, run -> run.state().isFinished());
            String metrics = get(service, "/prometheus");
            for (Metric metric : Metric.values()) {
                assertThat(metrics).contains("# HELP " + metric.exposed() + " ");
            }
            assertThat(metrics.lines().filter(line -> line.startsWith("# TYPE coxswain_")))
                    .allMatch(line -> java.util.Arrays.stream(Metric.values())
                            .anyMatch(metric -> line.startsWith("# TYPE " + metric.exposed() + " ")
                                    || line.startsWith("# TYPE " + metric.exposed() + "_max ")));
            assertThat(metrics)
                    .contains("coxswain_leader 1.0")
                    .contains("coxswain_runs{phase=\"Succeeded\"} 1.0")
                    .contains("coxswain_run_transitions_total{phase=\"AwaitingApproval\",playbook=\"mark\"} 1.0")
                    .contains("coxswain_reaction_seconds_count{stage=\"decided\"} 1")
                    .contains("coxswain_reaction_seconds_count{stage=\"first_effect\"} 1")
                    .contains("coxswain_watch_lists_total{resource=\"pods\"} 1.0")
                    .contains("coxswain_holds 0.0")
                    .contains("coxswain_holds_overdue 0.0")
                    .contains("coxswain_watch_failures_total{resource=\"pods\"} 0.0")
                    .containsPattern(
                            "coxswain_step_duration_seconds_count\\{playbook=\"mark\",result=\"done\",step=\"say-so\"\\} 1");
            assertThat(log.fields())
                    .anySatisfy(fields -> assertThat(fields)
                            .containsEntry("from", "AwaitingApproval")
                            .containsEntry("phase", "Running")
                            .containsEntry("playbook", "mark")
                            .containsEntry("target", "object shop/old")
                            .containsKey("run"))
                    .filteredOn(fields -> "Succeeded".equals(fields.get("phase")))
                    .hasSize(1);
        }
    }

    /** What a class logs while this is open. */
    private static final class Log implements AutoCloseable {
        private final Logger logger;
        private final ListAppender<ILoggingEvent> lines = new ListAppender<>();

        Log(Class<?> type) {
            logger = (Logger) LoggerFactory.getLogger(type);
            lines.start();
            logger.addAppender(lines);
        }

        List<Map<String, String>> fields() {
            return List.copyOf(lines.list).stream()
                    .map(line -> line.getKeyValuePairs().stream()
                            .collect(Collectors.toMap(pair -> pair.key, pair -> String.valueOf(pair.value))))
                    .toList();
        }

        @Override
        public void close() {
            logger.detachAppender(lines);
        }
    }

    @Test
    void whoListensToEventsHearsOfAChange() throws Exception {
        try (SimulatedCluster cluster = SimulatedCluster.start(0, 1);
                Service service = Service.start(settings(cluster), cluster.pace())) {
            HttpResponse<java.io.InputStream> events = client.send(
                    HttpRequest.newBuilder(service.url().resolve("/events")).build(),
                    HttpResponse.BodyHandlers.ofInputStream());
            assertThat(events.headers().firstValue("content-type")).hasValue("text/event-stream");
            try (BufferedReader lines =
                    new BufferedReader(new InputStreamReader(events.body(), StandardCharsets.UTF_8))) {
                assertThat(next(lines, "event: changed")).isTrue();
                cluster.server()
                        .create(
                                KubeObject.of(Map.of(
                                        "apiVersion",
                                        "databases.spotahome.com/v1",
                                        "kind",
                                        "RedisFailover",
                                        "metadata",
                                        Map.of("namespace", "shop", "name", "another"),
                                        "spec",
                                        Map.of("redis", Map.of("replicas", 1L), "sentinel", Map.of("replicas", 1L)))),
                                new Api.Actor("kubernetes-admin", "kubectl"));
                assertThat(next(lines, "event: changed")).isTrue();
            }
        }
    }

    private static boolean next(BufferedReader lines, String wanted) throws IOException {
        String line = lines.readLine();
        while (line != null && !line.equals(wanted)) {
            line = lines.readLine();
        }
        return line != null;
    }

    @Test
    void theClientOfTheKubernetesModuleLeadsToTheSameCluster() throws Exception {
        try (SimulatedCluster cluster = SimulatedCluster.start(0, 1);
                Service service = Service.start(settings(cluster), cluster.pace())) {
            assertThat(service.find(ApiClient.class))
                    .hasValueSatisfying(api -> assertThat(api.getBasePath()).isEqualTo(cluster.url()));
        }
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "coxswain.writes-per-second | 0 | coxswain.writes-per-second",
                "coxswain.writes-per-second | many | coxswain.writes-per-second",
                "coxswain.kept-runs | -1 | coxswain.kept-runs",
                "coxswain.kept-for | soon | coxswain.kept-for",
                "coxswain.kept-for | -1d | coxswain.kept-for",
                "coxswain.namespace | Not A Name | coxswain.namespace",
                "coxswain.playbooks | /nowhere | /nowhere",
                "coxswain.operator-images.no-such-profile | x | coxswain.operator-images.no-such-profile",
                "coxswain.web.listen | nowhere | coxswain.web.listen",
                "coxswain.web.listen | 0.0.0.0:0 | coxswain.web.listen",
                "coxswain.web.token-file | /nowhere/token | coxswain.web.token-file",
                "coxswain.web.token-review | perhaps | coxswain.web.token-review",
                "coxswain.leader-election | perhaps | coxswain.leader-election",
                "coxswain.kept.runs | 5 | coxswain.kept.runs",
                "coxswain.nonsense | x | coxswain.nonsense",
                "coxswain.cluster.kubeconfig | /nowhere/config | coxswain.cluster.kubeconfig"
            })
    void aSettingThatMakesNoSenseIsRefusedByItsKey(String key, String value, String told) {
        Map<String, Object> settings = new HashMap<>(Map.of("coxswain.web.listen", "127.0.0.1:0"));
        if (!key.startsWith("coxswain.cluster")) {
            settings.put("coxswain.cluster.server", "http://127.0.0.1:1");
        }
        settings.put(key, value);
        assertThatThrownBy(() -> Service.start(settings).close())
                .isInstanceOfAny(IllegalArgumentException.class, IOException.class)
                .hasMessageContaining(told)
                .hasMessageNotContaining("Path Taken");
    }

    @Test
    void anAddressThatIsTakenIsSaidSo() throws Exception {
        try (ServerSocket taken = new ServerSocket(0, 1, java.net.InetAddress.getLoopbackAddress());
                SimulatedCluster cluster = SimulatedCluster.start(0, 1)) {
            Map<String, Object> settings = settings(cluster);
            settings.put("coxswain.web.listen", "127.0.0.1:" + taken.getLocalPort());
            assertThatThrownBy(() -> Service.start(settings, cluster.pace()).close())
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessageContaining("127.0.0.1:" + taken.getLocalPort())
                    .hasMessageContaining("--listen");
        }
    }

    @Test
    void aClusterThatIsNotThereIsSaidSo() {
        assertThatThrownBy(() -> Service.start(Map.of(
                                "coxswain.cluster.server", "http://127.0.0.1:1",
                                "coxswain.leader-election", false,
                                "coxswain.web.listen", "127.0.0.1:0"))
                        .close())
                .isInstanceOf(IOException.class)
                .hasMessageContaining("127.0.0.1:1");
    }

    @Test
    void twoServersWithoutAnAddressOfTheirOwnFindTwo() throws Exception {
        try (SimulatedCluster cluster = SimulatedCluster.start(0, 1)) {
            Map<String, Object> settings = settings(cluster);
            settings.remove("coxswain.web.listen");
            try (Service one = Service.start(settings, cluster.pace());
                    Service other = Service.start(settings, cluster.pace())) {
                assertThat(URI.create(one.url().toString())).isNotEqualTo(other.url());
                assertThat(get(other, "/health/liveness")).contains("UP");
            }
        }
    }
}
