package dev.coxswain.app.metrics;

import static org.assertj.core.api.Assertions.assertThat;

import dev.coxswain.cluster.ApiRequest;
import dev.coxswain.cluster.Effect;
import dev.coxswain.cluster.KubeObject;
import dev.coxswain.cluster.ObjectRef;
import dev.coxswain.cluster.Outcome;
import dev.coxswain.cluster.Preconditions;
import dev.coxswain.kube.client.ApiStreams;
import dev.coxswain.kube.client.RequestListener;
import dev.coxswain.run.journal.Journal;
import dev.coxswain.run.journal.RunJson;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

class InstrumentsTest {

    private static final Effect DELETE =
            new Effect.Delete(ObjectRef.of("v1", "Pod", "shop", "p"), Preconditions.NONE, Optional.empty());

    private static final ApiStreams.Patience PATIENCE =
            ApiStreams.Patience.of(Duration.ofMinutes(1), Duration.ofMinutes(2));

    private final MeterRegistry registry = new SimpleMeterRegistry();
    private final AtomicLong nanos = new AtomicLong();
    private final Instruments instruments = new Instruments(registry, nanos::get);
    private final Memory memory = new Memory();
    private final Instruments.Writers writers =
            instruments.around(memory, _ -> after(Duration.ofMillis(4), Outcome.Applied.SILENTLY));

    private final class Memory implements Journal {
        private boolean loses;

        @Override
        public Written create(KubeObject run) {
            return after(Duration.ofMillis(3), new Written.Stored(run));
        }

        @Override
        public Written append(KubeObject run) {
            return after(Duration.ofMillis(5), loses ? new Written.Lost("no") : new Written.Stored(run));
        }

        @Override
        public Written update(KubeObject run) {
            return new Written.Stored(run);
        }

        @Override
        public Written delete(KubeObject run) {
            return new Written.Stored(run);
        }
    }

    private <T> T after(Duration took, T answer) {
        nanos.addAndGet(took.toNanos());
        return answer;
    }

    private static KubeObject run(String phase, List<String> timeline, String stepPhase) {
        return KubeObject.of(Map.of(
                "apiVersion",
                RunJson.GVK.apiVersion(),
                "kind",
                RunJson.GVK.kind(),
                "metadata",
                Map.of("namespace", "coxswain", "name", "r"),
                "spec",
                Map.of("firing", Map.of("playbook", "/heal", "createdAt", "2026-03-01T12:00:00Z")),
                "status",
                Map.of(
                        "phase",
                        phase,
                        "finishedAt",
                        phase.equals("Succeeded") ? "2026-03-01T12:10:00Z" : "",
                        "steps",
                        List.of(Map.of(
                                "name", "recreate",
                                "phase", stepPhase,
                                "startedAt", "2026-03-01T12:00:10Z",
                                "finishedAt", "2026-03-01T12:00:30Z")),
                        "timeline",
                        timeline.stream()
                                .map(text -> Map.of("at", "2026-03-01T12:00:00Z", "text", text))
                                .toList())));
    }

    private double transitions(String phase) {
        return registry.get("coxswain.run.transitions")
                .tag("playbook", "heal")
                .tag("phase", phase)
                .counter()
                .count();
    }

    private double millis(String stage) {
        return registry.get("coxswain.reaction").tag("stage", stage).timer().totalTime(TimeUnit.MILLISECONDS);
    }

    @Test
    void aRunIsCountedInEachPhaseThatItCameThroughAlsoWithinOneAppend() {
        writers.journal().create(run("Pending", List.of("created"), "RUNNING"));
        writers.journal()
                .append(run(
                        "Running",
                        List.of("created", "Planned: has its locks", "Running: no approval is needed"),
                        "RUNNING"));
        writers.journal().append(run("Running", List.of("created", "Planned: x", "Running: y", "Running: z"), "DONE"));
        assertThat(transitions("Pending")).isOne();
        assertThat(transitions("Planned")).isOne();
        assertThat(transitions("Running")).isOne();
    }

    @Test
    void stepsAndRunsAreTimedByTheJournal() {
        writers.journal().create(run("Pending", List.of("created"), "RUNNING"));
        writers.journal().append(run("Succeeded", List.of("created", "Succeeded: verified"), "DONE"));
        assertThat(registry.get("coxswain.step.duration")
                        .tags("playbook", "heal", "step", "recreate", "result", "done")
                        .timer()
                        .totalTime(TimeUnit.SECONDS))
                .isEqualTo(20);
        assertThat(registry.get("coxswain.run.duration")
                        .tags("playbook", "heal", "phase", "Succeeded")
                        .timer()
                        .totalTime(TimeUnit.SECONDS))
                .isEqualTo(600);
    }

    @Test
    void whatASupervisorFindsAfterARestartIsNotCountedAsNew() {
        writers.journal().append(run("Running", List.of("created", "Planned: x", "Running: y"), "DONE"));
        assertThat(registry.find("coxswain.run.transitions").counters()).isEmpty();
        assertThat(registry.find("coxswain.step.duration").timers()).isEmpty();
    }

    @Test
    void theReactionGoesFromTheChangeToTheFirstEffectAndIncludesTheJournal() {
        long change = instruments.now();
        after(Duration.ofMillis(1), "");
        instruments.turn(change, () -> writers.journal().create(run("Pending", List.of("created"), "RUNNING")));
        assertThat(millis("decided")).isEqualTo(1 + 3);
        writers.journal().append(run("Running", List.of("created"), "RUNNING"));
        writers.effector().apply(DELETE);
        writers.effector().apply(DELETE);
        assertThat(millis("first_effect")).isEqualTo(1 + 3 + 5 + 4);
        assertThat(registry.get("coxswain.reaction")
                        .tag("stage", "first_effect")
                        .timer()
                        .count())
                .isOne();
    }

    @Test
    void thePeopleWhoAreAskedTakeTheirOwnTime() {
        instruments.turn(
                instruments.now(), () -> writers.journal().create(run("Pending", List.of("created"), "RUNNING")));
        writers.journal().append(run("AwaitingApproval", List.of("created"), "RUNNING"));
        after(Duration.ofHours(1), "");
        long answer = instruments.now();
        instruments.turn(answer, () -> "");
        writers.journal().append(run("Running", List.of("created"), "RUNNING"));
        writers.effector().apply(DELETE);
        assertThat(millis("first_effect")).isEqualTo(5 + 4);
    }

    @Test
    void appendsAndEffectsAreTimedByWhatCameOfThem() {
        memory.loses = true;
        writers.journal().append(run("Running", List.of("created"), "RUNNING"));
        writers.effector().apply(DELETE);
        assertThat(registry.get("coxswain.journal.append.duration")
                        .tag("result", "lost")
                        .timer()
                        .count())
                .isOne();
        assertThat(registry.get("coxswain.effect.duration")
                        .tags("effect", "delete", "outcome", "applied")
                        .timer()
                        .totalTime(TimeUnit.MILLISECONDS))
                .isEqualTo(4);
    }

    @Test
    void listsFailuresAndSilenceAreToldByResource() throws IOException {
        ApiStreams streams = instruments.around((request, _) -> {
            if (request.path().endsWith("pods")) {
                throw new IOException("cut");
            }
            return new ApiStreams.ApiStream(200, Duration.ZERO, new ByteArrayInputStream(new byte[] {1, 2}), () -> {});
        });
        String path = "/apis/databases.spotahome.com/v1/redisfailovers";
        streams.open(ApiRequest.get(path, Map.of("limit", "500")), PATIENCE).close();
        streams.open(ApiRequest.get(path, Map.of("limit", "500", "continue", "x")), PATIENCE)
                .close();
        ApiStreams.ApiStream watch = streams.open(ApiRequest.get(path, Map.of("watch", "true")), PATIENCE);
        org.assertj.core.api.Assertions.assertThatThrownBy(
                        () -> streams.open(ApiRequest.get("/api/v1/pods", Map.of()), PATIENCE))
                .hasMessage("cut");
        String resource = "redisfailovers.databases.spotahome.com";
        assertThat(registry.get("coxswain.watch.lists")
                        .tag("resource", resource)
                        .counter()
                        .count())
                .isOne();
        assertThat(registry.get("coxswain.watch.failures")
                        .tag("resource", "pods")
                        .counter()
                        .count())
                .isOne();
        after(Duration.ofSeconds(90), "");
        assertThat(lag(resource)).isEqualTo(90);
        assertThat(watch.body().read(new byte[10])).isEqualTo(2);
        assertThat(lag(resource)).isZero();
    }

    @Test
    void anAnswerThatBreaksWhileItIsReadIsAFailureToo() throws IOException {
        InputStream broken = InputStream.nullInputStream();
        broken.close();
        ApiStreams streams =
                instruments.around((_, _) -> new ApiStreams.ApiStream(200, Duration.ZERO, broken, () -> {}));
        for (Map<String, String> query : List.of(Map.of("limit", "500"), Map.of("watch", "true"))) {
            ApiStreams.ApiStream stream = streams.open(ApiRequest.get("/api/v1/pods", query), PATIENCE);
            org.assertj.core.api.Assertions.assertThatThrownBy(
                            () -> stream.body().read(new byte[10]))
                    .hasMessage("Stream closed");
        }
        assertThat(registry.get("coxswain.watch.failures")
                        .tag("resource", "pods")
                        .counter()
                        .count())
                .isEqualTo(2);
    }

    private double lag(String resource) {
        return registry.get("coxswain.watch.lag.seconds")
                .tag("resource", resource)
                .gauge()
                .value();
    }

    @Test
    void requestsAreCountedInTheWordsOfRoles() {
        RequestCount count = new RequestCount(new Meters(registry));
        String pods = "/api/v1/namespaces/shop/pods";
        count.sent(ApiRequest.get(pods, Map.of()), 200);
        count.sent(ApiRequest.get(pods, Map.of("watch", "1")), 410);
        count.sent(ApiRequest.get("/api/v1/namespaces/shop", Map.of()), 404);
        count.sent(ApiRequest.get(pods + "/cart-0/exec", Map.of()), 101);
        count.sent(new ApiRequest("PATCH", pods + "/cart-0/status", Map.of(), "", null), RequestListener.UNANSWERED);
        String lease = "/apis/coordination.k8s.io/v1/namespaces/coxswain/leases/coxswain";
        count.sent(new ApiRequest("PUT", lease, Map.of(), "", null), 409);
        count.sent(ApiRequest.get("/apis/apps/v1", Map.of()), 200);

        assertThat(registry.find("coxswain.api.requests").counters())
                .allMatch(counter -> counter.count() == 1)
                .extracting(counter -> String.join(
                        " ",
                        counter.getId().getTag("verb"),
                        counter.getId().getTag("resource"),
                        counter.getId().getTag("status")))
                .containsExactlyInAnyOrder(
                        "list pods 200",
                        "watch pods 410",
                        "get namespaces 404",
                        "exec pods 101",
                        "patch pods none",
                        "update leases.coordination.k8s.io 409",
                        "get  200");
    }
}
