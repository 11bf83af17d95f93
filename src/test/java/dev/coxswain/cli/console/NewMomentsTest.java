package dev.coxswain.cli.console;

import static org.assertj.core.api.Assertions.assertThat;

import dev.coxswain.run.journal.Fitting;
import dev.coxswain.run.journal.RunJson;
import dev.coxswain.run.record.Run;
import dev.coxswain.trigger.Target;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class NewMomentsTest {

    private static final Instant START = Instant.parse("2026-03-01T03:00:00Z");

    private final NewMoments moments = new NewMoments();
    private final List<String> told = new ArrayList<>();
    private Run run =
            Run.created(new Run.Spec("coxswain", "r", "p", Map.of(), Target.NOTHING, START, START, "", Map.of()));

    private NewMomentsTest() {
        look();
        told.clear();
    }

    private void look() {
        moments.of(run).forEach(moment -> told.add(moment.text()));
    }

    /** As the journal stores it. */
    private void happens(int from, int to, String more) {
        for (int i = from; i < to; i++) {
            run = run.noting(START.plusSeconds(i), "moment " + i + more);
        }
        run = Fitting.of(RunJson.write(run), run, START).orElseThrow().run();
    }

    private static List<String> momentsFrom(int from, int to) {
        return IntStream.range(from, to).mapToObj(i -> "moment " + i).toList();
    }

    @Test
    void eachMomentIsToldOnceAlsoWhileTheJournalLetsGoOfOthers() {
        for (int i = 0; i < 1000; i += 20) {
            happens(i, i + 20, "");
            look();
        }
        assertThat(run.timeline()).hasSize(Run.TIMELINE_LIMIT);
        assertThat(told).filteredOn(text -> text.startsWith("moment")).isEqualTo(momentsFrom(0, 1000));
        assertThat(told).noneMatch(text -> text.contains("in between"));
    }

    @Test
    void whatCameAndWentBetweenTwoLooksIsSaidToBeMissing() {
        happens(0, 100, "");
        look();
        told.clear();
        happens(100, 600, "");
        look();
        assertThat(told.getFirst()).contains("in between");
        assertThat(told.subList(1, told.size())).isEqualTo(momentsFrom(410, 600));
    }

    @Test
    void aTextThatIsShortenedLaterIsTheSame() {
        happens(0, 10, " said at length".repeat(20));
        look();
        told.clear();
        run = run.withTimeline(run.timeline().stream()
                .map(moment -> moment.text().length() < 200
                        ? moment
                        : new Run.Moment(moment.at(), moment.text().substring(0, 200) + " (cut)"))
                .toList());
        assertThat(run.timeline()).anyMatch(moment -> moment.text().endsWith("(cut)"));
        look();
        assertThat(told).isEmpty();
    }

    @Test
    void theSameWordsAtTheSameInstantAreToldAsOftenAsTheyAreSaid() {
        run = run.noting(START, "looking again");
        look();
        run = run.noting(START, "looking again");
        look();
        assertThat(told).containsExactly("looking again", "looking again");
    }
}
