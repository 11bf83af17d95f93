package dev.coxswain.cli;

import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import dev.coxswain.app.rehearsal.SimulatedCluster;
import dev.coxswain.app.service.Service;
import dev.coxswain.approval.Question;
import dev.coxswain.cluster.KubeObject;
import dev.coxswain.cluster.Secrets;
import dev.coxswain.run.engine.RunEngine;
import dev.coxswain.run.journal.RunJson;
import dev.coxswain.run.record.Run;
import dev.coxswain.simulator.api.Api;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.slf4j.LoggerFactory;

/**
 * A password that is planted in Secrets, annotations, variables of containers, addresses and arguments is on no page, in no JSON
 * that the supervisor serves, in nothing that commands print, and in no log, before and after the run.
 *
 * <p>The run itself holds what it has to write back as it was: whoever may read PlaybookRuns with kubectl reads that.
 */
@Timeout(180)
class SecretsShownTest {

    private static final String VALUE = "hunter2-and-a-half";
    private static final String ENCODED = Base64.getEncoder().encodeToString(VALUE.getBytes(StandardCharsets.UTF_8));
    private static final Api.Actor PERSON = new Api.Actor("kubernetes-admin", "kubectl");

    private static final String PLAYBOOK = """
            apiVersion: coxswain.dev/v1alpha1
            kind: Playbook
            metadata: {name: leaky}
            spec:
              title: Tells all that it knows
              trigger:
                object:
                  apiVersion: v1
                  kind: ConfigMap
                  when: has(object.metadata.labels.stale) && object.metadata.annotations.password != ''
              limits: {cooldown: 30m}
              approval: {mode: Required}
              params:
                password: {default: none}
              let:
                whole: object
              steps:
              - {name: read, uses: object.get, with: {target: {apiVersion: v1, kind: Secret, namespace: shop, name: password}}}
              - {name: look, uses: object.get, with: {target: {apiVersion: apps/v1, kind: Deployment, namespace: shop, name: leaky}}}
              - name: change
                uses: object.patch
                with:
                  target: {apiVersion: v1, kind: ConfigMap, namespace: shop, name: old}
                  merge: {metadata: {annotations: {password: "${object.metadata.annotations.password}-2"}}}
              - name: change-too
                uses: object.patch
                with:
                  target: {apiVersion: apps/v1, kind: Deployment, namespace: shop, name: leaky}
                  strategic: {spec: {template: {spec: {containers: [{name: c, env: [{name: REDIS_PASSWORD, value: "other-${object.metadata.annotations.password}"}]}]}}}}
              - name: ask
                uses: pod.exec
                irreversible: true
                otherwise: continue
                with: {pod: rfr-cart-0, namespace: shop, command: [redis-cli, -a, "${object.metadata.annotations.password}", PING]}
              - {name: tell, uses: notify, with: {message: "${object.metadata.annotations.url} password=${object.metadata.annotations.password}"}}
              - {name: fails, uses: assert, with: {that: "steps.look.output == null", otherwise: "${object.metadata.annotations.url} is wrong"}}
            """;

    @TempDir
    @SuppressWarnings("NullAway.Init")
    private Path folder;

    private final HttpClient client = HttpClient.newHttpClient();
    private final ListAppender<ILoggingEvent> logged = new ListAppender<>();

    private static void plant(SimulatedCluster cluster) {
        Map<String, Object> annotations = Map.of("password", VALUE, "url", "redis://app:" + VALUE + "@db:6379/0");
        create(cluster, "v1", "Secret", Map.of("name", "password", "namespace", "shop"), "data", Map.of("p", ENCODED));
        create(
                cluster,
                "v1",
                "ConfigMap",
                Map.of(
                        "name",
                        "old",
                        "namespace",
                        "shop",
                        "labels",
                        Map.of("stale", "yes"),
                        "annotations",
                        annotations),
                "data",
                Map.of("requirepass", VALUE));
        Map<String, Object> container = Map.of(
                "name",
                "c",
                "image",
                "example.com/c:1",
                "args",
                List.of("--password", VALUE),
                "env",
                List.of(Map.of("name", "REDIS_PASSWORD", "value", VALUE)));
        create(
                cluster,
                "apps/v1",
                "Deployment",
                Map.of("name", "leaky", "namespace", "shop", "annotations", annotations),
                "spec",
                Map.of(
                        "replicas",
                        0L,
                        "selector",
                        Map.of("matchLabels", Map.of("a", "b")),
                        "template",
                        Map.of(
                                "metadata",
                                Map.of("labels", Map.of("a", "b")),
                                "spec",
                                Map.of("containers", List.of(container)))));
    }

    private static void create(
            SimulatedCluster cluster, String version, String kind, Object metadata, String field, Object value) {
        cluster.server()
                .create(
                        KubeObject.of(Map.of("apiVersion", version, "kind", kind, "metadata", metadata, field, value)),
                        PERSON);
    }

    private static Run await(SimulatedCluster cluster, Predicate<Run> wanted) {
        return Awaitility.await()
                .atMost(Duration.ofSeconds(90))
                .until(
                        () -> cluster.server().list(RunJson.GVK).stream()
                                .map(RunJson::read)
                                .filter(wanted)
                                .toList(),
                        found -> !found.isEmpty())
                .getFirst();
    }

    private static void approve(SimulatedCluster cluster, Run run) {
        Question question = RunEngine.openQuestion(run).orElseThrow();
        Map<String, String> answer = Map.of(
                "run", run.spec().name(),
                "question", question.id(),
                "digest", question.digest(),
                "answer", "Approve",
                "by", "kubernetes-admin");
        create(
                cluster,
                "coxswain.dev/v1alpha1",
                "Decision",
                Map.of("namespace", run.spec().namespace(), "name", "by-the-test"),
                "spec",
                answer);
    }

    /** Whatever is to be seen of the run and of the fleet, by where it is seen. */
    private Map<String, String> shown(SimulatedCluster cluster, Service service, Run run) throws Exception {
        Map<String, String> shown = new LinkedHashMap<>();
        String path = run.spec().namespace() + "/" + run.spec().name();
        for (String page : List.of("", "runs", "runs/" + path, "fleet", "prometheus")) {
            shown.put("/" + page, get(service.url().resolve("/" + page)));
        }
        for (String document : List.of("runs", "runs/" + path, "fleet")) {
            shown.put("/api/v1/" + document, get(service.url().resolve("/api/v1/" + document)));
        }
        String playbooks = folder.toString();
        for (List<String> command : List.of(
                List.of("plan", "leaky", "shop/old", "-p", "password=" + VALUE, "--playbooks", playbooks),
                List.of("why", "leaky", "--playbooks", playbooks),
                List.of("runs"),
                List.of("runs", run.spec().name()),
                List.of("datastores"),
                List.of("operators"))) {
            for (String format : List.of("table", "json")) {
                List<String> line = new ArrayList<>(command);
                line.addAll(List.of("--server", cluster.url(), "-o", format));
                Said said = Said.by(line.toArray(String[]::new));
                assertThat(said.exit()).as(line + ": " + said.err()).isZero();
                shown.put(String.join(" ", line), said.out() + said.err());
            }
        }
        return shown;
    }

    private String get(URI page) throws Exception {
        HttpResponse<String> response =
                client.send(HttpRequest.newBuilder(page).build(), HttpResponse.BodyHandlers.ofString());
        assertThat(response.statusCode()).as(page.toString()).isEqualTo(200);
        return response.body();
    }

    private static void tellsNothing(Map<String, String> shown) {
        shown.forEach((where, text) -> {
            assertThat(text).as(where).isNotBlank();
            assertThat(around(text, VALUE)).as(where).isEmpty();
            assertThat(around(text, ENCODED)).as(where).isEmpty();
        });
    }

    /** What stands about each occurrence, for whoever has to find out where it comes from. */
    private static List<String> around(String text, String value) {
        List<String> found = new ArrayList<>();
        for (int at = text.indexOf(value); at >= 0; at = text.indexOf(value, at + 1)) {
            found.add(text.substring(Math.max(0, at - 160), Math.min(text.length(), at + 40)));
        }
        return found;
    }

    @Test
    void nothingThatPeopleReadHoldsAPassword() throws Exception {
        Files.writeString(folder.resolve("leaky.yaml"), PLAYBOOK);
        Logger root = (Logger) LoggerFactory.getLogger(org.slf4j.Logger.ROOT_LOGGER_NAME);
        logged.start();
        root.addAppender(logged);
        Map<String, Object> settings = new LinkedHashMap<>();
        settings.put("coxswain.leader-election", false);
        settings.put("coxswain.web.listen", "127.0.0.1:0");
        settings.put("coxswain.playbooks", folder.toString());
        try (SimulatedCluster cluster = SimulatedCluster.start(0, 1)) {
            settings.put("coxswain.cluster.server", cluster.url());
            plant(cluster);
            try (Service service = Service.start(settings, cluster.pace())) {
                Run asked = await(cluster, run -> RunEngine.openQuestion(run).isPresent());
                Map<String, String> before = shown(cluster, service, asked);
                tellsNothing(before);
                assertThat(before.get("/runs/" + asked.spec().namespace() + "/"
                                + asked.spec().name()))
                        .contains("redis-cli", Secrets.MASK);

                approve(cluster, asked);
                Run ended = await(cluster, run -> run.state().isFinished());
                assertThat(ended.state().phase()).isEqualTo("Failed");
                assertThat(ended.compensations()).isNotEmpty();
                tellsNothing(shown(cluster, service, ended));
            }
        } finally {
            root.detachAppender(logged);
        }
        assertThat(List.copyOf(logged.list))
                .isNotEmpty()
                .allSatisfy(line -> assertThat(line.getFormattedMessage() + line.getKeyValuePairs())
                        .doesNotContain(VALUE)
                        .doesNotContain(ENCODED));
    }
}
