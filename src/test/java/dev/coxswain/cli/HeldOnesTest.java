package dev.coxswain.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.coxswain.cluster.Answer;
import dev.coxswain.cluster.Effect;
import dev.coxswain.cluster.KubeObject;
import dev.coxswain.cluster.Outcome;
import dev.coxswain.fleet.HeldOperators;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class HeldOnesTest {

    private static final Outcome CONFLICT = new Outcome.Refused(409, "Conflict", "the object has been modified");

    private final List<Effect> applied = new ArrayList<>();

    private static KubeObject held(int version) {
        return HeldOperators.heldBy("coxswain/run", "2026-01-01T00:00:00Z", 1, version);
    }

    private Outcome apply(Effect effect, int conflicts) {
        applied.add(effect);
        return applied.size() <= conflicts ? CONFLICT : Outcome.Applied.SILENTLY;
    }

    private String versionOf(int attempt) {
        return ((Effect.Patch) applied.get(attempt))
                .preconditions()
                .resourceVersion()
                .orElseThrow();
    }

    @Test
    void whatHasChangedBetweenReadingAndWritingIsReadAgain() {
        HeldOnes held =
                new HeldOnes(effect -> apply(effect, 2), _ -> new Answer.Found(Optional.of(held(10 + applied.size()))));

        assertThat(held.giveBack(held(7)).complaint()).isEmpty();
        assertThat(applied).hasSize(3);
        assertThat(List.of(versionOf(0), versionOf(1), versionOf(2))).containsExactly("7", "11", "12");
    }

    @Test
    void whatKeepsChangingIsToldInTheEnd() {
        HeldOnes held = new HeldOnes(effect -> apply(effect, 99), _ -> new Answer.Found(Optional.of(held(8))));

        assertThat(held.giveBack(held(7)).complaint()).contains("the object has been modified");
        assertThat(applied).hasSize(5);
    }

    @Test
    void whatSomebodyElseHasGivenBackIsBack() {
        KubeObject free = held(8).with(null, "metadata", "annotations");
        HeldOnes held = new HeldOnes(effect -> apply(effect, 99), _ -> new Answer.Found(Optional.of(free)));

        assertThat(held.giveBack(held(7)).complaint()).isEmpty();
        assertThat(applied).hasSize(1);
    }

    @Test
    void whatCannotBeReadAgainIsToldAsItWasRefused() {
        HeldOnes held = new HeldOnes(effect -> apply(effect, 99), _ -> new Answer.Silence("down"));

        assertThat(held.giveBack(held(7)).complaint()).contains("the object has been modified");
        assertThat(applied).hasSize(1);
    }
}
