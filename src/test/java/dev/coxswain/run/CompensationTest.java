package dev.coxswain.run;

import static org.assertj.core.api.Assertions.assertThat;

import dev.coxswain.cluster.ApiRequest;
import dev.coxswain.cluster.Effect;
import dev.coxswain.cluster.ExecResult;
import dev.coxswain.cluster.ObjectRef;
import dev.coxswain.run.record.Compensation;
import dev.coxswain.run.record.Run;
import dev.coxswain.run.record.RunState;
import dev.coxswain.run.record.StepRecord;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** What is undone when a run fails, in which order, and what is left as it is. */
class CompensationTest {

    private static final ObjectRef TARGET = Rig.configMap("shop", "target");
    private static final String PATCHES = "target: {apiVersion: v1, kind: ConfigMap, namespace: shop, name: target}";
    private static final String FAILS = """
            - name: fails
              uses: assert
              with: {that: "1 > 2", otherwise: it was to be}
            """;

    private static Rig rig(String steps) {
        Rig rig = new Rig(Rig.playbook(steps));
        rig.create(
                "{apiVersion: v1, kind: ConfigMap, metadata: {namespace: shop, name: target}, data: {a: one, b: one}}");
        rig.starts("job", "shop", "trigger");
        return rig;
    }

    private static String undone(Rig rig) {
        return String.join(
                "\n",
                rig.run().timeline().stream()
                        .map(Run.Moment::text)
                        .filter(text -> text.startsWith("undo"))
                        .toList());
    }

    @Test
    void whatTheAuthorWroteUndoesTheStepInPlaceOfTheInverseAndTheNewestComesFirst() {
        Rig rig = rig("""
                - name: first
                  uses: object.patch
                  with: {%s, merge: {data: {a: two}}}
                  undo:
                  - uses: object.patch
                    with: {%s, merge: {data: {a: undone-by-the-author}}}
                  - uses: notify
                    with: {message: "undid it for ${run.name}"}
                - name: second
                  uses: object.patch
                  with: {%s, merge: {data: {b: two}}}
                %s""".formatted(PATCHES, PATCHES, PATCHES, FAILS));
        rig.passes(30);
        assertThat(rig.run().state().phase()).as(rig.story()).isEqualTo("Failed");
        assertThat(rig.get(TARGET).text("data", "a")).isEqualTo("undone-by-the-author");
        assertThat(rig.get(TARGET).text("data", "b")).isEqualTo("one");
        assertThat(undone(rig))
                .as(rig.story())
                .containsSubsequence(
                        "undoing: patch ConfigMap shop/target",
                        "undo of first 1/2: patch",
                        "undo of first 2/2: undid it for job-",
                        "undone: the playbook's own undo of first");
        assertThat(rig.told).extracting(Run.Notice::text).anyMatch(text -> text.startsWith("undid it for job-"));
    }

    @Test
    void p6TheIntentToUndoIsJournaledBeforeAnythingIsDone() {
        Rig rig = rig("""
                - name: first
                  uses: object.patch
                  with: {%s, merge: {data: {a: two}}}
                  undo:
                  - uses: object.patch
                    with: {%s, merge: {data: {a: three}}}
                %s""".formatted(PATCHES, PATCHES, FAILS));
        List<String> journaled = new ArrayList<>();
        rig.wire = new Rig.Wire() {
            @Override
            public void after(ApiRequest request) {
                if (request.path().endsWith("/configmaps/target")
                        && request.method().equals("PATCH")) {
                    Run run = rig.run();
                    journaled.add(run.compensations() + "");
                    assertThat(run.compensations()).hasSize(1);
                    assertThat(run.compensations().getFirst().undo()).isInstanceOf(Compensation.Undo.Authored.class);
                    boolean undoing = run.state() instanceof RunState.Compensating;
                    Compensation.Undo.Authored undo = (Compensation.Undo.Authored)
                            run.compensations().getFirst().undo();
                    assertThat(undo.record().flatMap(StepRecord::pending).isPresent())
                            .isEqualTo(undoing);
                }
            }
        };
        rig.passes(30);
        assertThat(journaled).as(rig.story()).hasSize(2);
        assertThat(rig.get(TARGET).text("data", "a")).isEqualTo("three");
    }

    @Test
    void eachItemIsUndoneWithItsOwnItem() {
        String item = "target: {apiVersion: v1, kind: ConfigMap, namespace: shop, name: '${item}'}";
        Rig rig = rig("""
                - name: each
                  forEach: "['x', 'y']"
                  uses: object.patch
                  with: {%s, merge: {data: {a: set}}}
                  undo:
                  - uses: object.patch
                    with: {%s, merge: {data: {a: "undone ${item}"}}}
                %s""".formatted(item, item, FAILS));
        rig.create("{apiVersion: v1, kind: ConfigMap, metadata: {namespace: shop, name: x}, data: {a: one}}");
        rig.create("{apiVersion: v1, kind: ConfigMap, metadata: {namespace: shop, name: y}, data: {a: one}}");
        rig.passes(30);
        assertThat(rig.run().state().phase()).as(rig.story()).isEqualTo("Failed");
        for (String name : List.of("x", "y")) {
            assertThat(rig.get(Rig.configMap("shop", name)).text("data", "a")).isEqualTo("undone " + name);
        }
    }

    @Test
    void aStepThatHadNoEffectIsNotUndone() {
        Rig rig = rig("""
                - name: first
                  uses: object.create
                  with: {object: {apiVersion: v1, kind: ConfigMap, metadata: {namespace: shop, name: target}}}
                  undo:
                  - uses: notify
                    with: {message: must not be said}
                """);
        rig.passes(30);
        assertThat(rig.run().state().phase()).as(rig.story()).isEqualTo("Failed");
        assertThat(rig.told).extracting(Run.Notice::text).doesNotContain("must not be said");
    }

    @Test
    void anUndoThatFailsMakesTheRunStuckAndIsTriedAgainEveryHalfMinute() {
        Rig rig = rig("""
                - name: first
                  uses: object.patch
                  with: {%s, merge: {data: {a: two}}}
                  undo:
                  - uses: object.scale
                    with: {target: {apiVersion: apps/v1, kind: Deployment, namespace: shop, name: late}, replicas: 2}
                %s""".formatted(PATCHES, FAILS));
        rig.passes(120);
        assertThat(rig.run().state().phase()).as(rig.story()).isEqualTo("Stuck");
        assertThat(rig.told.stream().filter(n -> n.severity().equals("critical")))
                .hasSize(1);
        assertThat(rig.run().timeline()).as(rig.story()).hasSizeLessThan(25);
        rig.create("""
                apiVersion: apps/v1
                kind: Deployment
                metadata: {namespace: shop, name: late}
                spec: {replicas: 1, selector: {matchLabels: {a: b}}, template: {metadata: {labels: {a: b}}, spec: {containers: [{name: c, image: c}]}}}
                """);
        rig.passes(40);
        assertThat(rig.run().state().phase()).as(rig.story()).isEqualTo("Failed");
        assertThat(rig.get(ObjectRef.of("apps/v1", "Deployment", "shop", "late"))
                        .number(0, "spec", "replicas"))
                .isEqualTo(2);
    }

    @Test
    void aWaitAmongTheUndoingStepsEndsAtItsDeadline() {
        Rig rig = rig("""
                - name: first
                  uses: object.patch
                  with: {%s, merge: {data: {a: two}}}
                  undo:
                  - uses: wait
                    with: {until: "1 > 2"}
                    atMost: 1m
                    otherwise: continue
                  - uses: object.patch
                    with: {%s, merge: {data: {a: waited-in-vain}}}
                %s""".formatted(PATCHES, PATCHES, FAILS));
        rig.passes(50);
        assertThat(rig.run().state().phase()).as(rig.story()).isEqualTo("Compensating");
        assertThat(rig.get(TARGET).text("data", "a")).isEqualTo("two");
        rig.passes(40);
        assertThat(rig.run().state().phase()).as(rig.story()).isEqualTo("Failed");
        assertThat(rig.get(TARGET).text("data", "a")).isEqualTo("waited-in-vain");
    }

    @Test
    void p6AnUndoOfWhichNobodyHeardAgainIsLookedUpAndNotDoneTwice() {
        Rig rig = rig("""
                - name: first
                  uses: object.patch
                  with: {%s, merge: {data: {a: two}}}
                  undo:
                  - uses: object.create
                    with: {object: {apiVersion: v1, kind: ConfigMap, metadata: {namespace: shop, name: marker}}}
                    irreversible: true
                %s""".formatted(PATCHES, FAILS));
        List<String> cut = new ArrayList<>();
        rig.wire = new Rig.Wire() {
            @Override
            public void after(ApiRequest request) throws IOException {
                if (request.method().equals("POST") && request.path().endsWith("/configmaps") && cut.isEmpty()) {
                    cut.add("cut");
                    throw new IOException("connection reset");
                }
            }
        };
        rig.passes(60);
        assertThat(rig.run().state().phase()).as(rig.story()).isEqualTo("Failed");
        assertThat(rig.writes("POST", "/shop/configmaps")).as(rig.story()).isEqualTo(1);
    }

    @Test
    void aProgramThatMayHaveRunIsUndoneByItsAuthorsUndo() {
        Rig rig = rig("""
                - name: run-it
                  uses: pod.exec
                  with: {pod: p, namespace: shop, command: [set, flag]}
                  undo:
                  - uses: pod.exec
                    with: {pod: p, namespace: shop, command: [unset, flag], repeatable: true}
                    irreversible: true
                """);
        rig.create(
                "{apiVersion: v1, kind: Pod, metadata: {namespace: shop, name: p}, spec: {containers: [{name: c, image: c}]}}");
        List<String> ran = new ArrayList<>();
        rig.wire = new Rig.Wire() {
            @Override
            public ExecResult exec(Effect.Exec exec) throws IOException {
                ran.add(exec.command().getFirst());
                if (ran.size() == 1) {
                    throw new IOException("connection reset");
                }
                return new ExecResult(0, "", "", false);
            }
        };
        rig.passes(60);
        assertThat(rig.run().state().phase()).as(rig.story()).isEqualTo("Failed");
        assertThat(ran).as(rig.story()).containsExactly("set", "unset");
        assertThat(rig.told).extracting(Run.Notice::text).anyMatch(t -> t.contains("nobody knows whether it ran"));
    }
}
