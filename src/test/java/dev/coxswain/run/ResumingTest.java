package dev.coxswain.run;

import static org.assertj.core.api.Assertions.assertThat;

import dev.coxswain.cluster.ApiRequest;
import dev.coxswain.cluster.Effect;
import dev.coxswain.cluster.ExecResult;
import dev.coxswain.cluster.ObjectRef;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Predicate;
import org.junit.jupiter.api.Test;

/** P6: an effect of which nobody heard again is looked up; what cannot be looked up stops the run and tells a human. */
class ResumingTest {

    private static final ObjectRef TARGET = Rig.configMap("shop", "target");
    private static final ObjectRef WORKLOAD = ObjectRef.of("apps/v1", "Deployment", "shop", "web");
    private static final String ON_TARGET = "target: {apiVersion: v1, kind: ConfigMap, namespace: shop, name: target}";
    private static final String ON_WORKLOAD =
            "target: {apiVersion: apps/v1, kind: Deployment, namespace: shop, name: web}";
    private static final String FAILS = "- {name: fails, uses: assert, with: {that: '1 > 2', otherwise: it was to be}}";

    private static Rig rig(String steps) {
        Rig rig = new Rig(Rig.playbook(steps));
        rig.create(
                "{apiVersion: v1, kind: ConfigMap, metadata: {namespace: shop, name: target}, data: {a: one, b: one}}");
        rig.create("""
                apiVersion: apps/v1
                kind: Deployment
                metadata: {namespace: shop, name: web}
                spec:
                  replicas: 1
                  selector: {matchLabels: {a: b}}
                  template:
                    metadata: {labels: {a: b}}
                    spec:
                      containers: [{name: c, image: c, args: [one], resources: {limits: {memory: 1Gi}}}]
                """);
        rig.create(
                "{apiVersion: v1, kind: Pod, metadata: {namespace: shop, name: p}, spec: {containers: [{name: c, image: c}]}}");
        rig.starts("job", "shop", "trigger");
        return rig;
    }

    /** The first answer to such a request is lost; what happens then happens before the supervisor looks. */
    private static Rig.Wire losing(Predicate<ApiRequest> which, Runnable then) {
        return new Rig.Wire() {
            private boolean lost;

            @Override
            public void after(ApiRequest request) throws IOException {
                if (!lost && which.test(request)) {
                    lost = true;
                    then.run();
                    throw new IOException("connection reset");
                }
            }
        };
    }

    private static Predicate<ApiRequest> patches(String name) {
        return request -> request.method().equals("PATCH") && request.path().endsWith("/" + name);
    }

    @Test
    void p6AJsonPatchWhoseAnswerWasLostIsNotAppliedTwice() {
        Rig rig = rig("- {name: add, uses: object.patch, with: {" + ON_WORKLOAD
                + ", json: [{op: add, path: /spec/template/spec/containers/0/args/-, value: two}]}}");
        rig.wire = losing(patches("web"), () -> {});
        rig.passes(60);
        assertThat(rig.run().state().phase()).as(rig.story()).isEqualTo("Succeeded");
        assertThat(rig.writes("PATCH", "/deployments/web")).as(rig.story()).isEqualTo(1);
        assertThat(rig.get(WORKLOAD)
                        .list("spec", "template", "spec", "containers")
                        .toString())
                .contains("[one, two]");
    }

    @Test
    void p6WhatTheServerAddsAndRewritesDoesNotHideThatAPatchWasApplied() {
        Rig rig = rig("- {name: more, uses: object.patch, with: {" + ON_WORKLOAD
                + ", strategic: {spec: {template: {spec: {containers: [{name: c, resources: {limits: {memory: 2048Mi}},"
                + " livenessProbe: {tcpSocket: {port: 80}}}]}}}}}}");
        // the server writes quantities its own way
        rig.wire = losing(patches("web"), () -> {
            Object containers = dev.coxswain.cluster.Json.parse(
                    dev.coxswain.cluster.Json.print(rig.get(WORKLOAD).list("spec", "template", "spec", "containers"))
                            .replace("2048Mi", "2Gi"));
            rig.edit(WORKLOAD, containers, "spec", "template", "spec", "containers");
        });
        rig.passes(60);
        assertThat(rig.run().state().phase()).as(rig.story()).isEqualTo("Succeeded");
        assertThat(rig.story()).contains("had been applied");
        assertThat(rig.writes("PATCH", "/deployments/web")).as(rig.story()).isEqualTo(1);
    }

    @Test
    void p6AnObjectThatTellsNeitherWayStopsTheRunAndTellsAHuman() {
        Rig rig = rig("- {name: set, uses: object.patch, with: {" + ON_TARGET + ", merge: {data: {a: two}}}}");
        rig.wire = losing(patches("target"), () -> rig.edit(TARGET, "three", "data", "a"));
        rig.passes(60);
        assertThat(rig.run().state().phase()).as(rig.story()).isEqualTo("Failed");
        assertThat(rig.get(TARGET).text("data", "a")).isEqualTo("three");
        assertThat(rig.told)
                .anyMatch(n ->
                        n.severity().equals("critical") && n.text().contains("nobody knows whether it was applied"));
    }

    @Test
    void p6AnObjectOfThatNameThatSomebodyElseCreatedIsNeitherTakenForOursNorDeleted() {
        Rig rig = rig("""
                - name: make
                  uses: object.create
                  with: {object: {apiVersion: v1, kind: ConfigMap, metadata: {namespace: shop, name: made}}}
                """ + FAILS);
        rig.wire = new Rig.Wire() {
            private boolean lost;

            @Override
            public java.util.Optional<dev.coxswain.cluster.ApiResponse> instead(ApiRequest request) throws IOException {
                if (!lost && request.method().equals("POST") && request.path().endsWith("/configmaps")) {
                    lost = true;
                    rig.create(
                            "{apiVersion: v1, kind: ConfigMap, metadata: {namespace: shop, name: made}, data: {x: theirs}}");
                    throw new IOException("connection reset");
                }
                return java.util.Optional.empty();
            }
        };
        rig.passes(60);
        assertThat(rig.run().state().phase()).as(rig.story()).isEqualTo("Failed");
        assertThat(rig.get(Rig.configMap("shop", "made")).text("data", "x")).isEqualTo("theirs");
    }

    @Test
    void p6WhatTheRunCreatedIsKnownAgainAndDeletedOnTheWayBack() {
        Rig rig = rig("""
                - name: make
                  uses: object.create
                  with: {object: {apiVersion: v1, kind: ConfigMap, metadata: {namespace: shop, name: made}}}
                """ + FAILS);
        rig.wire = losing(r -> r.method().equals("POST") && r.path().endsWith("/configmaps"), () -> {});
        rig.passes(60);
        assertThat(rig.run().state().phase()).as(rig.story()).isEqualTo("Failed");
        assertThat(rig.writes("POST", "/shop/configmaps")).isEqualTo(1);
        assertThat(rig.server.find(Rig.configMap("shop", "made")))
                .as(rig.story())
                .isEmpty();
    }

    @Test
    void p6AnUndoWhoseAnswerWasLostIsSeenToHaveHappened() {
        Rig rig =
                rig("- {name: set, uses: object.patch, with: {" + ON_TARGET + ", merge: {data: {a: two}}}}\n" + FAILS);
        List<String> lost = new ArrayList<>();
        rig.wire = new Rig.Wire() {
            @Override
            public void after(ApiRequest request) throws IOException {
                boolean undo =
                        patches("target").test(request) && request.contentType().contains("json-patch");
                if (undo && lost.isEmpty()) {
                    lost.add("undo");
                    throw new IOException("connection reset");
                }
            }
        };
        rig.passes(60);
        assertThat(rig.run().state().phase()).as(rig.story()).isEqualTo("Failed");
        assertThat(lost).isNotEmpty();
        assertThat(rig.story()).contains("it is as it was before").doesNotContain("changed by somebody else");
        assertThat(rig.get(TARGET).text("data", "a")).isEqualTo("one");
    }

    @Test
    void whatSomebodyElseHasChangedSinceIsLeftAsItIsAndPeopleAreTold() {
        Rig rig = rig("- {name: set, uses: object.patch, with: {" + ON_TARGET + ", merge: {data: {a: two}}}}\n"
                + "- {name: hold-on, uses: wait, with: {until: '1 > 2', atMost: 20s}}");
        rig.passes(10);
        rig.edit(TARGET, "theirs", "data", "a");
        rig.passes(60);
        assertThat(rig.run().state().phase()).as(rig.story()).isEqualTo("Failed");
        assertThat(rig.get(TARGET).text("data", "a")).isEqualTo("theirs");
        assertThat(rig.told)
                .anyMatch(n -> n.severity().equals("warning") && n.text().contains("was not put back"));
    }

    @Test
    void anUndoIsForWhatTheServerMadeOfTheEffect() {
        Rig rig = rig("- {name: more, uses: object.patch, with: {" + ON_WORKLOAD
                + ", strategic: {spec: {template: {spec: {containers: [{name: c, livenessProbe: {tcpSocket: {port: 80}}}]}}}}}}\n"
                + FAILS);
        rig.passes(60);
        assertThat(rig.run().state().phase()).as(rig.story()).isEqualTo("Failed");
        assertThat(rig.get(WORKLOAD).tree().toString()).doesNotContain("livenessProbe");
    }

    @Test
    void p6AProgramThatMustNotRunTwiceStopsTheRunAndOneThatMayIsRunAgain() {
        for (boolean repeatable : List.of(true, false)) {
            Rig rig = rig(
                    "- {name: go, uses: pod.exec, irreversible: true, with: {pod: p, namespace: shop, command: [go],"
                            + " repeatable: " + repeatable + "}}");
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
            assertThat(rig.run().state().phase()).as(rig.story()).isEqualTo(repeatable ? "Succeeded" : "Failed");
            assertThat(ran).as(rig.story()).hasSize(repeatable ? 2 : 1);
        }
    }
}
