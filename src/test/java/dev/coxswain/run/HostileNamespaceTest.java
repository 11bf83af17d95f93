package dev.coxswain.run;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.coxswain.cluster.Effect;
import dev.coxswain.cluster.ExecResult;
import dev.coxswain.cluster.Json;
import dev.coxswain.cluster.KubeObject;
import dev.coxswain.cluster.ObjectRef;
import dev.coxswain.run.journal.RunJson;
import dev.coxswain.run.record.Run;
import dev.coxswain.simulator.admission.AccessControl;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.junit.jupiter.api.Test;

/** An author who may write anything in the namespace {@code evil}, playbooks and runs included, and what that does not reach. */
class HostileNamespaceTest {

    private static final ObjectRef VICTIM = Rig.configMap("shop", "target");
    private static final String ON_VICTIM = "target: {apiVersion: v1, kind: ConfigMap, namespace: shop, name: target}";

    private static String hostile(String name, String steps) {
        return Rig.playbook(name, "approval: {mode: Never}", steps)
                .replace("metadata: {name: " + name + "}", "metadata: {name: " + name + ", namespace: evil}")
                .replace("spec:\n", "spec:\n  serviceAccountName: runner\n");
    }

    /** Rights hold; the service account {@code runner} may do everything with what it usually works on, in its namespace. */
    private static Rig rig(String... playbooks) {
        Rig rig = new Rig(playbooks);
        rig.namespace("evil");
        AccessControl.guard(rig.server, rig.time, new byte[32]);
        rig.create("{apiVersion: v1, kind: ServiceAccount, metadata: {namespace: evil, name: runner}}");
        rig.create("""
                apiVersion: rbac.authorization.k8s.io/v1
                kind: Role
                metadata: {namespace: evil, name: runner}
                rules:
                - {apiGroups: ["", apps, coxswain.dev], resources: ["*"], verbs: ["*"]}
                """);
        rig.create("""
                apiVersion: rbac.authorization.k8s.io/v1
                kind: RoleBinding
                metadata: {namespace: evil, name: runner}
                roleRef: {apiGroup: rbac.authorization.k8s.io, kind: Role, name: runner}
                subjects: [{kind: ServiceAccount, namespace: evil, name: runner}]
                """);
        rig.create(
                "{apiVersion: v1, kind: ConfigMap, metadata: {namespace: shop, name: target}, data: {a: one, private: plan-for-monday}}");
        return rig;
    }

    private static void fails(Rig rig, String because) {
        rig.starts("attack", "evil", "trigger");
        rig.passes(60);
        assertThat(rig.run().spec().namespace()).isEqualTo("evil");
        assertThat(rig.run().state().phase()).as(rig.story()).isEqualTo("Failed");
        assertThat(rig.run().message()).as(rig.story()).contains(because);
        assertThat(rig.get(VICTIM).text("data", "a")).isEqualTo("one");
        assertThat(Json.print(rig.server.list(RunJson.GVK).getFirst().tree())).doesNotContain("plan-for-monday");
    }

    /** What a trigger started, as a person may write it. */
    private static Map<String, Object> byHand(KubeObject run) {
        Map<String, Object> firing = new java.util.LinkedHashMap<>();
        run.map("spec", "firing").forEach((key, value) -> firing.put(key, Objects.requireNonNull(value)));
        firing.remove("evidence");
        Map<String, Object> spec = new java.util.LinkedHashMap<>();
        run.map("spec").forEach((key, value) -> spec.put(key, Objects.requireNonNull(value)));
        spec.put("firing", firing);
        spec.put("requestedBy", "kubernetes-admin");
        return spec;
    }

    @Test
    void whatItMayDoInItsOwnNamespaceItDoesWithTheRightsOfTheAccount() {
        Rig rig = rig(hostile(
                "attack",
                "- {name: set, uses: object.patch, with: {target: {apiVersion: v1, kind: ConfigMap,"
                        + " namespace: evil, name: trigger}, merge: {data: {color: blue}}}}"));
        rig.starts("attack", "evil", "trigger");
        rig.passes(30);
        assertThat(rig.run().state().phase()).as(rig.story()).isEqualTo("Succeeded");
        assertThat(rig.get(Rig.configMap("evil", "trigger")).text("data", "color"))
                .isEqualTo("blue");
    }

    @Test
    void anAccountWithoutRightsMayDoNothing() {
        Rig rig = rig(hostile(
                        "attack",
                        "- {name: set, uses: object.patch, with: {target: {apiVersion: v1, kind: ConfigMap,"
                                + " namespace: evil, name: trigger}, merge: {data: {color: blue}}}}")
                .replace("  serviceAccountName: runner\n", ""));
        fails(rig, "system:serviceaccount:evil:default");
    }

    @Test
    void attack01AChangeInAnotherNamespace() {
        fails(
                rig(hostile(
                        "attack",
                        "- {name: set, uses: object.apply, irreversible: true, with: {object: {apiVersion: v1,"
                                + " kind: ConfigMap, metadata: {namespace: shop, name: target}, data: {a: evil}}}}")),
                "forbidden");
    }

    @Test
    void attack02AReadInAnotherNamespace() {
        fails(
                rig(
                        hostile(
                                "attack",
                                "- {name: read, uses: object.get, with: {" + ON_VICTIM + "}}\n"
                                        + "- {name: tell, uses: notify, with: {message: \"${steps.read.output.data.private}\"}}")),
                "forbidden");
    }

    @Test
    void attack03ARunWrittenByHandAboutAnotherNamespace() {
        Rig rig = rig(hostile("attack", "- {name: hello, uses: notify, with: {message: \"${object.data.private}\"}}"));
        rig.starts("attack", "evil", "trigger");
        rig.passes(10);
        KubeObject own = rig.server.list(RunJson.GVK).getFirst();
        Map<String, Object> forged = new java.util.LinkedHashMap<>(Map.of(
                "apiVersion",
                own.gvk().apiVersion(),
                "kind",
                own.gvk().kind(),
                "metadata",
                Map.of("namespace", "evil", "name", "forged")));
        forged.put(
                "spec",
                byHand(own.with("shop", "spec", "firing", "target", "namespace")
                        .with("target", "spec", "firing", "target", "name")));
        rig.server.create(KubeObject.of(forged), Rig.PERSON);
        rig.passes(10);
        KubeObject after = rig.get(RunJson.ref("evil", "forged"));
        assertThat(after.text("status", "phase")).isEqualTo("Failed");
        assertThat(after.text("status", "message")).contains("may only be about what is in that namespace");
        assertThat(rig.told).extracting(Run.Notice::text).noneMatch(text -> text.contains("monday"));
    }

    @Test
    void attack04APlaybookOfTheSupervisorRunFromAnotherNamespace() {
        Rig rig = rig(
                Rig.playbook(
                        "powerful",
                        "approval: {mode: Never}",
                        "- {name: set, uses: object.patch, with: {" + ON_VICTIM + ", merge: {data: {a: evil}}}}"),
                hostile("attack", "- {name: borrow, uses: playbook.run, with: {playbook: powerful}}"));
        rig.starts("attack", "evil", "trigger");
        rig.passes(60);
        assertThat(rig.runs())
                .as(rig.story())
                .isNotEmpty()
                .allMatch(run -> run.spec().namespace().equals("evil"));
        assertThat(rig.runs()).extracting(run -> run.state().phase()).containsOnly("Failed");
        assertThat(rig.get(VICTIM).text("data", "a")).isEqualTo("one");
    }

    @Test
    void attack05ValuesThatLookLikeTemplatesOrExpressions() {
        Rig rig = rig(hostile(
                "attack",
                "- {name: set, uses: object.patch, with: {target: {apiVersion: v1, kind: ConfigMap,"
                        + " namespace: evil, name: trigger}, merge: {data: {copy: \"${object.data.color}\"}}}}"));
        String injection = "${run.name} + \"' || 1 == 1\" {{ .Values }} $(id)";
        rig.create(Json.print(Map.of(
                "apiVersion",
                "v1",
                "kind",
                "ConfigMap",
                "metadata",
                Map.of("namespace", "evil", "name", "trigger", "labels", Map.of("go", "attack")),
                "data",
                Map.of("color", injection))));
        rig.passes(30);
        assertThat(rig.run().state().phase()).as(rig.story()).isEqualTo("Succeeded");
        assertThat(rig.get(Rig.configMap("evil", "trigger")).text("data", "copy"))
                .isEqualTo(injection);
    }

    @Test
    void attack06AProgramInAnotherNamespace() {
        Rig rig = rig(
                hostile(
                        "attack",
                        "- {name: go, uses: pod.exec, irreversible: true, with: {pod: p, namespace: shop, command: [cat, /secret]}}"));
        rig.create(
                "{apiVersion: v1, kind: Pod, metadata: {namespace: shop, name: p}, spec: {containers: [{name: c, image: c}]}}");
        List<Effect.Exec> ran = new ArrayList<>();
        rig.wire = new Rig.Wire() {
            @Override
            public ExecResult exec(Effect.Exec exec) {
                ran.add(exec);
                return new ExecResult(0, "secret", "", false);
            }
        };
        fails(rig, "forbidden");
        assertThat(ran).isEmpty();
    }

    @Test
    void attack07WhatDecidesAboutPlaybooksIsOutOfReachOfEveryPlaybook() {
        String decision = "{apiVersion: coxswain.dev/v1alpha1, kind: Decision, metadata: {namespace: evil, name: yes},"
                + " spec: {run: r, question: q1, digest: d, answer: Approve, by: boss}}";
        fails(
                rig(hostile("attack", "- {name: forge, uses: object.create, with: {object: " + decision + "}}")),
                "what decides about playbooks");
        for (String kind : List.of("PlaybookRun", "Playbook")) {
            fails(
                    rig(hostile(
                            "attack",
                            "- {name: forge, uses: object.delete, irreversible: true, with: {target:"
                                    + " {apiVersion: coxswain.dev/v1alpha1, kind: " + kind
                                    + ", namespace: evil, name: x}}}\n"
                                    + "- {name: other, uses: object.apply, irreversible: true, with: {object: {apiVersion: coxswain.dev/v1alpha1, kind: "
                                    + kind + ", metadata: {namespace: evil, name: x}}}}")),
                    "what decides about playbooks");
        }
        // the supervisor's own rights would reach them, so its own playbooks are refused as well
        Rig rig = rig(Rig.playbook(
                "- {name: forge, uses: object.create, with: {object: " + decision.replace("evil", "coxswain") + "}}"));
        rig.starts("job", "shop", "trigger");
        rig.passes(10);
        assertThat(rig.run().message()).contains("what decides about playbooks");
        assertThat(rig.server.list(dev.coxswain.approval.Decision.GVK)).isEmpty();
    }

    @Test
    void attack08MoreRights() {
        fails(rig(hostile("attack", """
                - name: climb
                  uses: object.create
                  with:
                    object:
                      apiVersion: rbac.authorization.k8s.io/v1
                      kind: RoleBinding
                      metadata: {namespace: evil, name: admin}
                      roleRef: {apiGroup: rbac.authorization.k8s.io, kind: ClusterRole, name: cluster-admin}
                      subjects: [{kind: ServiceAccount, namespace: evil, name: runner}]
                """)), "forbidden");
        assertThatThrownBy(() -> rig(hostile("attack", "- {name: hello, uses: notify, with: {message: hello}}")
                        .replace("serviceAccountName: runner", "serviceAccountName: \"kube-system:admin\"")))
                .hasMessageContaining("cannot name a service account");
    }

    @Test
    void attack09AnOperatorThatServesOthersToo() {
        String playbook = hostile(
                        "attack", "- {name: quiet, uses: operator.hold}\n- {name: back, uses: operator.release}")
                .replaceAll("trigger: .*", "trigger: {datastore: {profiles: [spotahome-redis], when: \"true\"}}");
        Rig rig = rig(playbook);
        rig.namespace("redis-operator");
        rig.server.create(definition(), Rig.PERSON);
        rig.create("""
                apiVersion: apps/v1
                kind: Deployment
                metadata: {namespace: redis-operator, name: redisoperator}
                spec:
                  replicas: 1
                  selector: {matchLabels: {app: redisoperator}}
                  template:
                    metadata: {labels: {app: redisoperator}}
                    spec: {containers: [{name: app, image: "quay.io/spotahome/redis-operator:v1.2.4"}]}
                """);
        for (String namespace : List.of("shop", "evil")) {
            rig.create("{apiVersion: databases.spotahome.com/v1, kind: RedisFailover, metadata: {namespace: "
                    + namespace + ", name: cart}, spec: {redis: {replicas: 3}, sentinel: {replicas: 3}}}");
        }
        rig.passes(60);
        KubeObject operator = rig.get(ObjectRef.of("apps/v1", "Deployment", "redis-operator", "redisoperator"));
        assertThat(rig.runs()).as(rig.story()).hasSize(1);
        assertThat(rig.run().state().phase()).as(rig.story()).isEqualTo("Failed");
        assertThat(rig.run().message()).contains("forbidden");
        assertThat(operator.number(0, "spec", "replicas")).isEqualTo(1);
        assertThat(operator.annotations()).isEmpty();
    }

    private static KubeObject definition() {
        try (InputStream in = Rig.class.getResourceAsStream("/dev/coxswain/simulator/world/redisfailovers.json")) {
            return KubeObject.of(
                    Json.asMap(Json.parse(Objects.requireNonNull(in).readAllBytes())));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Test
    void attack10ObjectsOfNoNamespaceDoNotStartIt() {
        Rig rig = rig(hostile("attack", "- {name: tell, uses: notify, with: {message: \"${object.metadata.name}\"}}")
                .replaceAll("trigger: .*", "trigger: {object: {apiVersion: v1, kind: Namespace, when: \"true\"}}"));
        rig.passes(30);
        assertThat(rig.runs()).isEmpty();
    }

    @Test
    void attack11ARunThatClaimsToBeOfAPlaybookOfTheSupervisorDoesNotKeepThatOneFromStarting() {
        Rig rig = rig(
                Rig.playbook("- {name: hello, uses: notify, with: {message: hello}}"),
                hostile("attack", "- {name: hello, uses: notify, with: {message: mine}}"));
        rig.starts("attack", "evil", "trigger");
        rig.passes(10);
        KubeObject own = rig.server.list(RunJson.GVK).getFirst();
        KubeObject trigger =
                rig.create("{apiVersion: v1, kind: ConfigMap, metadata: {namespace: shop, name: trigger}}");
        KubeObject claim = own.with("job", "spec", "firing", "playbook")
                .with(
                        Map.of(
                                "kind",
                                "OBJECT",
                                "profile",
                                "",
                                "namespace",
                                "shop",
                                "name",
                                "trigger",
                                "uid",
                                trigger.uid()),
                        "spec",
                        "firing",
                        "target");
        rig.server.create(
                KubeObject.of(Map.of(
                        "apiVersion",
                        own.gvk().apiVersion(),
                        "kind",
                        own.gvk().kind(),
                        "metadata",
                        Map.of("namespace", "evil", "name", "claim"),
                        "spec",
                        byHand(claim))),
                Rig.PERSON);
        rig.passes(5);
        rig.edit(Rig.configMap("shop", "trigger"), Map.of("go", "job"), "metadata", "labels");
        rig.passes(10);
        assertThat(rig.runs())
                .as(rig.story())
                .anyMatch(run -> run.spec().namespace().equals("coxswain")
                        && run.state().phase().equals("Succeeded"));
    }

    @Test
    void attack12TheMarksOfAHoldAreNotForAuthors() {
        fails(
                rig(
                        hostile(
                                "attack",
                                "- {name: mark, uses: object.annotate, with: {target: {apiVersion: v1, kind: ConfigMap,"
                                        + " namespace: evil, name: trigger}, annotations: {coxswain.dev/held-by: coxswain/other}}}")),
                "set by the supervisor alone");
    }

    @Test
    void p10ASupervisorThatMayNotImpersonateDoesNothingForOthers() {
        Rig rig = rig(hostile(
                "attack",
                "- {name: set, uses: object.patch, with: {target: {apiVersion: v1, kind: ConfigMap,"
                        + " namespace: evil, name: trigger}, merge: {data: {color: blue}}}}"));
        rig.server.setAuthorizer(attributes -> new dev.coxswain.simulator.api.Authorizer.Decision(
                !attributes.verb().equals("impersonate"), "no"));
        fails(rig, "may not impersonate");
    }
}
