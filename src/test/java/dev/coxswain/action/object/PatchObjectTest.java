package dev.coxswain.action.object;

import static dev.coxswain.action.World.effect;
import static dev.coxswain.action.World.inverse;
import static dev.coxswain.action.World.json;
import static dev.coxswain.action.World.refusal;
import static dev.coxswain.action.World.target;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.coxswain.action.Progress;
import dev.coxswain.action.World;
import dev.coxswain.cluster.Effect;
import dev.coxswain.cluster.Json;
import dev.coxswain.cluster.KubeObject;
import dev.coxswain.cluster.ObjectRef;
import dev.coxswain.cluster.PatchType;
import dev.coxswain.cluster.Query;
import dev.coxswain.cluster.patch.JsonPatch;
import dev.coxswain.cluster.patch.PatchException;
import dev.coxswain.cluster.patch.StrategicPatch;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class PatchObjectTest {
    private static final ObjectRef SET = ObjectRef.of("apps/v1", "StatefulSet", "shop", "rfr-cart");
    private static final KubeObject BEFORE = KubeObject.of(json("""
            {'apiVersion': 'apps/v1', 'kind': 'StatefulSet',
             'metadata': {'name': 'rfr-cart', 'namespace': 'shop', 'uid': 'u1', 'resourceVersion': '7'},
             'spec': {'replicas': 3, 'template': {'spec': {'containers': [
               {'name': 'exporter', 'image': 'e'},
               {'name': 'redis', 'image': 'r', 'livenessProbe': {'failureThreshold': 6, 'periodSeconds': 15}}]}}}}"""));
    private static final Map<String, @Nullable Object> LOOSEN = json("""
            {'spec': {'template': {'spec': {'containers': [
               {'name': 'redis', 'livenessProbe': {'failureThreshold': 240}}]}}}}""");

    private final PatchObject patch = new PatchObject();
    private final Map<String, @Nullable Object> with = Map.of("target", target(SET), "strategic", LOOSEN);

    @Test
    void theObjectIsReadBeforeItIsPatched() {
        assertThat(World.withAStuckReplica().next(patch, with))
                .isEqualTo(new Progress.Ask(Set.of(new Query.Read(SET))));
    }

    @Test
    void theVeryObjectThatWasReadIsPatched() {
        Effect.Patch effect = (Effect.Patch) effect(read(BEFORE).next(patch, with));
        assertThat(effect.type()).isEqualTo(PatchType.STRATEGIC);
        assertThat(effect.body()).isEqualTo(LOOSEN);
        assertThat(effect.preconditions().uid()).contains("u1");
    }

    @Test
    void aStatusIsPatchedWhereAloneItCanBeChangedAndPutBackThere() {
        Map<String, Object> status = Map.of(
                "target", target(SET), "subresource", "status", "merge", Map.of("status", Map.of("replicas", 2L)));
        Progress progress = read(BEFORE).next(patch, status);
        assertThat(((Effect.Patch) effect(progress)).subresource()).isEqualTo("status");
        assertThat(inverse(progress).subresource()).isEqualTo("status");
    }

    @Test
    void noOtherPartOfAnObjectIsPatchedByItself() {
        Map<String, Object> scale =
                Map.of("target", target(SET), "subresource", "scale", "merge", Map.of("spec", Map.of("replicas", 2L)));
        assertThat(refusal(read(BEFORE).next(patch, scale))).contains("subresource is scale");
    }

    @Test
    void theInverseRestoresEveryFieldThatChanged() {
        Effect.Patch undo = inverse(read(BEFORE).next(patch, with));
        assertThat(JsonPatch.apply(patched().tree(), Json.asList(undo.body()))).isEqualTo(BEFORE.tree());
    }

    @Test
    void theInverseDoesNothingWhenSomebodyElseChangedTheFieldSince() {
        Effect.Patch undo = inverse(read(BEFORE).next(patch, with));
        KubeObject meddled = KubeObject.of(Json.asMap(Json.parse(
                Json.print(patched().tree()).replace("\"failureThreshold\":240", "\"failureThreshold\":99"))));
        assertThatThrownBy(() -> JsonPatch.apply(meddled.tree(), Json.asList(undo.body())))
                .isInstanceOf(PatchException.class);
    }

    @Test
    void theInverseDoesNothingWhenTheListWasReordered() {
        Effect.Patch undo = inverse(read(BEFORE).next(patch, with));
        List<@Nullable Object> containers = patched().list("spec", "template", "spec", "containers");
        KubeObject reordered = patched().with(containers.reversed(), "spec", "template", "spec", "containers");
        assertThatThrownBy(() -> JsonPatch.apply(reordered.tree(), Json.asList(undo.body())))
                .isInstanceOf(PatchException.class);
    }

    @Test
    void nothingIsWrittenWhenNothingWouldChange() {
        assertThat(read(patched()).next(patch, with)).isInstanceOf(Progress.Done.class);
    }

    @Test
    void itIsDoneWhenTheFieldIsThereAfterwards() {
        World world = read(BEFORE);
        Progress first = world.next(patch, with);
        assertThat(read(patched()).did(first).next(patch, with)).isInstanceOf(Progress.Done.class);
    }

    @Test
    void aMapThatLostItsLastKeyIsKeptByNoServer() {
        Map<String, @Nullable Object> gone = new java.util.HashMap<>();
        gone.put("example.dev/skip-reconcile", null);
        Map<String, Object> away =
                Map.of("target", target(SET), "merge", Map.of("metadata", Map.of("annotations", gone)));
        KubeObject marked = BEFORE.with("true", "metadata", "annotations", "example.dev/skip-reconcile");
        Progress first = read(marked).next(patch, away);
        assertThat(read(BEFORE).did(first).next(patch, away)).isInstanceOf(Progress.Done.class);
    }

    @Test
    void aFieldThatTheSchemaPrunedIsARefusalThatNamesIt() {
        ObjectRef ref = ObjectRef.of("databases.spotahome.com/v1", "RedisFailover", "shop", "cart");
        KubeObject resource = World.object(ref).with(3L, "spec", "redis", "replicas");
        Map<String, @Nullable Object> probe = Map.of(
                "target",
                target(ref),
                "merge",
                json("{'spec': {'redis': {'customLivenessProbe': {'periodSeconds': 15}}}}"));
        Progress first = read(resource).next(patch, probe);
        assertThat(refusal(read(resource).did(first).next(patch, probe)))
                .contains("RedisFailover shop/cart")
                .contains("spec.redis.customLivenessProbe");
    }

    @Test
    void aValueThatTheServerWritesInItsOwnWayIsNoRefusal() {
        Map<String, @Nullable Object> two =
                Map.of("target", target(SET), "merge", json("{'spec': {'size': '2048Mi'}}"));
        Progress first = read(BEFORE).next(patch, two);
        assertThat(read(BEFORE.with("2Gi", "spec", "size")).did(first).next(patch, two))
                .isInstanceOf(Progress.Done.class);
    }

    @Test
    void anAbsentTargetIsARefusal() {
        assertThat(refusal(World.withAStuckReplica().answersNothing(SET).next(patch, with)))
                .isEqualTo("there is no StatefulSet shop/rfr-cart");
    }

    @Test
    void exactlyOnePatchIsNeeded() {
        assertThat(refusal(read(BEFORE).next(patch, Map.of("target", target(SET)))))
                .contains("none");
        assertThat(refusal(
                        read(BEFORE).next(patch, Map.of("target", target(SET), "merge", LOOSEN, "strategic", LOOSEN))))
                .contains("merge and strategic");
    }

    @Test
    void aJsonPatchThatDoesNotFitSaysWhere() {
        Map<String, @Nullable Object> wrong =
                Map.of("target", target(SET), "json", List.of(Map.of("op", "remove", "path", "/spec/nonsense")));
        assertThat(refusal(read(BEFORE).next(patch, wrong))).contains("does not fit StatefulSet shop/rfr-cart");
    }

    private static World read(KubeObject object) {
        return World.withAStuckReplica().answers(object);
    }

    private static KubeObject patched() {
        return KubeObject.of(StrategicPatch.apply(BEFORE.gvk(), BEFORE.tree(), LOOSEN));
    }
}
