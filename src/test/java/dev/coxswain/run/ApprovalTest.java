package dev.coxswain.run;

import static org.assertj.core.api.Assertions.assertThat;

import dev.coxswain.cluster.ApiRequest;
import dev.coxswain.cluster.ApiResponse;
import dev.coxswain.run.journal.RunJson;
import dev.coxswain.run.record.Run;
import dev.coxswain.simulator.admission.AccessControl;
import dev.coxswain.simulator.api.Identity;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** People answer over the API, under the rights and the policy of the cluster. */
class ApprovalTest {

    private static final Identity ANN = Identity.of("ann", "redis-oncall", "system:authenticated");
    private static final Identity BOB = Identity.of("bob", "redis-oncall", "system:authenticated");
    private static final Identity MALLORY = Identity.of("mallory", "system:authenticated");

    private static final String PAINT = """
            - name: paint
              uses: object.patch
              with:
                target: {apiVersion: v1, kind: ConfigMap, namespace: "${object.metadata.namespace}", name: "${object.metadata.name}"}
                merge: {data: {color: blue}}
            """;

    private final Rig rig = new Rig(
            Rig.playbook("one", "approval: {mode: Required, expiresAfter: 10m}", PAINT),
            Rig.playbook(
                    "darker",
                    "approval: {mode: Required, expiresAfter: 10m}",
                    PAINT.replace("blue", "'dark ${object.data.color}'")),
            Rig.playbook("two", "approval: {mode: Required, approvers: 2, expiresAfter: 10m}", PAINT),
            Rig.playbook(
                    "some",
                    "approval: {mode: RequiredUnless, unless: \"object.metadata.namespace == 'dev'\", expiresAfter: 10m}",
                    PAINT));

    @BeforeEach
    void onlyThoseOnCallMayAnswer() {
        AccessControl.guard(
                rig.server, rig.time, "a secret of at least 32 bytes, for tests".getBytes(StandardCharsets.UTF_8));
        rig.create("""
                apiVersion: rbac.authorization.k8s.io/v1
                kind: Role
                metadata: {namespace: coxswain, name: approver}
                rules: [{apiGroups: [coxswain.dev], resources: [decisions], verbs: [create]}]
                """);
        rig.create("""
                apiVersion: rbac.authorization.k8s.io/v1
                kind: RoleBinding
                metadata: {namespace: coxswain, name: approver}
                roleRef: {apiGroup: rbac.authorization.k8s.io, kind: Role, name: approver}
                subjects: [{apiGroup: rbac.authorization.k8s.io, kind: Group, name: redis-oncall}]
                """);
    }

    private Run asked(String playbook) {
        rig.starts(playbook, "shop", "paint");
        rig.passes(2);
        assertThat(rig.run().state().phase()).as(rig.story()).isEqualTo("AwaitingApproval");
        return rig.run();
    }

    private ApiResponse says(Identity who, String by, String answer, String digest) {
        Map<String, Object> spec = Map.of(
                "run", rig.run().spec().name(),
                "question", "q" + rig.run().asked(),
                "digest", digest,
                "answer", answer,
                "by", by);
        Map<String, Object> decision = Map.of(
                "apiVersion",
                "coxswain.dev/v1alpha1",
                "kind",
                "Decision",
                "metadata",
                Map.of("generateName", "answer-"),
                "spec",
                spec);
        ApiRequest request = new ApiRequest(
                "POST",
                "/apis/coxswain.dev/v1alpha1/namespaces/coxswain/decisions",
                Map.of(),
                "application/json",
                decision);
        return rig.server.handle(request, who);
    }

    private ApiResponse says(Identity who, String answer) {
        return says(who, who.user(), answer, rig.run().question().orElseThrow().digest());
    }

    private String color() {
        return rig.get(Rig.configMap("shop", "paint")).text("data", "color");
    }

    @Test
    void p4NothingIsChangedBeforeItIsApprovedAndThenWhatWasShown() {
        asked("one");
        rig.passes(60);
        assertThat(rig.writes("PATCH", "/configmaps/paint")).isZero();

        assertThat(says(ANN, "Approve").status()).isEqualTo(201);
        rig.passes(5);

        assertThat(color()).isEqualTo("blue");
        assertThat(rig.run().state().phase()).isEqualTo("Succeeded");
        assertThat(rig.story()).contains("approved by ann");
    }

    @Test
    void p4WhatHasDriftedIsAskedAgainAndTheOldApprovalDoesNotCount() {
        Run run = asked("darker");
        String old = run.question().orElseThrow().digest();
        rig.edit(Rig.configMap("shop", "paint"), "green", "data", "color");
        says(ANN, "Approve");
        rig.passes(5);

        assertThat(rig.run().state().phase()).as(rig.story()).isEqualTo("AwaitingApproval");
        assertThat(rig.run().question().orElseThrow().id()).isEqualTo("q2");
        says(BOB, "bob", "Approve", old);
        rig.passes(5);

        assertThat(color()).isEqualTo("green");
        assertThat(rig.story()).contains("the answer of bob").contains("does not count: the plan has changed since");
    }

    @Test
    void aForgedNameIsRefusedByTheCluster() {
        asked("one");

        ApiResponse forged =
                says(BOB, "ann", "Approve", rig.run().question().orElseThrow().digest());

        assertThat(forged.status()).isEqualTo(403);
        assertThat(forged.message()).contains("spec.by must be your own user name, bob");
        rig.passes(60);
        assertThat(color()).isEqualTo("red");
    }

    @Test
    void whoMayNotAnswerIsRefusedByTheCluster() {
        asked("one");

        ApiResponse refused = says(MALLORY, "Approve");

        assertThat(refused.status()).isEqualTo(403);
        assertThat(refused.message())
                .isEqualTo(
                        "decisions.coxswain.dev is forbidden: User \"mallory\" cannot create resource \"decisions\" in API"
                                + " group \"coxswain.dev\" in the namespace \"coxswain\"");
    }

    @Test
    void aSecondAnswerOfTheSamePersonIsNoSecondPerson() {
        asked("two");
        says(ANN, "Approve");
        rig.passes(2);
        says(ANN, "Approve");
        rig.passes(60);

        assertThat(rig.run().state().phase()).isEqualTo("AwaitingApproval");
        assertThat(rig.story()).contains("ann has answered already, and a first answer stays");
        says(BOB, "Approve");
        rig.passes(5);
        assertThat(rig.run().state().phase()).isEqualTo("Succeeded");
        assertThat(rig.story()).contains("approved by ann, bob");
    }

    @Test
    void anAnswerAfterTheTimeIsUpChangesNothing() {
        String digest = asked("one").question().orElseThrow().digest();
        rig.passes(601);
        assertThat(rig.run().state().phase()).isEqualTo("Expired");

        says(ANN, "ann", "Approve", digest);
        rig.passes(60);

        assertThat(rig.run().state().phase()).isEqualTo("Expired");
        assertThat(color()).isEqualTo("red");
    }

    @Test
    void anAnswerThatIsOlderThanTheRunIsAboutAnotherOneOfItsName() {
        Run first = asked("one");
        String digest = first.question().orElseThrow().digest();
        rig.passes(601);
        says(ANN, "ann", "Approve", digest);
        rig.passes(2);
        rig.delete(RunJson.ref("coxswain", first.spec().name()));
        rig.passes(5);

        assertThat(rig.run().spec().name()).isEqualTo(first.spec().name());
        assertThat(rig.run().question().orElseThrow().digest()).isEqualTo(digest);
        rig.passes(60);
        assertThat(rig.run().state().phase()).isEqualTo("AwaitingApproval");
        assertThat(color()).isEqualTo("red");
    }

    @Test
    void aDenialEndsTheRunWithItsReason() {
        asked("two");
        says(ANN, "Approve");
        says(BOB, "Deny");
        rig.passes(5);

        assertThat(rig.run().state().phase()).isEqualTo("Denied");
        assertThat(rig.story()).contains("denied by bob");
        assertThat(color()).isEqualTo("red");
    }

    @Test
    void whereThePlaybookExcusesItNobodyIsAsked() {
        rig.namespace("dev");
        rig.starts("some", "dev", "paint");
        rig.passes(5);
        assertThat(rig.run().state().phase()).as(rig.story()).isEqualTo("Succeeded");
        assertThat(rig.get(Rig.configMap("dev", "paint")).text("data", "color")).isEqualTo("blue");
    }

    @Test
    void elsewhereItIsAsked() {
        asked("some");
    }
}
