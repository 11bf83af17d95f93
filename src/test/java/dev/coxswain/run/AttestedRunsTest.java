package dev.coxswain.run;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.coxswain.cluster.Json;
import dev.coxswain.cluster.KubeObject;
import dev.coxswain.kube.memory.Manifests;
import dev.coxswain.run.journal.RunJson;
import dev.coxswain.run.record.Run;
import dev.coxswain.simulator.admission.AccessControl;
import dev.coxswain.simulator.api.Api;
import dev.coxswain.simulator.api.ApiException;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.snakeyaml.engine.v2.api.Load;
import org.snakeyaml.engine.v2.api.LoadSettings;

/** Whoever may create runs in the supervisor's own namespace, where runs have its rights, and what that does not get them. */
class AttestedRunsTest {

    private static final String ASKS = "approval: {mode: Required, fourEyes: true, expiresAfter: 1h}";
    private static final String TARGET = "target: {apiVersion: v1, kind: ConfigMap, namespace: shop, name: target}";

    /** Never starts by itself. */
    private static String playbook(String name, String more, String color) {
        return Rig.playbook(
                        name,
                        "params: {shade: {default: light, oneOf: [light, dark]}}\n" + more,
                        "- {name: paint, uses: object.patch, with: {" + TARGET + ", merge: {data: {color: " + color
                                + "}}}}")
                .replace("== '" + name + "'", "== 'never'");
    }

    private static Rig rig(String... playbooks) {
        Rig rig = new Rig(playbooks);
        AccessControl.guard(rig.server, rig.time, new byte[32]);
        rig.create("{apiVersion: v1, kind: ConfigMap, metadata: {namespace: shop, name: target}, data: {color: red}}");
        rig.create("""
                apiVersion: rbac.authorization.k8s.io/v1
                kind: ClusterRoleBinding
                metadata: {name: everybody}
                roleRef: {apiGroup: rbac.authorization.k8s.io, kind: ClusterRole, name: cluster-admin}
                subjects: [{apiGroup: rbac.authorization.k8s.io, kind: User, name: mallory}]
                """);
        return rig;
    }

    /** A run as mallory would write it; without changes it is what the command line writes. */
    private static Map<String, @Nullable Object> spec(String playbook) {
        Map<String, @Nullable Object> firing = new LinkedHashMap<>();
        firing.put("playbook", "paint");
        firing.put("since", "2026-03-01T03:00:00Z");
        firing.put("createdAt", "2026-03-01T03:00:00Z");
        firing.put("target", Map.of("kind", "OBJECT", "namespace", "shop", "name", "target"));
        Map<String, @Nullable Object> spec = new LinkedHashMap<>();
        spec.put("playbook", new Load(LoadSettings.builder().build()).loadFromString(playbook));
        spec.put("firing", firing);
        spec.put("requestedBy", "mallory");
        return spec;
    }

    private static KubeObject create(Rig rig, String by, Map<String, @Nullable Object> spec) {
        return create(rig, by, "wanted", spec);
    }

    private static KubeObject create(Rig rig, String by, String name, Map<String, @Nullable Object> spec) {
        return rig.server.create(
                KubeObject.of(Map.of(
                        "apiVersion",
                        RunJson.GVK.apiVersion(),
                        "kind",
                        RunJson.GVK.kind(),
                        "metadata",
                        Map.of("namespace", Rig.HOME, "name", name),
                        "spec",
                        spec)),
                new Api.Actor(by, "kubectl"));
    }

    private static void refused(Rig rig, Map<String, @Nullable Object> spec, String because) {
        assertThatThrownBy(() -> create(rig, "mallory", spec))
                .isInstanceOf(ApiException.class)
                .hasMessageContaining("playbookruns.coxswain.dev")
                .hasMessageContaining(because);
        assertThat(rig.server.list(RunJson.GVK)).isEmpty();
    }

    private static void fails(Rig rig, Map<String, @Nullable Object> spec, String because) {
        create(rig, "mallory", spec);
        rig.passes(10);
        assertThat(rig.run().state().phase()).as(rig.story()).isEqualTo("Failed");
        assertThat(rig.run().message()).contains(because);
        assertThat(rig.run().asked()).isZero();
        assertThat(color(rig)).isEqualTo("red");
    }

    private static String color(Rig rig) {
        return rig.get(Rig.configMap("shop", "target")).text("data", "color");
    }

    @Test
    void whatAPersonAsksForInTheirOwnNameAndAsItIsLoadedRuns() {
        String playbook = playbook("paint", "approval: {mode: Never}", "blue");
        Rig rig = rig(playbook);
        create(rig, "mallory", spec(playbook));
        rig.passes(10);
        assertThat(rig.run().state().phase()).as(rig.story()).isEqualTo("Succeeded");
        assertThat(color(rig)).isEqualTo("blue");
    }

    @Test
    void attack13ARunInSomebodyElsesNameToApproveItOneself() {
        String playbook = playbook("paint", ASKS, "blue");
        Rig rig = rig(playbook);
        for (String other : List.of("ann", "")) {
            Map<String, @Nullable Object> spec = spec(playbook);
            spec.put("requestedBy", other);
            refused(rig, spec, "spec.requestedBy must be your own user name, mallory");
        }
        Map<String, @Nullable Object> nobody = spec(playbook);
        nobody.remove("requestedBy");
        refused(rig, nobody, "spec.requestedBy must be your own user name, mallory");

        create(rig, "mallory", spec(playbook));
        rig.passes(10);
        rig.server.create(answer(rig.run()), new Api.Actor("mallory", "kubectl"));
        rig.passes(10);
        assertThat(rig.run().state().phase()).as(rig.story()).isEqualTo("AwaitingApproval");
        assertThat(rig.story()).contains("mallory started this run, and somebody else has to approve it");
    }

    private static KubeObject answer(Run run) {
        return KubeObject.of(Map.of(
                "apiVersion",
                "coxswain.dev/v1alpha1",
                "kind",
                "Decision",
                "metadata",
                Map.of("namespace", Rig.HOME, "name", "yes"),
                "spec",
                Map.of(
                        "run",
                        run.spec().name(),
                        "question",
                        "q1",
                        "digest",
                        run.question().orElseThrow().digest(),
                        "answer",
                        "Approve",
                        "by",
                        "mallory")));
    }

    @Test
    void attack14APlaybookThatNobodyLoaded() {
        fails(
                rig(playbook("paint", ASKS, "blue")),
                spec(playbook("mine", "approval: {mode: Never}", "evil")),
                "the playbook paint in this run is not the one that the supervisor has loaded: they differ in metadata.name");
        fails(rig(), spec(playbook("paint", ASKS, "blue")), "the supervisor has no playbook paint loaded");
    }

    @Test
    void attack15AKnownPlaybookWithOneWordChanged() {
        fails(
                rig(playbook("paint", "approval: {mode: Never}", "blue")),
                spec(playbook("paint", "approval: {mode: Never}", "evil")),
                "they differ in spec.steps[0].with.merge.data.color");
        fails(
                rig(playbook("paint", ASKS, "blue")),
                spec(playbook("paint", "approval: {mode: Never}", "blue")),
                "they differ in spec.approval.mode");
        Map<String, @Nullable Object> more = spec(playbook("paint", ASKS, "blue"));
        Map<String, @Nullable Object> document = new LinkedHashMap<>(Json.asMap(more.get("playbook")));
        document.put("extra", List.of());
        more.put("playbook", document);
        fails(rig(playbook("paint", ASKS, "blue")), more, "they differ in extra");
    }

    @Test
    void attack16ADocumentThatIsNoPlaybookAtAllEndsTheRunToo() {
        Map<String, @Nullable Object> garbage = spec(playbook("paint", ASKS, "blue"));
        garbage.put("playbook", Map.of("spec", Map.of("steps", "none")));
        fails(rig(playbook("paint", ASKS, "blue")), garbage, "they differ in");
    }

    @Test
    void attack17AParameterThatThePlaybookDoesNotTake() {
        String playbook = playbook("paint", "approval: {mode: Never}", "blue");
        for (Map.Entry<Map<String, @Nullable Object>, String> params : Map.<Map<String, @Nullable Object>, String>of(
                        Map.of("shade", "evil"), "parameter 'shade' cannot be 'evil'; it is one of light, dark",
                        Map.of("other", 1), "playbook paint has no parameter 'other'")
                .entrySet()) {
            Map<String, @Nullable Object> spec = spec(playbook);
            spec.put("params", params.getKey());
            fails(rig(playbook), spec, params.getValue());
        }
    }

    @Test
    void attack18ATargetOfAnotherKindThanThePlaybookIsAbout() {
        String playbook = playbook("paint", "approval: {mode: Never}", "blue");
        Map<String, @Nullable Object> spec = spec(playbook);
        Map<String, @Nullable Object> firing = new LinkedHashMap<>(Json.asMap(spec.get("firing")));
        firing.put("target", Map.of("kind", "MEMBER", "namespace", "shop", "name", "target"));
        spec.put("firing", firing);
        fails(rig(playbook), spec, "playbook paint cannot be about member shop/target");
    }

    @Test
    void attack19ARunThatClaimsToBePartOfAnotherOneAndBorrowsItsLocks() {
        String playbook = playbook("paint", "approval: {mode: Never}", "blue");
        Map<String, @Nullable Object> spec = spec(playbook);
        spec.put("parent", "other");
        refused(rig(playbook), spec, "spec.parent and spec.firing.evidence are set by the supervisor alone");
    }

    @Test
    void attack20ARunThatClaimsThatATriggerStartedIt() {
        String playbook = playbook("paint", "approval: {mode: Never}", "blue");
        Map<String, @Nullable Object> spec = spec(playbook);
        Map<String, @Nullable Object> firing = new LinkedHashMap<>(Json.asMap(spec.get("firing")));
        firing.put("evidence", List.of("member.restarts >= 3: true"));
        spec.put("firing", firing);
        refused(rig(playbook), spec, "spec.parent and spec.firing.evidence are set by the supervisor alone");
    }

    @Test
    void attack20TheNameOfARunThatATriggerIsAboutToStart() {
        String playbook = Rig.playbook("- {name: hello, uses: notify, with: {message: hello}}");
        Rig ahead = rig(playbook);
        ahead.starts("job", "shop", "trigger");
        ahead.passes(5);
        String name = ahead.run().spec().name();
        Rig rig = rig(playbook);
        assertThatThrownBy(() -> create(rig, "mallory", name, spec(playbook)))
                .hasMessageContaining("belongs to the run of a trigger");
        rig.starts("job", "shop", "trigger");
        rig.passes(10);
        assertThat(rig.run().spec().requestedBy()).isEmpty();
    }

    @Test
    void attack21AJournalThatSomebodyElseWrites() {
        String playbook = playbook("paint", ASKS, "blue");
        Rig rig = rig(playbook);
        create(rig, "mallory", spec(playbook));
        rig.passes(10);
        KubeObject approved = rig.get(RunJson.ref(Rig.HOME, "wanted")).with("Running", "status", "phase");
        assertThatThrownBy(() -> rig.server.updateStatus(approved, new Api.Actor("mallory", "kubectl")))
                .hasMessageContaining("the journal of a run is written by the supervisor alone");
        assertThat(rig.run().state().phase()).isEqualTo("AwaitingApproval");
    }

    @Test
    void attack22ACancellationInSomebodyElsesName() {
        String playbook = playbook("paint", ASKS, "blue");
        Rig rig = rig(playbook);
        create(rig, "mallory", spec(playbook));
        rig.passes(10);
        KubeObject run = rig.get(RunJson.ref(Rig.HOME, "wanted"));
        assertThatThrownBy(() -> rig.server.update(
                        run.with("ann", "metadata", "annotations", RunJson.CANCEL),
                        new Api.Actor("mallory", "kubectl")))
                .hasMessageContaining("the annotation coxswain.dev/cancel must be your own user name, mallory");
        rig.server.update(
                run.with("mallory", "metadata", "annotations", RunJson.CANCEL), new Api.Actor("mallory", "kubectl"));
        rig.passes(10);
        assertThat(rig.run().state().phase()).as(rig.story()).isEqualTo("Cancelled");
    }

    @Test
    void attack23ARunFromBeforeThePolicyWasThere() {
        String playbook = playbook("paint", "approval: {mode: Never}", "blue");
        Rig rig = rig(playbook);
        rig.attested = Optional.of(Instant.parse("2026-03-01T04:00:00Z"));
        fails(rig, spec(playbook), "created before the cluster attested who creates runs");
    }

    @Test
    void withoutThePolicyNothingBeginsAndTheRunSaysWhy() {
        String playbook = playbook("paint", "approval: {mode: Never}", "blue");
        Rig rig = rig(playbook, Rig.playbook("- {name: hello, uses: notify, with: {message: hello}}"));
        rig.attested = Optional.empty();
        create(rig, "mallory", spec(playbook));
        rig.starts("job", "shop", "trigger");
        rig.passes(60);
        assertThat(rig.run().state().phase()).isEqualTo("Pending");
        assertThat(rig.run().message()).contains("coxswain manifests");
        assertThat(color(rig)).isEqualTo("red");

        rig.attested = Optional.of(Instant.EPOCH);
        rig.passes(60);
        assertThat(rig.runs()).as(rig.story()).hasSize(2);
        assertThat(rig.runs()).extracting(run -> run.state().phase()).containsOnly("Succeeded");
    }

    @Test
    void aRunOfATriggerKeepsThePlaybookAsItWasThoughTheFileHasChanged() {
        String old = Rig.playbook(
                "job",
                ASKS,
                "- {name: paint, uses: object.patch, with: {" + TARGET + ", merge: {data: {color: blue}}}}");
        Rig rig = rig(old);
        rig.starts("job", "shop", "trigger");
        rig.passes(10);
        rig.loads(old.replace("blue", "green"));
        rig.restart();
        rig.answers(rig.run(), "Approve", "kubernetes-admin");
        rig.passes(20);
        assertThat(rig.run().state().phase()).as(rig.story()).isEqualTo("Succeeded");
        assertThat(color(rig)).isEqualTo("blue");
    }

    @Test
    void aSupervisorWithAnotherNameIsWrittenIntoBothPolicies() {
        assertThat(Manifests.all("kubernetes-admin"))
                .doesNotContain(Manifests.SUPERVISOR)
                .contains("\"'kubernetes-admin'\"");
        assertThatThrownBy(() -> Manifests.all("x' || 'a' == 'a")).hasMessageContaining("cannot be the supervisor's");
    }
}
