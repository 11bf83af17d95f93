package dev.coxswain.run;

import static org.assertj.core.api.Assertions.assertThat;

import dev.coxswain.cluster.ApiRequest;
import dev.coxswain.cluster.ApiResponse;
import dev.coxswain.cluster.ObjectRef;
import dev.coxswain.run.journal.RunJson;
import dev.coxswain.run.record.RunState;
import java.io.IOException;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** P2 and P9: which of two runs may work, also across a change of leaders, and that nothing stays locked. */
class RivalsTest {

    private static final String WAITS = "- {name: hold-on, uses: wait, with: {until: '1 > 2', atMost: 2m}}";

    /** Two playbooks that fire for the same object, and so want the same lock. */
    private static Rig rivals() {
        Rig rig = new Rig(
                Rig.playbook(WAITS),
                Rig.playbook("rival", "approval: {mode: Never}", WAITS).replace("== 'rival'", "!= ''"));
        rig.starts("job", "shop", "trigger");
        return rig;
    }

    private static List<String> phases(Rig rig) {
        return rig.runs().stream().map(run -> run.state().phase()).sorted().toList();
    }

    private static String working(Rig rig) {
        return rig.runs().stream()
                .filter(r -> r.state() instanceof RunState.Running)
                .toList()
                .getFirst()
                .spec()
                .name();
    }

    @Test
    void p2OfTwoRunsOnOneTargetOneWaits() {
        Rig rig = rivals();
        rig.passes(10);
        assertThat(phases(rig)).as(rig.story()).containsExactly("Pending", "Running");
        rig.passes(130);
        assertThat(phases(rig)).as(rig.story()).containsExactly("Failed", "Running");
    }

    @Test
    void p2ANewLeaderGivesTheLocksToWhomeverHadThem() {
        Rig rig = rivals();
        rig.passes(10);
        String working = working(rig);
        for (int i = 0; i < 3; i++) {
            rig.restart();
            rig.passes(3);
            assertThat(phases(rig)).as(rig.story()).containsExactly("Pending", "Running");
            assertThat(rig.runs())
                    .as(rig.story())
                    .anyMatch(r -> r.spec().name().equals(working) && r.state() instanceof RunState.Running);
        }
    }

    /** Where people are told may hang, and nobody must wait for that. */
    @Test
    void p2ANewLeaderLocksNothingForARunThatHasOnlyToTellHowItEnded() {
        Rig rig = rivals();
        rig.passes(10);
        String working = working(rig);
        rig.wire = new Rig.Wire() {
            @Override
            public void after(ApiRequest request) throws IOException {
                if (request.path().endsWith(working + "/status") && isFinished(rig, working)) {
                    rig.leads = false;
                    throw new IOException("gone");
                }
            }
        };
        rig.passes(130);
        rig.wire = new Rig.Wire() {
            @Override
            public Optional<ApiResponse> instead(ApiRequest request) throws IOException {
                if (request.path().endsWith(working + "/status")) {
                    throw new IOException("nobody answers");
                }
                return Optional.empty();
            }
        };
        rig.leads = true;
        rig.restart();
        rig.passes(10);
        assertThat(RunJson.isTold(rig.get(RunJson.ref(Rig.HOME, working)))).isFalse();
        assertThat(phases(rig)).as(rig.story()).containsExactly("Failed", "Running");
    }

    private static boolean isFinished(Rig rig, String run) {
        return RunJson.read(rig.get(RunJson.ref(Rig.HOME, run))).state().isFinished();
    }

    @Test
    void p9ARunThatIsTakenAwayFromUnderUsLeavesNothingLocked() {
        Rig rig = rivals();
        rig.passes(10);
        ObjectRef working = RunJson.ref(Rig.HOME, working(rig));
        rig.edit(working, List.of(), "metadata", "finalizers");
        rig.delete(working);
        rig.passes(30);
        assertThat(phases(rig)).as(rig.story()).contains("Running");
    }
}
