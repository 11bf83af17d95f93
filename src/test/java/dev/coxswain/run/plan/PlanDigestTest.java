package dev.coxswain.run.plan;

import static org.assertj.core.api.Assertions.assertThat;

import dev.coxswain.cluster.Effect;
import dev.coxswain.cluster.ObjectRef;
import dev.coxswain.cluster.PatchType;
import dev.coxswain.cluster.Preconditions;
import dev.coxswain.run.record.Plan;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class PlanDigestTest {

    @Test
    void aSupervisorThatWasStartedAnewFindsTheDigestThatPeopleApproved() {
        Map<String, @Nullable Object> before = new LinkedHashMap<>();
        before.put("paused", true);
        before.put("replicas", 0L);
        Map<String, @Nullable Object> after = new LinkedHashMap<>();
        after.put("replicas", 0L);
        after.put("paused", true);

        assertThat(digest(before)).isEqualTo(digest(after)).isNotEqualTo(digest(Map.of("replicas", 0L)));
    }

    private static String digest(Map<String, @Nullable Object> spec) {
        Effect patch = new Effect.Patch(
                ObjectRef.of("apps/v1", "Deployment", "shop", "operator"),
                PatchType.MERGE,
                Map.of("spec", spec),
                Preconditions.NONE);
        return PlanDigest.of(List.of(new Plan.Planned("hold", patch, true, List.of())));
    }
}
