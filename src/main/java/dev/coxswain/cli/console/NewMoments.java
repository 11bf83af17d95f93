package dev.coxswain.cli.console;

import dev.coxswain.run.record.Run;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Tells apart what is new in a run's timeline since the last look, also when a full journal has let go of moments in the middle
 * or shortened their texts.
 */
public final class NewMoments {

    /** Texts are the same when they begin alike: no journal shortens them to less. */
    private static final int BEGINNING = 128;

    /** What stands in the place of moments that came and went between two looks. */
    private static final String GAP = "(what happened in between is no longer in the journal)";

    private record Mark(Instant at, String beginning) {
        static Mark of(Run.Moment moment) {
            String text = moment.text();
            return new Mark(moment.at(), text.substring(0, Math.min(text.length(), BEGINNING)));
        }
    }

    private Map<Mark, Integer> told = Map.of();
    private Mark last = new Mark(Instant.MIN, "");

    /** The moments that were not there at the last look, in their order. */
    public List<Run.Moment> of(Run run) {
        Map<Mark, Integer> now = new HashMap<>();
        List<Run.Moment> fresh = new ArrayList<>();
        for (Run.Moment moment : run.timeline()) {
            Mark mark = Mark.of(moment);
            if (now.merge(mark, 1, Integer::sum) > told.getOrDefault(mark, 0)) {
                fresh.add(moment);
            }
        }
        if (!fresh.isEmpty() && !told.isEmpty() && !now.containsKey(last)) {
            fresh.addFirst(new Run.Moment(fresh.getFirst().at(), GAP));
        }
        if (!run.timeline().isEmpty()) {
            told = now;
            last = Mark.of(run.timeline().getLast());
        }
        return fresh;
    }
}
