package dev.coxswain.run;

import static org.assertj.core.api.Assertions.assertThat;

import dev.coxswain.cluster.ApiRequest;
import dev.coxswain.cluster.Effect;
import dev.coxswain.cluster.ExecResult;
import dev.coxswain.cluster.KubeObject;
import dev.coxswain.cluster.ObjectRef;
import dev.coxswain.run.journal.Journal;
import dev.coxswain.run.record.Run;
import dev.coxswain.run.record.RunState;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

/** The promises that the engine keeps, each by its number. */
class EnginePromisesTest {

    private static final ObjectRef TRIGGER = Rig.configMap("shop", "trigger");
    private static final ObjectRef TARGET = Rig.configMap("shop", "target");
    private static final String PAINT = """
            - name: paint
              uses: object.patch
              with: {target: {apiVersion: v1, kind: ConfigMap, namespace: shop, name: target}, merge: {data: {color: "${object.data.color}"}}}
            """;
    private static final String ASKS = "severity: critical\napproval: {mode: Required, expiresAfter: 30m}";

    private static Rig asking(String steps) {
        Rig rig = new Rig(Rig.playbook("job", ASKS, steps));
        rig.create(
                "{apiVersion: v1, kind: ConfigMap, metadata: {namespace: shop, name: target}, data: {color: white}}");
        rig.starts("job", "shop", "trigger");
        rig.passes(5);
        return rig;
    }

    private static String color(Rig rig) {
        return rig.get(TARGET).text("data", "color");
    }

    @Test
    void p4NothingIsChangedBeforeItIsApproved() {
        Rig rig = asking(PAINT);
        rig.passes(600);
        assertThat(rig.run().state().phase()).as(rig.story()).isEqualTo("AwaitingApproval");
        assertThat(rig.writes("PATCH", "/configmaps/target")).isZero();
        rig.answers(rig.run(), "Approve", "ann");
        rig.passes(10);
        assertThat(rig.run().state().phase()).as(rig.story()).isEqualTo("Succeeded");
        assertThat(color(rig)).isEqualTo("red");
    }

    @Test
    void p4APlanThatChangedSinceIsAskedAboutAgainAndTheOldAnswerIsNone() {
        Rig rig = asking(PAINT);
        String shown = rig.run().plan().orElseThrow().digest();
        rig.edit(TRIGGER, "blue", "data", "color");
        rig.answers(rig.run(), "Approve", "ann");
        rig.passes(10);
        assertThat(rig.run().state().phase()).as(rig.story()).isEqualTo("AwaitingApproval");
        assertThat(rig.run().plan().orElseThrow().digest()).isNotEqualTo(shown);
        assertThat(rig.run().question().orElseThrow().id()).isEqualTo("q2");
        assertThat(color(rig)).isEqualTo("white");
        rig.answers(rig.run(), "Approve", "ann");
        rig.passes(10);
        assertThat(color(rig)).as(rig.story()).isEqualTo("blue");
    }

    @Test
    void p4WhatChangesInTheMiddleOfTheRunIsAskedAboutAgain() {
        Rig rig = asking("""
                - name: first
                  uses: object.label
                  with: {target: {apiVersion: v1, kind: ConfigMap, namespace: shop, name: target}, labels: {first: done}}
                - {name: hold-on, uses: wait, with: {until: has(object.data.ready), atMost: 2h}}
                """ + PAINT);
        rig.answers(rig.run(), "Approve", "ann");
        rig.passes(10);
        assertThat(rig.get(TARGET).labels()).as(rig.story()).containsKey("first");
        rig.edit(TRIGGER, Map.of("color", "blue", "ready", "yes"), "data");
        rig.passes(10);
        Run run = rig.run();
        assertThat(run.state()).as(rig.story()).isEqualTo(new RunState.AwaitingApproval(2));
        assertThat(run.message()).contains("the plan has changed");
        assertThat(run.plan().orElseThrow().effects()).hasSize(1);
        assertThat(color(rig)).isEqualTo("white");
        rig.restart();
        rig.answers(rig.run(), "Deny", "ann");
        rig.passes(10);
        assertThat(rig.run().state().phase()).as(rig.story()).isEqualTo("Denied");
        assertThat(color(rig)).isEqualTo("white");
        assertThat(rig.get(TARGET).labels())
                .as("what was done before is taken back")
                .doesNotContainKey("first");
    }

    @Test
    void whatWasDeniedIsNotAskedAgainUntilItHasBeenOtherwiseAndTheCooldownIsOver() {
        for (String end : List.of("Denied", "Expired")) {
            Rig rig = asking(PAINT);
            if (end.equals("Denied")) {
                rig.answers(rig.run(), "Deny", "ann");
            }
            rig.passes(Duration.ofHours(3));
            assertThat(rig.run().state().phase()).as(rig.story()).isEqualTo(end);
            rig.edit(TRIGGER, Map.of(), "metadata", "labels");
            rig.passes(5);
            rig.edit(TRIGGER, Map.of("go", "job"), "metadata", "labels");
            rig.passes(5);
            assertThat(rig.runs()).as(rig.story()).hasSize(2);
        }
    }

    @Test
    void anIncidentThatComesBackWithinTheCooldownWaitsForItsEnd() {
        Rig rig = asking(PAINT);
        rig.answers(rig.run(), "Deny", "ann");
        rig.passes(10);
        rig.edit(TRIGGER, Map.of(), "metadata", "labels");
        rig.passes(5);
        rig.edit(TRIGGER, Map.of("go", "job"), "metadata", "labels");
        rig.passes(Duration.ofMinutes(55));
        assertThat(rig.runs()).as(rig.story()).hasSize(1);
        rig.passes(Duration.ofMinutes(10));
        assertThat(rig.runs()).as(rig.story()).hasSize(2);
    }

    @Test
    void aRefusalThatThePlanFindsWeighsAsMuchAsTheQuestion() {
        Rig rig = asking(
                "- {name: must-be, uses: assert, with: {that: object.data.color == 'green', otherwise: it is not green}}\n"
                        + PAINT);
        assertThat(rig.run().state().phase()).as(rig.story()).isEqualTo("Failed");
        assertThat(rig.told).singleElement().satisfies(notice -> {
            assertThat(notice.severity()).isEqualTo("critical");
            assertThat(notice.text()).contains("it is not green");
        });
    }

    @Test
    void whatIsAssertedAfterAChangeIsAssumedAndSaidToBe() {
        Rig rig = asking(PAINT + "- {name: must-be, uses: assert, with: {that: object.data.color == 'green'}}\n");
        assertThat(rig.run().state().phase()).as(rig.story()).isEqualTo("AwaitingApproval");
        assertThat(rig.run().plan().orElseThrow().remarks()).anyMatch(remark -> remark.contains("must-be is assumed"));
    }

    @Test
    void p5NewsThatComesTwiceOrNeverLeadsToTheSameRuns() {
        List<String> stories = new ArrayList<>();
        for (Rig.News news : Rig.News.values()) {
            Rig rig = new Rig(Rig.playbook(
                    "- {name: hold-on, uses: wait, with: {until: has(object.data.ready), atMost: 10m}}\n" + PAINT));
            rig.news = news;
            rig.create(
                    "{apiVersion: v1, kind: ConfigMap, metadata: {namespace: shop, name: target}, data: {color: white}}");
            rig.starts("job", "shop", "trigger");
            rig.passes(60);
            rig.edit(TRIGGER, Map.of("color", "red", "ready", "yes"), "data");
            rig.passes(60);
            assertThat(rig.run().state().phase()).as(news + rig.story()).isEqualTo("Succeeded");
            assertThat(rig.writes("PATCH", "/configmaps/target"))
                    .as(news.name())
                    .isEqualTo(1);
            stories.add(rig.run().spec().name()
                    + rig.run().timeline().stream().map(Run.Moment::text).toList());
        }
        assertThat(stories).containsOnly(stories.getFirst());
    }

    @Test
    void p7NothingIsAppliedWhoseIntentCouldNotBeAppended() {
        for (Journal.Written refusal :
                List.of(new Journal.Written.Lost("another leader wrote"), new Journal.Written.Unreachable("down"))) {
            Rig rig = new Rig(Rig.playbook(PAINT));
            rig.create(
                    "{apiVersion: v1, kind: ConfigMap, metadata: {namespace: shop, name: target}, data: {color: white}}");
            rig.remembersWith(memory -> new Deposed(memory, refusal));
            rig.starts("job", "shop", "trigger");
            rig.passes(60);
            assertThat(rig.runs()).hasSize(1);
            assertThat(rig.writes("PATCH", "/configmaps/target")).isZero();
            assertThat(color(rig)).isEqualTo("white");
        }
    }

    /** Of whom the API server takes no append any more. */
    private static final class Deposed extends AlteredJournal {
        private final Written refusal;

        Deposed(Journal memory, Written refusal) {
            super(memory);
            this.refusal = refusal;
        }

        @Override
        public Written append(KubeObject run) {
            return refusal;
        }

        @Override
        public Written update(KubeObject run) {
            return refusal;
        }

        @Override
        public Written delete(KubeObject run) {
            return refusal;
        }
    }

    @Test
    void aRunThatTheApiServerDoesNotTakeIsTriedAgainNowAndThen() {
        Rig rig = new Rig(Rig.playbook(PAINT));
        rig.create(
                "{apiVersion: v1, kind: ConfigMap, metadata: {namespace: shop, name: target}, data: {color: white}}");
        AtomicInteger attempts = new AtomicInteger();
        rig.remembersWith(memory -> new Refusing(memory, attempts, 4));
        rig.starts("job", "shop", "trigger");

        rig.passes(15);
        assertThat(attempts).hasValue(3);
        rig.passes(30);
        assertThat(rig.run().state().phase()).isEqualTo("Succeeded");
        assertThat(attempts).hasValue(5);
    }

    /** Takes no run before so many have been refused. */
    private static final class Refusing extends AlteredJournal {
        private final AtomicInteger attempts;
        private final int refused;

        Refusing(Journal memory, AtomicInteger attempts, int refused) {
            super(memory);
            this.attempts = attempts;
            this.refused = refused;
        }

        @Override
        public Written create(KubeObject run) {
            return attempts.incrementAndGet() > refused ? super.create(run) : new Written.Unreachable("HTTP 403");
        }
    }

    @Test
    void p8WhatFailsAtRunTimeFailsItsRunAndSaysWhyWhileOthersGoOn() {
        Rig rig = new Rig(
                Rig.playbook("when", "approval: {mode: Never}", "- {name: x, uses: notify, with: {message: x}}")
                        .replace("== 'when'", "== 'when' && object.data.count.size() > 10 / int(object.data.zero)"),
                Rig.playbook(
                        "guard",
                        "approval: {mode: Never}\nguards: [{that: int(object.data.color) > 0, otherwise: no}]",
                        "- {name: x, uses: notify, with: {message: x}}"),
                Rig.playbook(
                        "step",
                        "approval: {mode: Never}",
                        "- {name: x, uses: notify, with: {message: \"${object.data.list[7]}\"}}"),
                Rig.playbook(
                        "if",
                        "approval: {mode: Never}",
                        "- {name: x, if: object.data.color > 3, uses: notify, with: {message: x}}"),
                Rig.playbook(
                        "well", "approval: {mode: Never}", "- {name: x, uses: notify, with: {message: all is well}}"));
        rig.create(
                "{apiVersion: v1, kind: Pod, metadata: {namespace: shop, name: bare}, spec: {containers: [{name: c, image: c}]}}");
        for (String name : List.of("when", "guard", "step", "if", "well")) {
            rig.starts(name, "shop", name);
        }
        rig.passes(30);
        Map<String, String> ends = new java.util.TreeMap<>();
        rig.runs()
                .forEach(run -> ends.put(run.spec().playbookName(), run.state().phase() + " " + run.message()));
        assertThat(ends).as(rig.story()).containsOnlyKeys("guard", "step", "if", "well");
        assertThat(ends.get("well")).startsWith("Succeeded");
        for (String broken : List.of("guard", "step", "if")) {
            assertThat(ends.get(broken)).startsWith("Failed").contains("cannot be told");
        }
    }

    @Test
    void p8AProgramThatHangsOrPrintsWithoutEndFailsItsStepAlone() {
        Rig rig = new Rig(Rig.playbook("""
                - {name: hangs, uses: pod.exec, irreversible: true, otherwise: continue, with: {pod: p, namespace: shop, command: [hang]}}
                - {name: prints, uses: pod.exec, irreversible: true, with: {pod: p, namespace: shop, command: [print]}}
                """));
        rig.create(
                "{apiVersion: v1, kind: Pod, metadata: {namespace: shop, name: p}, spec: {containers: [{name: c, image: c}]}}");
        rig.wire = new Rig.Wire() {
            @Override
            public ExecResult exec(Effect.Exec exec) throws IOException {
                if (exec.command().contains("hang")) {
                    throw new IOException(exec.summary() + " did not end within " + exec.timeout());
                }
                return new ExecResult(0, "x".repeat(100_000_000), "", true);
            }
        };
        rig.starts("job", "shop", "trigger");
        rig.passes(60);
        // the first one must not run twice, and nobody knows whether it did: a human is told, and the run ends there
        assertThat(rig.run().state().phase()).as(rig.story()).isEqualTo("Failed");
        assertThat(rig.told)
                .anyMatch(n -> n.severity().equals("critical") && n.text().contains("must not run twice"));
    }

    @Test
    void p9ARunThatIsStuckDelaysNoOther() {
        Rig rig = new Rig(Rig.playbook("stuck", "approval: {mode: Never}", """
                        - name: first
                          uses: object.label
                          with: {target: {apiVersion: v1, kind: ConfigMap, namespace: shop, name: "${object.metadata.name}"}, labels: {a: b}}
                          undo: [{uses: object.scale, with: {target: {apiVersion: apps/v1, kind: Deployment, namespace: shop, name: never}, replicas: 1}}]
                        - {name: fails, uses: assert, with: {that: '1 > 2'}}
                        """), Rig.playbook(PAINT));
        rig.create(
                "{apiVersion: v1, kind: ConfigMap, metadata: {namespace: shop, name: target}, data: {color: white}}");
        for (int i = 0; i < 20; i++) {
            rig.starts("stuck", "shop", "stuck-" + i);
        }
        rig.passes(60);
        Instant before = rig.time.instant();
        rig.namespace("production");
        rig.starts("job", "production", "trigger");
        rig.passes(30);
        Run run = rig.runs().stream()
                .filter(r -> r.spec().playbookName().equals("job"))
                .findFirst()
                .orElseThrow();
        assertThat(run.state().phase()).as(rig.story()).isEqualTo("Succeeded");
        assertThat(Duration.between(before, run.finishedAt().orElseThrow())).isLessThanOrEqualTo(Duration.ofSeconds(2));
        assertThat(rig.runs().stream().filter(r -> r.state() instanceof RunState.Stuck))
                .hasSize(20);
    }

    @Test
    void whoeverAnswersInVainAThousandTimesIsToldOfTwentyAndHoldsUpNobody() {
        Rig rig = asking(PAINT);
        Run run = rig.run();
        for (int i = 0; i < 300; i++) {
            rig.create(dev.coxswain.cluster.Json.print(Map.of(
                    "apiVersion",
                    "coxswain.dev/v1alpha1",
                    "kind",
                    "Decision",
                    "metadata",
                    Map.of("namespace", "coxswain", "name", "vain-" + i),
                    "spec",
                    Map.of(
                            "run",
                            run.spec().name(),
                            "question",
                            "q1",
                            "digest",
                            "other",
                            "answer",
                            "Approve",
                            "by",
                            "mallory"))));
        }
        long appended = rig.sent.size();
        rig.passes(120);
        assertThat(rig.sent.size() - appended).isLessThan(30);
        assertThat(rig.run().timeline().stream().filter(m -> m.text().contains("does not count")))
                .hasSize(20);
        rig.answers(rig.run(), "Approve", "ann");
        rig.passes(10);
        assertThat(rig.run().state().phase()).as(rig.story()).isEqualTo("Succeeded");
    }

    @Test
    void aRequestThatIsNoneLeavesTheSupervisorAlone() {
        Rig rig = asking(PAINT);
        rig.wire = new Rig.Wire() {
            @Override
            public void after(ApiRequest request) throws IOException {
                if (request.path().endsWith("/status")) {
                    throw new IOException("every answer to an append is lost");
                }
            }
        };
        rig.answers(rig.run(), "Approve", "ann");
        rig.passes(60);
        assertThat(color(rig)).isEqualTo("white");
        rig.wire = new Rig.Wire() {};
        rig.passes(30);
        assertThat(rig.run().state().phase()).as(rig.story()).isEqualTo("Succeeded");
        assertThat(rig.writes("PATCH", "/configmaps/target")).isEqualTo(1);
    }
}
