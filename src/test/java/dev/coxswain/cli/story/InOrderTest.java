package dev.coxswain.cli.story;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class InOrderTest {

    private static final Instant START = Instant.parse("2026-11-02T03:00:00Z");

    private final InOrder lines = new InOrder();
    private final List<String> told = new ArrayList<>();

    private void hear(int second, String what) {
        lines.hear(new InOrder.Line(START.plusSeconds(second), "somebody", what));
    }

    private void look(int times) {
        for (int i = 0; i < times; i++) {
            lines.look().forEach(line -> told.add(line.what()));
        }
    }

    @Test
    void whatIsHeardLateIsToldInItsPlace() {
        hear(10, "the pod is gone");
        look(1);
        hear(12, "the pod is back");
        hear(8, "we delete the pod");
        look(InOrder.LOOKS - 2);
        assertThat(told).as("something earlier may come yet").isEmpty();
        look(1);
        assertThat(told).containsExactly("we delete the pod", "the pod is gone");
        look(1);
        assertThat(told).containsExactly("we delete the pod", "the pod is gone", "the pod is back");
    }

    @Test
    void ofOneInstantWhatWasHeardFirstIsToldFirst() {
        hear(5, "we say what we will do");
        hear(5, "it is done");
        look(InOrder.LOOKS);
        assertThat(told).containsExactly("we say what we will do", "it is done");
    }

    @Test
    void whatIsHeardTooLateIsToldNextAndDoesNotTurnTimeBack() {
        hear(10, "the pod is gone");
        look(InOrder.LOOKS);
        hear(11, "the pod is back");
        hear(8, "we delete the pod");
        assertThat(lines.rest())
                .containsExactly(
                        new InOrder.Line(START.plusSeconds(10), "somebody", "we delete the pod"),
                        new InOrder.Line(START.plusSeconds(11), "somebody", "the pod is back"));
    }

    @Test
    void nothingIsHeldBackAtTheEndNorToldTwice() {
        hear(2, "second");
        hear(1, "first");
        assertThat(lines.rest()).extracting(InOrder.Line::what).containsExactly("first", "second");
        look(InOrder.LOOKS);
        assertThat(told).isEmpty();
        assertThat(lines.rest()).isEmpty();
    }
}
