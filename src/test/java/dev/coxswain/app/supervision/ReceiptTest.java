package dev.coxswain.app.supervision;

import static org.assertj.core.api.Assertions.assertThat;

import dev.coxswain.action.Actions;
import dev.coxswain.cluster.Effect;
import dev.coxswain.cluster.Gvk;
import dev.coxswain.cluster.Json;
import dev.coxswain.cluster.KubeObject;
import dev.coxswain.cluster.patch.MergePatch;
import dev.coxswain.expression.CelExpressions;
import dev.coxswain.fleet.profile.BuiltInProfiles;
import dev.coxswain.fleet.profile.OperatorProfile;
import dev.coxswain.fleet.profile.Toys;
import dev.coxswain.fleet.recognition.Snapshot;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** What becomes of playbooks and profiles that people put into the cluster, and how they are told. */
class ReceiptTest {

    private static final Instant NOON = Instant.parse("2026-01-01T12:00:00Z");

    private final Snapshot view = new Snapshot();
    private final List<OperatorProfile> builtIn = BuiltInProfiles.all(new CelExpressions());
    private final Profiles profiles = new Profiles(builtIn, () -> view);

    private static KubeObject toy(String name, String uid, int generation, String primary) {
        KubeObject toy =
                Snapshot.objects(Toys.PROFILE.replace(Toys.PRIMARY, primary)).getFirst();
        return toy.with(
                        Map.of("name", name, "uid", uid, "generation", (long) generation, "resourceVersion", "1"),
                        "metadata")
                .with("Toys", "spec", "title");
    }

    private static KubeObject written(KubeObject object, Effect effect) {
        Effect.Patch patch = (Effect.Patch) effect;
        assertThat(patch.subresource()).isEqualTo("status");
        return KubeObject.of(Json.asMap(MergePatch.apply(object.tree(), patch.body())));
    }

    private Receipt receipt(KubeObject object) {
        return Receipt.of(object, profiles.reading(object).diagnostics());
    }

    @Test
    void aProfileOfTheClusterIsUsedWithoutARestartAndOneOfTheSameNameTakesThePlaceOfTheBuiltIn() {
        assertThat(profiles.get().profiles()).hasSameSizeAs(builtIn);

        view.put(toy("toy", "u-1", 1, "member.ready"));
        view.put(toy("spotahome-redis", "u-2", 1, "member.ready"));
        assertThat(profiles.get().profiles()).hasSize(builtIn.size() + 1);
        assertThat(profiles.get().profile("spotahome-redis").orElseThrow().title())
                .isEqualTo("Toys");
        assertThat(profiles.get().kinds()).contains(Gvk.of("toys.example.com/v1", "Toy"));
        assertThat(profiles.get()).as("the same while nothing changes").isSameAs(profiles.get());
    }

    @Test
    void p8ABrokenProfileIsLeftOutAndTakesNoOtherWithIt() {
        view.put(toy("broken", "u-1", 1, "member.redy"));
        view.put(toy("sound", "u-2", 1, "member.ready"));

        assertThat(profiles.get().profile("broken")).isEmpty();
        assertThat(profiles.get().profile("sound")).isPresent();
        assertThat(profiles.get().profiles()).containsAll(builtIn);
    }

    @Test
    void itsStatusSaysWhatIsWrongAndThatItIsNotInUse() {
        KubeObject broken = toy("broken", "u-1", 3, "member.redy");
        KubeObject told = written(broken, receipt(broken).writing(NOON).orElseThrow());

        assertThat(told.number(0, "status", "observedGeneration")).isEqualTo(3);
        assertThat(Json.at(told.list("status", "conditions").getFirst(), "status"))
                .isEqualTo("False");
        assertThat(Json.at(told.list("status", "conditions").getFirst(), "reason"))
                .isEqualTo("NotUnderstood");
        assertThat(Json.asText(told.list("status", "diagnostics").getFirst()))
                .contains("no field 'redy'")
                .contains("did you mean 'ready'?");
        assertThat(receipt(told).writing(NOON.plusSeconds(60)))
                .as("it is told once")
                .isEmpty();
    }

    @Test
    void whenItIsMendedTheConditionTurnsAndTheDiagnosticsGo() {
        KubeObject broken = toy("toy", "u-1", 1, "member.redy");
        KubeObject told = written(broken, receipt(broken).writing(NOON).orElseThrow());
        KubeObject mended = toy("toy", "u-1", 2, "member.ready").with(told.map("status"), "status");
        Instant later = NOON.plusSeconds(600);
        KubeObject inUse = written(mended, receipt(mended).writing(later).orElseThrow());

        assertThat(Json.at(inUse.list("status", "conditions").getFirst(), "status"))
                .isEqualTo("True");
        assertThat(Json.at(inUse.list("status", "conditions").getFirst(), "lastTransitionTime"))
                .isEqualTo(later.toString());
        assertThat(inUse.list("status", "diagnostics")).isEmpty();
    }

    @Test
    void aPlaybookInTheClusterIsReceiptedToo() {
        KubeObject object = Snapshot.objects("""
                apiVersion: coxswain.dev/v1alpha1
                kind: Playbook
                metadata: {name: p, namespace: shop, uid: u-9, generation: 1}
                spec:
                  trigger: {manual: {}}
                  steps: [{name: tell, uses: notifi, with: {message: hello}}]
                """).getFirst();
        view.put(object);
        Playbooks playbooks = new Playbooks(Actions.builtIn(), List.of(), () -> view);
        assertThat(playbooks.get()).isEmpty();
        Optional<Effect> writing =
                Receipt.of(object, playbooks.reading(object).diagnostics()).writing(NOON);
        assertThat(Json.asText(written(object, writing.orElseThrow())
                        .list("status", "diagnostics")
                        .getFirst()))
                .contains("notifi");
    }
}
