package dev.coxswain.run.record;

import static org.assertj.core.api.Assertions.assertThat;

import dev.coxswain.GeneratedPage;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** Draws the life of a run from the table itself. */
class RunStatesReferenceTest {

    @Test
    void theReferenceOfRunStatesIsWhatTheTableSays() throws IOException {
        GeneratedPage.of("docs/reference/run-states.md")
                .assertIs("# States of a run\n\nDrawn from the transition table in the code. The names are those of"
                        + " `status.phase`.\n\n" + diagram());
    }

    @Test
    void theReadmeShowsTheSameDiagram() throws IOException {
        assertThat(Files.readString(Path.of("README.md"))).contains(diagram());
    }

    private static String diagram() {
        StringBuilder page = new StringBuilder("```mermaid\nstateDiagram-v2\n    [*] --> Pending\n");
        arrows().forEach((arrow, events) -> page.append("    ")
                .append(arrow)
                .append(": ")
                .append(String.join(", ", events))
                .append('\n'));
        for (Verdict verdict : Verdict.values()) {
            page.append("    ").append(verdict.phase()).append(" --> [*]\n");
        }
        return page.append("```\n").toString();
    }

    private static Map<String, Set<String>> arrows() {
        Map<String, Set<String>> arrows = new LinkedHashMap<>();
        for (RunState state : states()) {
            for (RunEvent event : TransitionsTest.EVENTS) {
                Transitions.next(state, event)
                        .ifPresent(next -> arrows.computeIfAbsent(
                                        state.phase() + " --> " + next.phase(), _ -> new LinkedHashSet<>())
                                .add(event.getClass().getSimpleName()));
            }
        }
        return arrows;
    }

    /** A verdict that is only ever reached by success is never the one that a compensation ends with. */
    private static List<RunState> states() {
        List<RunState> states = new ArrayList<>(List.of(
                new RunState.Pending(),
                new RunState.Planned(),
                new RunState.AwaitingApproval(0),
                new RunState.Running(0),
                new RunState.Verifying()));
        List<Verdict> early = Arrays.stream(Verdict.values())
                .filter(v -> v != Verdict.SUCCEEDED)
                .toList();
        early.forEach(verdict -> states.add(new RunState.Compensating(verdict)));
        early.forEach(verdict -> states.add(new RunState.Stuck(verdict)));
        return states;
    }
}
