package dev.coxswain.action.datastore;

import static dev.coxswain.action.World.effect;
import static dev.coxswain.action.World.inverse;
import static dev.coxswain.action.World.refusal;
import static org.assertj.core.api.Assertions.assertThat;

import dev.coxswain.action.Progress;
import dev.coxswain.action.World;
import dev.coxswain.cluster.Effect;
import dev.coxswain.cluster.Json;
import dev.coxswain.cluster.KubeObject;
import dev.coxswain.cluster.ObjectRef;
import dev.coxswain.cluster.patch.JsonPatch;
import dev.coxswain.cluster.patch.MergePatch;
import dev.coxswain.fleet.profile.OperatorProfile;
import dev.coxswain.fleet.profile.Pausing;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class PauseDatastoreTest {
    private static final String KEY = "example.dev/skip-reconcile";
    private static final KubeObject RESOURCE =
            World.object(ObjectRef.of("databases.spotahome.com/v1", "RedisFailover", "shop", "cart"));
    private static final KubeObject PAUSED = RESOURCE.with("true", "metadata", "annotations", KEY);

    private final PauseDatastore pause = new PauseDatastore(() -> List.of(profile()));
    private final ResumeDatastore resume = new ResumeDatastore(() -> List.of(profile()));

    @Test
    void whatTheProfileSaysIsPatched() {
        Effect.Patch patch = (Effect.Patch) effect(running().next(pause));
        assertThat(MergePatch.apply(RESOURCE.tree(), patch.body())).isEqualTo(PAUSED.tree());
    }

    @Test
    void undoingAPauseTakesTheAnnotationAway() {
        Effect.Patch undo = inverse(running().next(pause));
        Object after = JsonPatch.apply(PAUSED.tree(), Json.asList(undo.body()));
        assertThat(Json.at(after, "metadata", "annotations")).isEqualTo(Map.of());
    }

    @Test
    void resumingTakesTheAnnotationAwayAndIsNeverUndone() {
        Progress.Apply apply =
                (Progress.Apply) World.withAStuckReplica().answers(PAUSED).next(resume);
        Object after = MergePatch.apply(PAUSED.tree(), ((Effect.Patch) apply.effect()).body());
        assertThat(Json.at(after, "metadata", "annotations")).isEqualTo(Map.of());
        assertThat(apply.compensation()).isEmpty();
    }

    @Test
    void resumingWhatIsNotPausedChangesNothing() {
        assertThat(running().next(resume)).isInstanceOf(Progress.Done.class);
    }

    @Test
    void whereTheOperatorCannotPauseTheRefusalSaysWhatRemains() {
        assertThat(refusal(running().next(new PauseDatastore(List::of))))
                .contains("spotahome-redis")
                .contains("operator.hold");
    }

    private static World running() {
        return World.withAStuckReplica().answers(RESOURCE);
    }

    private static Pausing.Step marked(@Nullable String value) {
        Map<String, @Nullable Object> annotations = new HashMap<>();
        annotations.put(KEY, value);
        return new Pausing.Step(Map.of(), Map.of("metadata", Map.of("annotations", annotations)));
    }

    private static OperatorProfile profile() {
        return new OperatorProfile(
                "spotahome-redis",
                "an operator that can pause",
                List.of("example/operator"),
                Optional.empty(),
                List.of(),
                Optional.of(new Pausing(List.of(marked("true")), List.of(marked(null)))),
                "",
                Map.of());
    }
}
