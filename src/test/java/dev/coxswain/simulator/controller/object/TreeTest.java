package dev.coxswain.simulator.controller.object;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

class TreeTest {

    @Test
    void theSameContentHasTheSameNameInWhateverOrderItsKeysStand() {
        var one = Tree.of("spec", Tree.of("image", "redis:7", "args", List.of(Tree.of("a", 1L, "b", 2L))));
        var other = Tree.of("spec", Tree.of("args", List.of(Tree.of("b", 2L, "a", 1L)), "image", "redis:7"));

        assertThat(Tree.hash(one)).isEqualTo(Tree.hash(other)).isNotEqualTo(Tree.hash(Tree.of()));
    }
}
