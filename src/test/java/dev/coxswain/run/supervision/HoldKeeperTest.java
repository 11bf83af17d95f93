package dev.coxswain.run.supervision;

import static org.assertj.core.api.Assertions.assertThat;

import dev.coxswain.cluster.ClusterView;
import dev.coxswain.cluster.Effect;
import dev.coxswain.cluster.Gvk;
import dev.coxswain.cluster.KubeObject;
import dev.coxswain.cluster.ObjectRef;
import dev.coxswain.fleet.HeldOperators;
import dev.coxswain.fleet.Hold;
import dev.coxswain.run.record.Verdict;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class HoldKeeperTest {

    private static final Instant NOW = Instant.parse("2026-03-01T03:00:00Z");

    private record Objects(List<KubeObject> all) implements ClusterView {
        @Override
        public Optional<KubeObject> find(ObjectRef ref) {
            return all.stream().filter(o -> o.ref().equals(ref)).findFirst();
        }

        @Override
        public List<KubeObject> list(Gvk gvk) {
            return all.stream().filter(o -> o.gvk().equals(gvk)).toList();
        }
    }

    private static KubeObject operator(Map<String, String> annotations) {
        return HeldOperators.annotated(annotations, 7);
    }

    private static KubeObject heldBy(String run, String until) {
        return HeldOperators.heldBy(run, until, 2, 7);
    }

    /** As the run of that name that has been there since. */
    private static KubeObject heldByUid(String uid) {
        return heldBy("coxswain/r", "2026-03-01T03:10:00Z").with(uid, "metadata", "annotations", Hold.BY_UID);
    }

    private static KubeObject run(String phase) {
        return KubeObject.of(Map.of(
                "apiVersion",
                "coxswain.dev/v1alpha1",
                "kind",
                "PlaybookRun",
                "metadata",
                Map.of("name", "r", "namespace", "coxswain", "uid", "second"),
                "status",
                Map.of("phase", phase)));
    }

    private static List<HoldKeeper.Overdue> overdue(KubeObject... objects) {
        return HoldKeeper.overdue(new Objects(List.of(objects)), NOW);
    }

    @Test
    void p1AHoldWhoseRunGoesOnStays() {
        assertThat(overdue(heldBy("coxswain/r", "2026-03-01T03:10:00Z"), run("Running")))
                .isEmpty();
    }

    @Test
    void p1AHoldEndsWithItsRun() {
        for (Verdict verdict : Verdict.values()) {
            assertThat(overdue(heldBy("coxswain/r", "2026-03-01T03:10:00Z"), run(verdict.phase())))
                    .as(verdict.phase())
                    .hasSize(1);
        }
        assertThat(overdue(heldBy("coxswain/r", "2026-03-01T03:10:00Z"))).hasSize(1);
    }

    /** Deleted by somebody who took its finalizer away, and created anew. */
    @Test
    void p1AHoldDoesNotGoOnBecauseAnotherRunBearsTheNameOfItsHolder() {
        assertThat(overdue(heldByUid("second"), run("Running"))).isEmpty();
        assertThat(overdue(heldByUid("first"), run("Running")))
                .singleElement()
                .satisfies(late -> assertThat(late.why()).contains("the one that bears its name is another"));
    }

    @Test
    void p1AHoldEndsAtItsDeadlineWhateverTheRunSays() {
        assertThat(overdue(heldBy("coxswain/r", "2026-03-01T02:59:59Z"), run("Running")))
                .hasSize(1);
    }

    @Test
    void p1AnnotationsThatNobodyCanReadDoNotKeepAnOperatorHeld() {
        assertThat(overdue(operator(Map.of(Hold.BY, "nonsense")))).hasSize(1);
        assertThat(overdue(operator(Map.of(Hold.BY, "coxswain/r", Hold.UNTIL, "soon", Hold.REPLICAS, "many"))))
                .singleElement()
                .satisfies(late -> assertThat(late.hold().replicas()).isEqualTo(1));
    }

    @Test
    void p1TheRecordedCountIsTheOneRestoredAndOnlyOnTheVersionThatWasSeen() {
        Effect effect =
                overdue(heldBy("coxswain/r", "2026-03-01T02:00:00Z")).getFirst().giveBack();
        assertThat(effect).isInstanceOf(Effect.Patch.class);
        Effect.Patch patch = (Effect.Patch) effect;
        assertThat(patch.body().toString()).contains("replicas=2").contains(Hold.BY + "=null");
        assertThat(patch.preconditions().resourceVersion()).contains("7");
    }

    @Test
    void anOperatorThatNobodyHoldsIsLeftAlone() {
        assertThat(overdue(operator(Map.of()))).isEmpty();
    }

    /** As a supervisor asks, view after view. */
    @Test
    void p1HoldsAreSeenToComeAndGo() {
        HeldWorkloads holds = new HeldWorkloads();
        KubeObject free = operator(Map.of());
        KubeObject held = heldBy("coxswain/r", "2026-03-01T03:10:00Z");
        KubeObject heldLonger = heldBy("coxswain/r", "2026-03-01T03:20:00Z");

        assertThat(holds.in(new Objects(List.of(free)))).isEmpty();
        assertThat(holds.in(new Objects(List.of(held)))).containsExactly(held);
        assertThat(holds.in(new Objects(List.of(held)))).containsExactly(held);
        assertThat(holds.in(new Objects(List.of(heldLonger)))).containsExactly(heldLonger);
        assertThat(holds.in(new Objects(List.of(free)))).isEmpty();
        assertThat(holds.in(new Objects(List.of(held)))).containsExactly(held);
        assertThat(holds.in(new Objects(List.of()))).isEmpty();
    }
}
