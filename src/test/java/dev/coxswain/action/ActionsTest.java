package dev.coxswain.action;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.coxswain.playbook.ActionSignature;
import java.util.List;
import org.junit.jupiter.api.Test;

class ActionsTest {

    @Test
    void everyActionIsFoundByTheNameThatStepsWrite() {
        Actions actions = Actions.builtIn();
        assertThat(actions.all()).isNotEmpty().allSatisfy(signature -> {
            assertThat(actions.action(signature.name())).isPresent();
            assertThat(actions.find(signature.name())).contains(signature);
        });
    }

    @Test
    void theCatalogueIsInOrderOfName() {
        assertThat(Actions.builtIn().all()).extracting(ActionSignature::name).isSorted();
    }

    @Test
    void everySummaryIsASentence() {
        assertThat(Actions.builtIn().all())
                .allSatisfy(s -> assertThat(s.summary()).endsWith(".").matches("[A-Z].*"));
    }

    @Test
    void anUnknownNameIsAbsent() {
        assertThat(Actions.builtIn().action("operator.hug")).isEmpty();
    }

    @Test
    void twoActionsOfOneNameAreAMistake() {
        assertThatThrownBy(() -> Actions.builtIn().and(List.of(new HoldOperator())))
                .hasMessageContaining("two actions operator.hold");
    }

    @Test
    void noActionThrowsWhenNothingIsGivenToIt() {
        for (ActionSignature signature : Actions.builtIn().all()) {
            Action action = Actions.builtIn().action(signature.name()).orElseThrow();
            assertThat(World.withAStuckReplica().next(action))
                    .as(signature.name())
                    .isNotNull();
        }
    }
}
