package dev.coxswain.run;

import static org.assertj.core.api.Assertions.assertThat;

import dev.coxswain.approval.Decision;
import dev.coxswain.cluster.Effect;
import dev.coxswain.cluster.ExecResult;
import dev.coxswain.cluster.Json;
import dev.coxswain.cluster.KubeObject;
import dev.coxswain.run.journal.Fitting;
import dev.coxswain.run.journal.RunJson;
import dev.coxswain.run.record.Run;
import dev.coxswain.run.record.RunState;
import dev.coxswain.trigger.Target;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** A run's object stays below 256 KiB, whatever happens: measured in the bytes that are sent. */
class FittingTest {

    private static final String ITEM =
            "target: {apiVersion: v1, kind: ConfigMap, namespace: shop, name: 'item-${item}'}";

    /** A playbook that changes 500 ConfigMaps, and then goes on, or fails. */
    private static Rig fiveHundred(String then) {
        Rig rig = new Rig(Rig.playbook("""
                - name: each
                  forEach: object.data.items.split(',')
                  uses: object.patch
                  atMost: 10m
                  with: {%s, merge: {data: {color: "${item} is blue"}}}
                %s""".formatted(ITEM, then)));
        StringBuilder items = new StringBuilder();
        for (int i = 0; i < 500; i++) {
            rig.create("{apiVersion: v1, kind: ConfigMap, metadata: {namespace: shop, name: item-" + i
                    + "}, data: {color: red, more: ünïcödé}}");
            items.append(i == 0 ? "" : ",").append(i);
        }
        rig.create(
                "{apiVersion: v1, kind: ConfigMap, metadata: {namespace: shop, name: trigger, labels: {go: job}}, data: {items: '"
                        + items + "'}}");
        return rig;
    }

    @Test
    void fiveHundredItemsAreChangedAndAfterARestartAllTakenBackAgain() {
        Rig rig = fiveHundred("- {name: hold-on, uses: wait, with: {until: '1 > 2', atMost: 30s}}");
        Rig.Ledger ledger = rig.remembersInALedger();
        rig.passes(20);
        assertThat(rig.run().state()).as(rig.run().message()).isInstanceOf(RunState.Running.class);
        assertThat(rig.run().compensations()).hasSize(500);
        assertThat(rig.get(Rig.configMap("shop", "item-499")).text("data", "color"))
                .isEqualTo("499 is blue");
        rig.restart();
        rig.passes(60);
        assertThat(rig.run().state().phase()).as(rig.run().message()).isEqualTo("Failed");
        assertThat(ledger.largest).isLessThan(256 * 1024);
        assertThat(rig.writes("PATCH", "/configmaps/item-")).isEqualTo(1000);
        for (int i = 0; i < 500; i += 50) {
            assertThat(rig.get(Rig.configMap("shop", "item-" + i)).text("data", "color"))
                    .isEqualTo("red");
        }
        assertThat(rig.run().cuts()).isNotEmpty();
        assertThat(rig.told)
                .anyMatch(n -> n.text().contains("the journal of") && n.text().contains("is full"));
    }

    @Test
    void whatPrintsTenMegabytesIsCutAndTheRunGoesOnAndStillKnowsTheExitCode() {
        Rig rig = new Rig(Rig.playbook("""
                - name: print
                  uses: pod.exec
                  irreversible: true
                  with: {pod: p, namespace: shop, command: [print]}
                - name: check
                  uses: assert
                  with: {that: steps.print.output.exitCode == 0}
                """));
        rig.create(
                "{apiVersion: v1, kind: Pod, metadata: {namespace: shop, name: p}, spec: {containers: [{name: c, image: c}]}}");
        Rig.Ledger ledger = rig.remembersInALedger();
        rig.wire = new Rig.Wire() {
            @Override
            public ExecResult exec(Effect.Exec exec) {
                return new ExecResult(0, "ü\"\u0001".repeat(10 * 1024 * 1024 / 4), "\\".repeat(10 * 1024 * 1024), true);
            }
        };
        rig.starts("job", "shop", "trigger");
        rig.passes(60);
        assertThat(rig.run().state().phase()).as(rig.story()).isEqualTo("Succeeded");
        assertThat(ledger.largest).isLessThan(64 * 1024);
        assertThat(Json.print(rig.run().step("print").orElseThrow().output())).contains("bytes cut");
        assertThat(rig.run().cuts()).anyMatch(cut -> cut.contains("outputs"));
    }

    @Test
    void threeHundredPeopleApproveWithLongReasons() {
        Rig rig = new Rig(Rig.playbook(
                "job",
                "approval: {mode: Required, approvers: 20, expiresAfter: 1h}",
                "- {name: hello, uses: notify, with: {message: hello}}"));
        Rig.Ledger ledger = rig.remembersInALedger();
        rig.starts("job", "shop", "trigger");
        rig.passes(5);
        for (int i = 0; i < 300; i++) {
            rig.answers(rig.run(), "Approve", "user-" + i + "@" + "x".repeat(100), "ö".repeat(900));
        }
        rig.passes(10);
        assertThat(rig.run().state().phase()).as(rig.story()).isEqualTo("Succeeded");
        assertThat(rig.run().answers()).hasSize(20);
        assertThat(ledger.largest).isLessThan(256 * 1024);
    }

    @Test
    void ofThreeHundredAnswersThatCountedTheFirstHundredAreKept() {
        KubeObject stored = RunJson.write(anyRun());
        List<Decision> answers = IntStream.range(0, 300)
                .mapToObj(i -> new Decision(
                        "d" + i,
                        "r",
                        "q1",
                        "abc",
                        true,
                        "user-" + i,
                        "ö".repeat(2000),
                        Instant.parse("2026-03-01T03:00:00Z")))
                .toList();
        Fitting.Fit fit =
                Fitting.of(stored, anyRun().answeredBy(answers), Instant.EPOCH).orElseThrow();
        assertThat(fit.run().answers()).hasSize(100);
        assertThat(fit.run().cuts()).anyMatch(cut -> cut.contains("answers"));
        assertThat(Json.bytes(fit.object().tree()).length).isLessThan(256 * 1024);
        assertThat(RunJson.read(fit.object())).isEqualTo(fit.run());
    }

    private static Run anyRun() {
        return Run.created(new Run.Spec(
                "coxswain", "r", "p", Map.of(), Target.NOTHING, Instant.EPOCH, Instant.EPOCH, "", Map.of()));
    }

    @Test
    void aRunWhoseSpecAloneIsTooLargeFailsAndSaysWhy() {
        Rig rig = new Rig(Rig.playbook("- {name: hello, uses: notify, with: {message: hello}}"));
        rig.starts("job", "shop", "trigger");
        rig.passes(5);
        KubeObject run = rig.server.list(RunJson.GVK).getFirst();
        KubeObject large = KubeObject.of(Map.of(
                "apiVersion",
                run.gvk().apiVersion(),
                "kind",
                run.gvk().kind(),
                "metadata",
                Map.of("namespace", "coxswain", "name", "large"),
                "spec",
                run.with(Map.of("x", "y".repeat(300_000)), "spec", "params").map("spec")));
        rig.server.create(large, Rig.PERSON);
        rig.passes(30);
        assertThat(rig.get(RunJson.ref("coxswain", "large")).text("status", "phase"))
                .isEqualTo("Failed");
        assertThat(rig.get(RunJson.ref("coxswain", "large")).text("status", "message"))
                .contains("no room");
    }

    @Test
    void aThousandMomentsAreShortenedInTheMiddleAndSaySo() {
        Rig rig = new Rig(Rig.playbook("""
                - name: chatter
                  forEach: object.data.items.split(',')
                  uses: notify
                  with: {message: "${item} %s"}
                """.formatted("long ".repeat(100))));
        Rig.Ledger ledger = rig.remembersInALedger();
        rig.create(
                "{apiVersion: v1, kind: ConfigMap, metadata: {namespace: shop, name: trigger, labels: {go: job}}, data: {items: '"
                        + "x,".repeat(999) + "x'}}");
        rig.passes(Duration.ofMinutes(2));
        assertThat(rig.run().state().phase()).as(rig.run().message()).isEqualTo("Succeeded");
        assertThat(ledger.largest).isLessThan(256 * 1024);
        assertThat(rig.run().timeline()).hasSizeLessThanOrEqualTo(200);
        assertThat(rig.run().timeline().getFirst().text()).startsWith("created");
        assertThat(rig.run().cuts()).isNotEmpty();
        assertThat(rig.told.stream().filter(n -> n.text().startsWith("x "))).hasSize(1000);
    }

    @Test
    void whatCannotBeUndoneForWantOfRoomIsNotDoneAndTheRestIsTakenBack() {
        SplittableRandom random = new SplittableRandom(1);
        Rig rig = new Rig(Rig.playbook("""
                - name: each
                  forEach: "['0', '1', '2', '3', '4', '5']"
                  uses: object.patch
                  with: {%s, merge: {data: {noise: changed}}}
                """.formatted(ITEM)));
        for (int i = 0; i < 6; i++) {
            StringBuilder noise = new StringBuilder();
            for (int c = 0; c < 60_000; c++) {
                noise.append((char) ('0' + random.nextInt(64)));
            }
            rig.create(Json.print(Map.of(
                    "apiVersion",
                    "v1",
                    "kind",
                    "ConfigMap",
                    "metadata",
                    Map.of("namespace", "shop", "name", "item-" + i),
                    "data",
                    Map.of("noise", noise.toString()))));
        }
        Rig.Ledger ledger = rig.remembersInALedger();
        rig.starts("job", "shop", "trigger");
        rig.passes(120);
        assertThat(rig.run().state().phase()).as(rig.run().message()).isEqualTo("Failed");
        assertThat(rig.run().message()).contains("no room");
        assertThat(ledger.largest).isLessThan(256 * 1024);
        for (int i = 0; i < 6; i++) {
            assertThat(rig.get(Rig.configMap("shop", "item-" + i)).text("data", "noise"))
                    .hasSize(60_000);
        }
    }
}
