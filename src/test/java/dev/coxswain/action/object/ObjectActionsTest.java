package dev.coxswain.action.object;

import static dev.coxswain.action.World.effect;
import static dev.coxswain.action.World.expression;
import static dev.coxswain.action.World.inverse;
import static dev.coxswain.action.World.refusal;
import static dev.coxswain.action.World.target;
import static org.assertj.core.api.Assertions.assertThat;

import dev.coxswain.action.Action;
import dev.coxswain.action.Progress;
import dev.coxswain.action.World;
import dev.coxswain.cluster.Effect;
import dev.coxswain.cluster.Json;
import dev.coxswain.cluster.KubeObject;
import dev.coxswain.cluster.ObjectRef;
import dev.coxswain.cluster.Outcome;
import dev.coxswain.cluster.PatchType;
import dev.coxswain.cluster.patch.JsonPatch;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class ObjectActionsTest {
    private static final ObjectRef REF = ObjectRef.of("v1", "ConfigMap", "shop", "settings");
    private static final KubeObject SETTINGS = World.object(REF).with(Map.of("colour", "red"), "data");

    private final Map<String, @Nullable Object> onSettings = Map.of("target", target(REF));

    @Test
    void readingAnObjectYieldsIt() {
        assertThat(read().next(new GetObject(), onSettings))
                .isEqualTo(new Progress.Done(SETTINGS.tree(), "read ConfigMap shop/settings"));
    }

    @Test
    void selectMakesAValueOfTheObject() {
        Progress progress = read().next(
                        new GetObject(),
                        with(
                                "select",
                                expression("object.data.colour", v -> Json.at(v.get("object"), "data", "colour"))));
        assertThat(progress).isEqualTo(new Progress.Done("red", "read ConfigMap shop/settings"));
    }

    @Test
    void anAbsentObjectIsARefusalUnlessItIsOptional() {
        World world = World.withAStuckReplica().answersNothing(REF);
        assertThat(refusal(world.next(new GetObject(), onSettings))).contains("no ConfigMap shop/settings");
        assertThat(world.next(new GetObject(), with("optional", true))).isInstanceOf(Progress.Done.class);
    }

    @Test
    void aCreatedObjectIsDeletedOnTheWayBack() {
        World world = World.withAStuckReplica().answersNothing(REF);
        Progress.Apply apply = (Progress.Apply) world.next(new CreateObject(), Map.of("object", SETTINGS.tree()));
        assertThat(apply.effect()).isEqualTo(new Effect.Create(SETTINGS));
        assertThat(apply.compensation()).get().isInstanceOf(Effect.Delete.class);
    }

    @Test
    void anObjectOfSomebodyElseIsNotTakenForCreated() {
        assertThat(refusal(read().next(new CreateObject(), Map.of("object", SETTINGS.tree()))))
                .contains("exists already");
    }

    @Test
    void aCreationWhoseAnswerWasLostIsRecognised() {
        World world = read().did(new Effect.Create(SETTINGS), new Outcome.Unknown("cut"));
        assertThat(world.next(new CreateObject(), Map.of("object", SETTINGS.tree())))
                .isInstanceOf(Progress.Done.class);
    }

    @Test
    void applyingIsServerSideApply() {
        Effect.Patch patch = (Effect.Patch) effect(read().next(new ApplyObject(), Map.of("object", SETTINGS.tree())));
        assertThat(patch.type()).isEqualTo(PatchType.APPLY);
    }

    @Test
    void anObjectWithoutANameIsRefused() {
        assertThat(refusal(read().next(
                                new ApplyObject(), Map.of("object", Map.of("apiVersion", "v1", "kind", "ConfigMap")))))
                .contains("metadata.name");
    }

    @Test
    void theVeryObjectThatWasReadIsDeleted() {
        Effect.Delete delete = (Effect.Delete) effect(read().next(new DeleteObject(), onSettings));
        assertThat(delete.preconditions().uid()).contains("uid-settings");
        assertThat(World.withAStuckReplica().answersNothing(REF).next(new DeleteObject(), onSettings))
                .isInstanceOf(Progress.Done.class);
    }

    @Test
    void aLabelGetsItsOldValueBack() {
        KubeObject labelled = SETTINGS.with(Map.of("tier", "gold", "team", "a"), "metadata", "labels");
        Progress progress = World.withAStuckReplica()
                .answers(labelled)
                .next(new LabelObject(), with("labels", Map.of("tier", "silver")));
        KubeObject after = labelled.with("silver", "metadata", "labels", "tier");
        assertThat(JsonPatch.apply(after.tree(), Json.asList(inverse(progress).body())))
                .isEqualTo(labelled.tree());
    }

    @Test
    void anAnnotationThatWasNotThereIsTakenAwayAndThoseOfOthersStay() {
        Progress progress = read().next(new AnnotateObject(), with("annotations", Map.of("a/b", "1")));
        KubeObject after = SETTINGS.with(Map.of("a/b", "1", "theirs", "2"), "metadata", "annotations");
        assertThat(JsonPatch.apply(after.tree(), Json.asList(inverse(progress).body())))
                .isEqualTo(SETTINGS.with(Map.of("theirs", "2"), "metadata", "annotations")
                        .tree());
    }

    @Test
    void aNullTakesAnAnnotationAway() {
        Map<String, @Nullable Object> set = new LinkedHashMap<>();
        set.put("pause", null);
        KubeObject paused = SETTINGS.with("true", "metadata", "annotations", "pause");
        Progress progress =
                World.withAStuckReplica().answers(paused).next(new AnnotateObject(), with("annotations", set));
        assertThat(((Effect.Patch) effect(progress)).body()).isEqualTo(Map.of("metadata", Map.of("annotations", set)));
    }

    @Test
    void whatIsMarkedAlreadyIsLeftAlone() {
        KubeObject labelled = SETTINGS.with("gold", "metadata", "labels", "tier");
        assertThat(World.withAStuckReplica()
                        .answers(labelled)
                        .next(new LabelObject(), with("labels", Map.of("tier", "gold"))))
                .isInstanceOf(Progress.Done.class);
    }

    @Test
    void aPlanForeseesAMarkThatAStepBeforeItMayHaveMadeNecessary() {
        KubeObject labelled = SETTINGS.with("gold", "metadata", "labels", "tier");
        World world = World.withAStuckReplica().answers(labelled).isPlanned();
        assertThat(world.next(new LabelObject(), with("labels", Map.of("tier", "gold"))))
                .isInstanceOf(Progress.Apply.class);
    }

    @Test
    void scalingIsUndoneToTheOldCount() {
        KubeObject set = World.object(REF).with(3L, "spec", "replicas");
        Progress progress = World.withAStuckReplica().answers(set).next(new ScaleObject(), with("replicas", 5L));
        KubeObject scaled = set.with(5L, "spec", "replicas");
        assertThat(JsonPatch.apply(scaled.tree(), Json.asList(inverse(progress).body())))
                .isEqualTo(set.tree());
    }

    @Test
    void whatHasNoReplicasIsNotScaled() {
        assertThat(refusal(read().next(new ScaleObject(), with("replicas", 5L))))
                .contains("no spec.replicas");
    }

    @Test
    void aTargetWithoutANameIsRefusedByEveryActionThatNeedsOne() {
        for (Action action :
                new Action[] {new GetObject(), new DeleteObject(), new LabelObject(), new AnnotateObject()}) {
            assertThat(refusal(read().next(action, Map.of("target", Map.of("kind", "Pod")))))
                    .contains("target needs apiVersion, kind and name");
        }
    }

    private static World read() {
        return World.withAStuckReplica().answers(SETTINGS);
    }

    private static Map<String, @Nullable Object> with(String parameter, Object value) {
        return Map.of("target", target(REF), parameter, value);
    }
}
