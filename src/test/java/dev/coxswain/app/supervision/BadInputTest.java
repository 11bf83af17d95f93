package dev.coxswain.app.supervision;

import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import dev.coxswain.action.Actions;
import dev.coxswain.app.rehearsal.SimulatedCluster;
import dev.coxswain.cluster.Gvk;
import dev.coxswain.cluster.Json;
import dev.coxswain.cluster.KubeObject;
import dev.coxswain.cluster.ObjectRef;
import dev.coxswain.expression.CelExpressions;
import dev.coxswain.fleet.Answers;
import dev.coxswain.fleet.Datastore;
import dev.coxswain.fleet.Member;
import dev.coxswain.fleet.profile.BuiltInProfiles;
import dev.coxswain.fleet.recognition.FleetModel;
import dev.coxswain.fleet.recognition.Snapshot;
import dev.coxswain.kube.client.FakeExecServer;
import dev.coxswain.playbook.Playbook;
import dev.coxswain.playbook.PlaybookReader;
import dev.coxswain.run.journal.RunJson;
import dev.coxswain.simulator.api.Api;
import dev.coxswain.trigger.Observations;
import dev.coxswain.trigger.PastRuns;
import dev.coxswain.trigger.Triggers;
import java.lang.management.ManagementFactory;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Arrays;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.BooleanSupplier;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.Timeout;
import org.slf4j.LoggerFactory;

/**
 * P8 and P9 for a whole supervisor, over real HTTP: whatever one of them meets in here, the same supervisor has to go on, to say
 * what it met, and to serve others without delay.
 */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
@Timeout(120)
class BadInputTest {

    private static final Api.Actor PERSON = new Api.Actor("kubernetes-admin", "kubectl");

    /** What hangs in here hangs for a minute at least; whoever queues behind it is found out. */
    private static final Duration AT_ONCE = Duration.ofSeconds(8);

    private static final int HANGING = 40;
    private static final int MEGABYTE = 1_000_000;

    private final SimulatedCluster cluster = SimulatedCluster.start(0, 1);
    private final SpoiltWire wire = new SpoiltWire();
    private final Semaphore changes = new Semaphore(0);
    private final ListAppender<ILoggingEvent> log = new ListAppender<>();
    private final AtomicInteger served = new AtomicInteger();
    private final List<Playbook> playbooks = List.of(
            playbook("well", "{name: say, uses: notify, with: {message: all is well}}"),
            playbook("missing-key", "{name: say, uses: notify, with: {message: 'it is ${object.data.nowhere}'}}"),
            playbook("by-zero", "{name: divide, uses: assert, with: {that: '10 / int(object.data.zero) > 1'}}"),
            playbook("costly", "{name: count, uses: assert, with: {that: \"" + costly("object.data.long") + "\"}}"),
            playbook("wait", "{name: wait, uses: wait, with: {until: 'object.data.zero == \"1\"', atMost: 1h}}"),
            playbook("hang", execOf("hang")),
            playbook("print", execOf("print")),
            new Reading("""
                    apiVersion: coxswain.dev/v1alpha1
                    kind: Playbook
                    metadata: {name: too-many}
                    spec:
                      trigger: {datastore: {profiles: [spotahome-redis], when: datastore.spec.redis.replicas > 100}}
                      steps: [{name: say, uses: notify, with: {message: so many}}]
                    """).playbook());

    private final Supervision supervision = new Supervision(
            wire.to(cluster.url()),
            new FleetModel(BuiltInProfiles.all(new CelExpressions())),
            Supervision.Settings.standard("coxswain", playbooks),
            InstantSource.system(),
            Tempo.REAL,
            new Random(1),
            () -> true);

    private record Reading(String text) {
        Playbook playbook() {
            PlaybookReader.Result read = PlaybookReader.read("test.yaml", text, Actions.builtIn());
            assertThat(read.diagnostics().hasErrors())
                    .as(read.diagnostics().print())
                    .isFalse();
            return read.playbooks().getFirst();
        }
    }

    /** Starts for each ConfigMap that is labelled with its name. */
    private static Playbook playbook(String name, String step) {
        return new Reading("""
                apiVersion: coxswain.dev/v1alpha1
                kind: Playbook
                metadata: {name: %s}
                spec:
                  trigger: {object: {apiVersion: v1, kind: ConfigMap, when: "has(object.metadata.labels.go) && object.metadata.labels.go == '%s'"}}
                  limits: {cooldown: 1s}
                  approval: {mode: Never}
                  steps:
                  - %s
                """.formatted(name, name, step)).playbook();
    }

    /** A step that runs a program of this name in the idle pod. */
    private static String execOf(String program) {
        return "{name: ask, uses: pod.exec, irreversible: true, with: {pod: idle, namespace: shop, command: [" + program
                + "], timeout: 60s}}";
    }

    /** Goes through a list of a list of a list. */
    private static String costly(String text) {
        String list = text + ".split(',')";
        return list + ".all(a, " + list + ".all(b, " + list + ".all(c, a + b + c != '')))";
    }

    @BeforeAll
    void start() throws Exception {
        log.start();
        ((Logger) LoggerFactory.getLogger("dev.coxswain")).addAppender(log);
        create("{apiVersion: v1, kind: Namespace, metadata: {name: production}}");
        create("""
                apiVersion: v1
                kind: Pod
                metadata: {name: idle, namespace: shop}
                spec: {containers: [{name: c, image: busybox, command: [server]}]}
                """);
        supervision.onChange(changes::release);
        supervision.start();
        until("synced", supervision::isSynced);
    }

    @AfterAll
    void stop() {
        ((Logger) LoggerFactory.getLogger("dev.coxswain")).detachAppender(log);
        supervision.close();
        cluster.close();
    }

    private void until(String what, BooleanSupplier holds) throws InterruptedException {
        long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(30);
        while (!holds.getAsBoolean() && System.nanoTime() < end) {
            changes.tryAcquire(200, TimeUnit.MILLISECONDS);
            changes.drainPermits();
        }
        assertThat(holds.getAsBoolean()).as(what + "; runs: " + stories()).isTrue();
    }

    private List<String> stories() {
        return runs().stream()
                .map(run -> run.name() + " " + run.text("status", "phase") + " " + run.text("status", "message"))
                .toList();
    }

    private List<KubeObject> runs() {
        return cluster.server().list(RunJson.GVK);
    }

    private void create(String yaml) {
        Snapshot.objects(yaml).forEach(object -> cluster.server().create(object, PERSON));
    }

    private void trigger(String playbook, String namespace, String name) {
        create("""
                apiVersion: v1
                kind: ConfigMap
                metadata: {namespace: %s, name: %s, labels: {go: %s}}
                data: {zero: "0", long: "%s"}
                """.formatted(
                namespace,
                name,
                playbook,
                String.join(
                        ",", IntStream.range(0, 400).mapToObj(Integer::toString).toList())));
    }

    private Optional<KubeObject> runAbout(String name) {
        return runs().stream()
                .filter(run -> run.text("spec", "firing", "target", "name").equals(name))
                .findFirst();
    }

    private String phase(String about) {
        return runAbout(about).map(run -> run.text("status", "phase")).orElse("");
    }

    /** Another datastore's run begins and ends while whatever went wrong goes on. */
    private void anotherIsServedAtOnce() throws InterruptedException {
        String name = "other-" + served.incrementAndGet();
        long began = System.nanoTime();
        trigger("well", "production", name);
        until("a run in production ends", () -> phase(name).equals("Succeeded"));
        assertThat(Duration.ofNanos(System.nanoTime() - began))
                .as("from the incident in production to the end of its run")
                .isLessThan(AT_ONCE);
        assertThat(messages())
                .noneMatch(line -> line.contains("a turn broke off") || line.contains("no further turns"));
    }

    private List<Datastore> datastores() {
        return supervision.fleet().fleet(supervision.view(), Answers.NONE).datastores();
    }

    private Optional<Member> member(String name) {
        return datastores().stream()
                .flatMap(datastore -> datastore.members().stream())
                .filter(member -> member.name().equals(name))
                .findFirst();
    }

    private boolean isReady(String member) {
        return member(member)
                .filter(m -> Boolean.TRUE.equals(m.values().get("ready")))
                .isPresent();
    }

    @Test
    void p8APodWithoutAStatusAndOneWhoseContainersAreATextAreNotReady() throws Exception {
        until("all is well first", () -> isReady("rfr-cart-1") && isReady("rfr-cart-2"));
        wire.spoil("rfr-cart-1", pod -> {
            pod.remove("status");
            return pod;
        });
        wire.spoil("rfr-cart-2", pod -> {
            Map<String, @Nullable Object> status = Json.mutableMap(Json.asMap(pod.get("status")));
            status.put("containerStatuses", "none to speak of");
            status.put("conditions", 7L);
            pod.put("status", status);
            return pod;
        });
        for (String pod : List.of("rfr-cart-1", "rfr-cart-2")) {
            ObjectRef ref = ObjectRef.pod("shop", pod);
            cluster.server()
                    .update(
                            cluster.server().find(ref).orElseThrow().with("yes", "metadata", "annotations", "touched"),
                            PERSON);
        }
        until("neither is ready", () -> !isReady("rfr-cart-1") && !isReady("rfr-cart-2"));
        assertThat(member("rfr-cart-2").orElseThrow().values().get("silence"))
                .isEqualTo("container redis is not running");
        assertThat(datastores())
                .filteredOn(datastore -> datastore.name().equals("cart"))
                .allMatch(datastore -> Boolean.FALSE.equals(datastore.values().get("healthy")));
        anotherIsServedAtOnce();
    }

    /** As an older definition stores it, which prescribes nothing. */
    @Test
    void p8ADatastoreOfTheWrongShapeIsToldOfByWhatAsksAboutIt() throws Exception {
        ObjectRef definition = ObjectRef.of(
                "apiextensions.k8s.io/v1", "CustomResourceDefinition", "", "redisfailovers.databases.spotahome.com");
        KubeObject strict = cluster.server().find(definition).orElseThrow();
        Map<String, @Nullable Object> version =
                Json.mutableMap(Json.asMap(strict.list("spec", "versions").getFirst()));
        version.put(
                "schema",
                Map.of("openAPIV3Schema", Map.of("type", "object", "x-kubernetes-preserve-unknown-fields", true)));
        cluster.server().update(strict.with(List.of(version), "spec", "versions"), PERSON);
        create("""
                apiVersion: databases.spotahome.com/v1
                kind: RedisFailover
                metadata: {namespace: shop, name: crooked}
                spec: {redis: three of them, sentinel: [1, 2]}
                status: {conditions: 7}
                ---
                apiVersion: databases.spotahome.com/v1
                kind: RedisFailover
                metadata: {namespace: shop, name: worse}
                spec: everything
                status: nothing
                """);
        until(
                "they are seen",
                () -> datastores().stream().map(Datastore::name).toList().containsAll(List.of("crooked", "worse")));
        Map<String, String> verdicts =
                Map.of("shop/crooked", "cannot be said", "shop/worse", "cannot be said", "shop2/session", "false");
        verdicts.forEach((datastore, verdict) -> assertThat(why("too-many"))
                .anySatisfy(line -> assertThat(line)
                        .startsWith("datastore " + datastore + ": ")
                        .contains("datastore.spec.redis.replicas > 100: " + verdict)));
        anotherIsServedAtOnce();
    }

    /** As {@code coxswain why} has it. */
    private List<String> why(String name) {
        Playbook playbook = playbooks.stream()
                .filter(p -> p.name().equals(name))
                .findFirst()
                .orElseThrow();
        var now = InstantSource.system().instant();
        var candidates = new Triggers("coxswain")
                .candidates(
                        playbook, supervision.fleet().fleet(supervision.view(), Answers.NONE), supervision.view(), now);
        return Triggers.pass(
                        playbook, candidates, Observations.NONE, PastRuns.of(List.of()), _ -> Optional.empty(), now)
                .whys()
                .stream()
                .map(why -> why.target() + ": " + why.reason() + " " + why.conditions())
                .toList();
    }

    @Test
    void p8ARunWithASpoiltJournalIsLeftAloneAndToldOf() throws Exception {
        trigger("wait", "shop", "spoilt");
        until("it is at work", () -> phase("spoilt").equals("Running"));
        KubeObject run = runAbout("spoilt").orElseThrow();
        cluster.server().updateStatus(run.with("no JSON", "status", "variables"), PERSON);
        cluster.server()
                .create(
                        KubeObject.of(Map.of(
                                "apiVersion",
                                RunJson.GVK.apiVersion(),
                                "kind",
                                RunJson.GVK.kind(),
                                "metadata",
                                Map.of("namespace", "coxswain", "name", "nonsense"),
                                "spec",
                                Json.asMap(Json.at(
                                        run.with("yesterday", "spec", "firing", "since")
                                                .tree(),
                                        "spec")))),
                        PERSON);
        until("the one is told of", () -> logged(run.ref() + ": status.variables: Unrecognized token 'no'"));
        until(
                "the other is told of",
                () -> logged("PlaybookRun coxswain/nonsense: spec.firing.since: \"yesterday\" is no time"));
        until("an Event on each tells it", () -> eventsOn(run.name()) == 1 && eventsOn("nonsense") == 1);
        anotherIsServedAtOnce();
    }

    private long eventsOn(String run) {
        return cluster.server().list(Gvk.of("v1", "Event")).stream()
                .filter(event -> event.text("reason").equals("Unreadable"))
                .filter(event -> event.text("involvedObject", "name").equals(run))
                .count();
    }

    private boolean logged(String text) {
        return messages().stream().anyMatch(line -> line.contains(text));
    }

    /** What has been logged so far; others go on logging, one after the other, with the appender as their lock. */
    private List<String> messages() {
        synchronized (log) {
            return log.list.stream().map(ILoggingEvent::getFormattedMessage).toList();
        }
    }

    @Test
    void p8WhatCannotBeWorkedOutFailsItsRunAndSaysWhichStep() throws Exception {
        trigger("missing-key", "shop", "without");
        trigger("by-zero", "shop", "zero");
        trigger("costly", "shop", "costly");
        for (String about : List.of("without", "zero", "costly")) {
            until("the run about " + about + " ends", () -> phase(about).equals("Failed"));
        }
        assertThat(message("without"))
                .isEqualTo("step say: with.message: it is ${object.data.nowhere} cannot be told:"
                        + " key 'nowhere' is missing in: object.data.nowhere");
        assertThat(message("zero")).startsWith("step divide: ").contains("/ by zero", "object.data.zero");
        assertThat(message("costly")).startsWith("step count: ").contains("it takes more than 500000 steps");
        anotherIsServedAtOnce();
    }

    private String message(String about) {
        return runAbout(about).map(run -> run.text("status", "message")).orElse("");
    }

    @Test
    void p9ProgramsThatHangInOneNamespaceDelayNobodyInAnother() throws Exception {
        try (FakeExecServer silent = FakeExecServer.speaking(List.of())) {
            wire.run("hang", silent);
            for (int i = 0; i < HANGING; i++) {
                trigger("hang", "shop", "hanging-" + i);
            }
            until(
                    "most of them are at it",
                    () -> runs().stream()
                                    .filter(run -> run.text("spec", "firing", "target", "name")
                                            .startsWith("hanging-"))
                                    .filter(run -> !Json.asList(Json.at(run.tree(), "status", "steps"))
                                            .isEmpty())
                                    .count()
                            >= 32);
            anotherIsServedAtOnce();
        }
    }

    @Test
    void p8AProgramThatPrintsWithoutEndIsCutAndCostsNoMemory() throws Exception {
        AtomicLong most = new AtomicLong();
        long before = used();
        try (FakeExecServer printing = FakeExecServer.speaking(() -> printed(100, most))) {
            wire.run("print", printing);
            trigger("print", "shop", "printing");
            until("it ends", () -> phase("printing").equals("Succeeded"));
        }
        KubeObject run = runAbout("printing").orElseThrow();
        Object step = run.list("status", "steps").getFirst();
        assertThat(Json.asText(Json.at(step, "note")))
                .startsWith("print printed more than the 16384 bytes that are kept: xxx");
        assertThat(Json.asText(Json.at(step, "output"))).contains(" bytes cut)").hasSizeLessThan(10_000);
        assertThat(most.get() - before).as("bytes more in use while it printed").isLessThan(40L * MEGABYTE);
        anotherIsServedAtOnce();
    }

    private static byte[] said(String text) {
        return ("\1" + text).getBytes(StandardCharsets.UTF_8);
    }

    private static byte[] success() {
        return "\3{\"status\":\"Success\"}".getBytes(StandardCharsets.UTF_8);
    }

    private static long used() {
        System.gc();
        return ManagementFactory.getMemoryMXBean().getHeapMemoryUsage().getUsed();
    }

    /** In messages of 32 KiB, as a kubelet sends them; after each tenth megabyte it is measured what is in use. */
    private static Iterator<byte[]> printed(int megabytes, AtomicLong most) {
        byte[] message = new byte[32 * 1024];
        Arrays.fill(message, (byte) 'x');
        message[0] = 1;
        int count = megabytes * MEGABYTE / message.length;
        return new Iterator<>() {
            private int next;

            @Override
            public boolean hasNext() {
                return next <= count;
            }

            @Override
            public byte[] next() {
                if (next % (count / 10) == 0) {
                    most.accumulateAndGet(used(), Math::max);
                }
                return next++ < count ? message : success();
            }
        };
    }

    /** The profile takes the place of the one that came along; what it reads differs from what members say. */
    @Test
    void p8AQuestionThatIsAnsweredWithNonsenseIsToldOfWhereItMatters() throws Exception {
        wire.run("nonsense", FakeExecServer.speaking(List.of(said("\u0000\ufffd{]  :::\n1 2"), success())));
        create("""
                apiVersion: coxswain.dev/v1alpha1
                kind: OperatorProfile
                metadata: {name: spotahome-redis}
                spec:
                  title: Redis that is asked for what it does not say
                  operator: {images: [spotahome/redis-operator]}
                  atZero: nothing is mended
                  datastores:
                  - resource: {apiVersion: databases.spotahome.com/v1, kind: RedisFailover}
                    components:
                    - name: redis
                      selector: {redisfailovers.databases.spotahome.com/name: "${datastore.name}", app.kubernetes.io/component: redis}
                      container: redis
                      workload: {kind: StatefulSet, name: "rfr-${datastore.name}"}
                      questions:
                        disk: {command: [nonsense], timeout: 5s, parse: df}
                        info: {command: [nonsense], timeout: 5s, parse: redis-info}
                    primary: member.says.info.role == 'master'
                    replica: member.says.disk.available > 7
                    healthy: 10 / datastore.primaries.size() > 100
                ---
                apiVersion: coxswain.dev/v1alpha1
                kind: Playbook
                metadata: {name: by-word, namespace: coxswain}
                spec:
                  trigger: {member: {profiles: [spotahome-redis], when: member.name == 'rfr-session-0'}}
                  approval: {mode: Never}
                  steps:
                  - {name: room, uses: wait, with: {until: member.says.disk.available > 7, atMost: 1s}}
                """);
        until(
                "the profile is in use",
                () -> supervision
                        .fleet()
                        .profile("spotahome-redis")
                        .orElseThrow()
                        .title()
                        .endsWith("does not say"));
        until(
                "the run that waits for its word ends",
                () -> phase("rfr-session-0").equals("Failed"));
        assertThat(message("rfr-session-0"))
                .startsWith("room: ")
                .contains("rfr-session-0 is silent: disk: that is no answer of df -P: ?\ufffd{]")
                .doesNotContain("rfr-session-1");
        anotherIsServedAtOnce();
    }
}
