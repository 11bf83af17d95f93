package dev.coxswain.run;

import static org.assertj.core.api.Assertions.assertThat;

import dev.coxswain.run.journal.RunJson;
import dev.coxswain.run.record.Run;
import dev.coxswain.run.record.RunState;
import java.util.List;
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
        String working = rig.runs().stream()
                .filter(r -> r.state() instanceof RunState.Running)
                .toList()
                .getFirst()
                .spec()
                .name();
        for (int i = 0; i < 3; i++) {
            rig.restart();
            rig.passes(3);
            assertThat(phases(rig)).as(rig.story()).containsExactly("Pending", "Running");
            assertThat(rig.runs())
                    .as(rig.story())
                    .anyMatch(r -> r.spec().name().equals(working) && r.state() instanceof RunState.Running);
        }
    }

    @Test
    void p9ARunThatIsTakenAwayFromUnderUsLeavesNothingLocked() {
        Rig rig = rivals();
        rig.passes(10);
        Run working = rig.runs().stream()
                .filter(r -> r.state() instanceof RunState.Running)
                .toList()
                .getFirst();
        rig.edit(RunJson.ref(Rig.HOME, working.spec().name()), List.of(), "metadata", "finalizers");
        rig.delete(RunJson.ref(Rig.HOME, working.spec().name()));
        rig.passes(30);
        assertThat(phases(rig)).as(rig.story()).contains("Running");
    }
}
