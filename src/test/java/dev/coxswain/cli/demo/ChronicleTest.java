package dev.coxswain.cli.demo;

import static org.assertj.core.api.Assertions.assertThat;

import dev.coxswain.cli.story.InOrder;
import dev.coxswain.cluster.Effect;
import dev.coxswain.cluster.Gvk;
import dev.coxswain.cluster.ObjectRef;
import dev.coxswain.cluster.Preconditions;
import dev.coxswain.run.record.Run;
import dev.coxswain.run.record.StepRecord;
import dev.coxswain.trigger.Target;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class ChronicleTest {

    private static final Instant START = Instant.parse("2026-03-01T03:00:00Z");

    private final Chronicle chronicle = new Chronicle();
    private final Run run =
            Run.created(new Run.Spec("coxswain", "r", "p", Map.of(), Target.NOTHING, START, START, "", Map.of()));

    @Test
    void whatWasChangedIsToldBeforeWhatComesOfIt() {
        Effect delete = new Effect.Delete(
                new ObjectRef(Gvk.of("v1", "Pod"), "shop", "rfr-cart-2"), Preconditions.NONE, Optional.empty());
        StepRecord step = StepRecord.begun("recreate", START);
        Run intent = run.with(step.withPending(Optional.of(delete)));
        chronicle.news(START.plusSeconds(2), intent);
        chronicle.news(START.plusSeconds(3), intent);
        Run applied = run.with(step).noting(START.plusSeconds(5), "recreate: " + delete.summary());
        assertThat(chronicle.news(START.plusSeconds(6), applied))
                .containsExactly(new InOrder.Line(START.plusSeconds(2), "coxswain", "recreate: " + delete.summary()));
        Run gone = applied.noting(START.plusSeconds(9), "recreate: " + delete.summary());
        assertThat(chronicle.news(START.plusSeconds(9), gone))
                .as("an intent is of one deed")
                .extracting(InOrder.Line::at)
                .containsExactly(START.plusSeconds(9));
    }
}
