package dev.coxswain.faults;

import static org.assertj.core.api.Assertions.assertThat;

import dev.coxswain.app.Cast;
import dev.coxswain.cluster.Json;
import dev.coxswain.cluster.KubeObject;
import dev.coxswain.cluster.ObjectRef;
import dev.coxswain.cluster.Preconditions;
import dev.coxswain.expression.CelExpressions;
import dev.coxswain.expression.Diagnostics;
import dev.coxswain.expression.YamlDocument;
import dev.coxswain.fleet.BuiltInProfiles;
import dev.coxswain.fleet.FleetModel;
import dev.coxswain.kube.Manifests;
import dev.coxswain.run.RunEngine;
import dev.coxswain.run.RunJson;
import dev.coxswain.simulator.VirtualTime;
import dev.coxswain.simulator.api.Api;
import dev.coxswain.simulator.api.ApiServer;
import dev.coxswain.simulator.world.RedisWorld;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

/** Days of the demo's fleet under virtual time: incidents, approvals, pods that die; nothing may pile up. */
class EnduranceTest {

    private static final double DAYS = Double.parseDouble(System.getProperty("coxswain.days", "0.25"));
    private static final int LARGEST_RUN = 256 * 1024;
    private static final int RETAINED = 200;
    private static final Api.Actor PERSON = new Api.Actor("kubernetes-admin", "kubectl");

    private final VirtualTime time = new VirtualTime(Instant.parse("2026-03-01T03:00:00Z"));
    private final ApiServer server = new ApiServer(time, new SplittableRandom(1));
    private final SplittableRandom chance = new SplittableRandom(7);
    private final Set<String> answered = new HashSet<>();

    @Test
    void nothingPilesUpOverDaysOfIncidents() {
        try (Silence silence = new Silence()) {
            lastsForDays(silence);
        }
    }

    private void lastsForDays(Silence silence) {
        RedisWorld world = RedisWorld.builder(time, server, server.lock())
                .failover("shop", "cart")
                .build();
        server.setRuntime(world.runtime());
        String manifests = Manifests.all();
        YamlDocument.read(manifests, new Diagnostics("the manifests", manifests))
                .forEach(node -> server.create(KubeObject.of(Json.asMap(node.json())), PERSON));
        server.create(
                KubeObject.of(Map.of("apiVersion", "v1", "kind", "Namespace", "metadata", Map.of("name", "coxswain"))),
                PERSON);
        FleetModel fleet = new FleetModel(BuiltInProfiles.all(new CelExpressions()));
        Cast.Setting setting = new Cast.Setting(
                time,
                server,
                fleet,
                Story.all().stream().map(Story::playbook).distinct().toList(),
                "coxswain");
        Script script = new Script(0, Story.all().getFirst(), List.of());
        Evidence evidence = new Evidence(server, time, time.instant(), script);
        silence.whenSomethingBreaks(broken -> {
            throw new AssertionError("something broke", broken);
        });
        Replica supervisor = new Replica(
                0, setting, script, Build.SOUND, new Play.Stage(evidence::sinceStart, world::advance, happened -> {}));
        int threads = Thread.activeCount();
        long early = 0;
        int incidents = 0;
        Duration whole = Duration.ofMinutes((long) (DAYS * 24 * 60));
        for (Duration passed = Duration.ZERO; passed.compareTo(whole) < 0; passed = passed.plusSeconds(1)) {
            world.advance(Duration.ofSeconds(1));
            supervisor.act();
            if (passed.toSeconds() % 3600 == 600 && isQuiet(world)) {
                incidents++;
                incident(world);
            }
            if (passed.toSeconds() % 60 == 0) {
                approve();
            }
            if (passed.toSeconds() == whole.toSeconds() / 3) {
                early = heap();
            }
        }
        List<KubeObject> runs = server.list(RunJson.GVK);
        assertThat(runs).hasSizeBetween(1, RETAINED);
        assertThat(runs.stream().mapToInt(EnduranceTest::bytes).max().orElse(0)).isLessThan(LARGEST_RUN);
        assertThat(runs.stream().filter(Evidence::isFinished).count())
                .as("of " + incidents + " incidents")
                .isPositive();
        assertThat(Thread.activeCount()).isLessThanOrEqualTo(threads + 2);
        // what is kept grows with the runs, up to their retention, and with nothing else
        long allowed = early / 4 + (long) RETAINED * LARGEST_RUN;
        assertThat(heap()).isLessThan(early + allowed);
    }

    private boolean isQuiet(RedisWorld world) {
        return world.primaryOf("shop", "cart").isPresent()
                && world.world().api().list(RunJson.GVK).stream().allMatch(Evidence::isFinished)
                && server.list(dev.coxswain.cluster.Gvk.of("v1", "Pod"), "shop").stream()
                                .filter(pod -> pod.name().startsWith("rfr-")
                                        && world.process(pod).isPresent())
                                .count()
                        == 3;
    }

    private static int bytes(KubeObject run) {
        return Json.print(run.tree()).getBytes(StandardCharsets.UTF_8).length;
    }

    private static long heap() {
        System.gc();
        return Runtime.getRuntime().totalMemory() - Runtime.getRuntime().freeMemory();
    }

    private void incident(RedisWorld world) {
        String replica = world.replicaOf("shop", "cart");
        if (chance.nextInt(4) == 0) {
            server.delete(ObjectRef.pod("shop", replica), Preconditions.NONE, PERSON);
        } else {
            world.restartWithSlowLoad("shop", replica, Duration.ofSeconds(150 + chance.nextInt(120)));
        }
    }

    private void approve() {
        server.list(RunJson.GVK).stream()
                .filter(run -> run.text("status", "phase").equals("AwaitingApproval"))
                .map(RunJson::read)
                .forEach(run -> RunEngine.openQuestion(run)
                        .filter(question -> answered.add(run.spec().key() + question.id()))
                        .ifPresent(question -> server.create(
                                KubeObject.of(Map.of(
                                        "apiVersion",
                                        "coxswain.dev/v1alpha1",
                                        "kind",
                                        "Decision",
                                        "metadata",
                                        Map.of(
                                                "namespace",
                                                run.spec().namespace(),
                                                "name",
                                                run.spec().name() + "-" + question.id()),
                                        "spec",
                                        Map.of(
                                                "run", run.spec().name(),
                                                "question", question.id(),
                                                "digest", question.digest(),
                                                "answer", chance.nextInt(5) == 0 ? "Deny" : "Approve",
                                                "by", PERSON.user()))),
                                PERSON)));
    }
}
