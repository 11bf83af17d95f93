package dev.coxswain.run.journal;

import dev.coxswain.approval.Decision;
import dev.coxswain.cluster.Json;
import dev.coxswain.cluster.KubeObject;
import dev.coxswain.run.record.Compensation;
import dev.coxswain.run.record.Plan;
import dev.coxswain.run.record.Run;
import dev.coxswain.run.record.StepRecord;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/**
 * Makes a run fit into its object, which is measured as it is written, in bytes of UTF-8.
 *
 * <ol>
 *   <li>Some things are always kept short: outputs, texts, how many answers and delivered notices there are.
 *   <li>What is then too large loses what is of least use first, step by step: old moments, histories of finished steps, what is
 *       settled. Whatever is cut is said in {@code cuts}, and once in a notice.
 *   <li>What must not be lost, the plan and what undoes the run, is packed; when even that has no room, the run does not fit, and
 *       what it was about to do has to be left undone.
 * </ol>
 *
 * <p>The engine goes on with the run as it fits, so that a restart finds the very run that was decided upon.
 */
public final class Fitting {

    /** What a run's object never exceeds. */
    public static final int LIMIT = 256 * 1024;

    /** What we fill: the server adds managed fields, and a run that is full must still be able to tell how it ends. */
    private static final int ROOM = LIMIT - 12 * 1024;

    /** What an intent has to leave free for the outcome and for the way back. */
    private static final int FOR_THE_WAY_BACK = 24 * 1024;

    /** Up to here everything stays readable; each append sends the whole. */
    private static final int PLAIN = 64 * 1024;

    private static final int OUTPUT = 8 * 1024;
    private static final int TEXT = 2 * 1024;
    private static final int ANSWERS = 100;
    private static final int DELIVERED = 50;
    private static final int FIRST_MOMENTS = 10;

    private final KubeObject stored;
    private final int room;

    private Fitting(KubeObject stored, int room) {
        this.stored = stored;
        this.room = room;
    }

    /**
     * @param run as it fits
     * @param object as it is to be written
     */
    public record Fit(Run run, KubeObject object) {}

    /** Empty when there is no way to make it fit. */
    public static Optional<Fit> of(KubeObject stored, Run run, Instant now) {
        return new Fitting(stored, ROOM).fit(tidy(run, now), now);
    }

    /** The same for an intent, after which there has to be room for what comes of it. */
    public static Optional<Fit> ofIntent(KubeObject stored, Run run, Instant now) {
        return new Fitting(stored, ROOM - FOR_THE_WAY_BACK).fit(tidy(run, now), now);
    }

    /** For a run whose spec alone is too large: its end must be told, though its object stays larger than ours ever are. */
    public static Fit whateverItTakes(KubeObject stored, Run run) {
        Run smallest = run;
        for (Stage stage : HARSH) {
            smallest = stage.cut().apply(smallest);
        }
        return new Fit(smallest, RunJson.writePacked(stored, smallest));
    }

    private record Stage(String what, UnaryOperator<Run> cut) {}

    private static final List<Stage> GENTLE = List.of(
            new Stage("moments in the middle of the timeline", run -> moments(run, 60)),
            new Stage("what finished steps applied", Fitting::withoutHistories),
            new Stage("how what was done was undone", Fitting::withoutSettled));

    private static final List<Stage> HARSH = List.of(
            new Stage("the values that the plan replaces", Fitting::withoutBefore),
            new Stage("outputs of steps beyond 1 KiB", run -> outputs(run, 1024)),
            new Stage("most of the timeline", run -> moments(run, 20)),
            new Stage("most answers", run -> answers(run, 10)),
            new Stage("most of what programs printed", run -> results(run, 512)),
            new Stage("most of the texts", run -> texts(run, 256)),
            new Stage("outputs of steps", run -> outputs(run, 128)),
            new Stage("nearly all of the timeline", run -> moments(run, 3)));

    private Optional<Fit> fit(Run run, Instant now) {
        KubeObject plain = RunJson.write(stored, run);
        if (size(plain) <= PLAIN) {
            return Optional.of(new Fit(run, plain));
        }
        plain = RunJson.writePacked(stored, run);
        if (size(plain) <= room) {
            return Optional.of(new Fit(run, plain));
        }
        Run smaller = run;
        for (Stage stage : GENTLE) {
            smaller = cut(smaller, stage, now);
            KubeObject object = RunJson.writePacked(stored, smaller);
            if (size(object) <= room) {
                return Optional.of(new Fit(smaller, object));
            }
        }
        KubeObject packed = RunJson.writePacked(stored, smaller);
        for (Stage stage : HARSH) {
            if (size(packed) <= room) {
                break;
            }
            smaller = cut(smaller, stage, now);
            packed = RunJson.writePacked(stored, smaller);
        }
        return size(packed) <= room ? Optional.of(new Fit(smaller, packed)) : Optional.empty();
    }

    static int size(KubeObject object) {
        return Json.bytes(object.tree()).length;
    }

    private static Run cut(Run run, Stage stage, Instant now) {
        Run cut = stage.cut().apply(run);
        return cut.equals(run) ? run : saying(cut, stage.what(), now);
    }

    private static Run saying(Run run, String what, Instant now) {
        if (run.cuts().contains(what)) {
            return run;
        }
        List<String> cuts = new ArrayList<>(run.cuts());
        cuts.add(what);
        Run said = run.withCuts(cuts);
        return run.cuts().isEmpty()
                ? said.telling(
                        "info",
                        "the journal of " + run.spec().key() + " is full, and " + what
                                + " had to go; status.cuts says what else",
                        now)
                : said;
    }

    private static Run tidy(Run run, Instant now) {
        Run tidy = cut(run, new Stage("outputs of steps beyond 8 KiB", r -> outputs(r, OUTPUT)), now);
        tidy = cut(tidy, new Stage("texts beyond 2 KiB", r -> texts(r, TEXT)), now);
        tidy = cut(tidy, new Stage("answers after the first 100", r -> answers(r, ANSWERS)), now);
        tidy = cut(tidy, new Stage("notices that were delivered, but for the last 50", Fitting::delivered), now);
        return cut(tidy, new Stage("moments of a timeline of 200", r -> moments(r, Run.TIMELINE_LIMIT)), now);
    }

    private static Run moments(Run run, int most) {
        List<Run.Moment> all = run.timeline();
        if (all.size() <= most) {
            return run;
        }
        int first = Math.min(FIRST_MOMENTS, most / 2);
        List<Run.Moment> kept = new ArrayList<>(all.subList(0, first));
        kept.addAll(all.subList(all.size() - (most - first), all.size()));
        return run.withTimeline(kept);
    }

    private static Run answers(Run run, int most) {
        List<Decision> all = run.answers();
        return all.size() <= most ? run : run.withAnswers(all.subList(0, most));
    }

    private static Run delivered(Run run) {
        long delivered = run.notices().stream().filter(Run.Notice::sent).count();
        List<Run.Notice> kept = new ArrayList<>();
        for (Run.Notice notice : run.notices()) {
            if (notice.sent() && delivered > DELIVERED) {
                delivered--;
            } else {
                kept.add(notice);
            }
        }
        return kept.size() == run.notices().size() ? run : run.withNotices(kept);
    }

    private static Run withoutHistories(Run run) {
        Run without = run;
        for (StepRecord step : run.steps()) {
            if (step.phase() != StepRecord.Phase.RUNNING && !step.history().isEmpty()) {
                without = without.with(step.withHistory(List.of()));
            }
        }
        return without;
    }

    private static Run withoutSettled(Run run) {
        List<Compensation> open =
                run.compensations().stream().filter(c -> !c.isSettled()).toList();
        return open.size() == run.compensations().size() ? run : run.withCompensations(open);
    }

    private static Run withoutBefore(Run run) {
        return run.plan()
                .map(plan -> run.withPlan(
                        new Plan(
                                plan.digest(),
                                plan.computedAt(),
                                plan.effects().stream()
                                        .map(e -> new Plan.Planned(e.step(), e.effect(), e.reversible(), List.of()))
                                        .toList(),
                                plan.remarks()),
                        run.lets()))
                .orElse(run);
    }

    private static Run outputs(Run run, int most) {
        Run cut = run;
        for (StepRecord step : run.steps()) {
            cut = cut.with(step.withOutput(Cut.value(step.output(), most)));
        }
        return cut;
    }

    /** What the programs of the running step have printed. */
    private static Run results(Run run, int most) {
        Run cut = run;
        for (StepRecord step : run.steps()) {
            cut = cut.with(step.withHistory(step.history().stream()
                    .map(past -> new StepRecord.Past(past.effect(), shorter(past.result(), most)))
                    .toList()));
        }
        return cut;
    }

    private static Map<String, @Nullable Object> shorter(Map<String, @Nullable Object> result, int most) {
        return Json.asMap(Cut.strings(result, most));
    }

    private static Run texts(Run run, int most) {
        Run cut = run.saying(Cut.text(run.message(), most))
                .withTimeline(run.timeline().stream()
                        .map(m -> new Run.Moment(m.at(), Cut.text(m.text(), most)))
                        .toList())
                .withNotices(run.notices().stream()
                        .map(n -> new Run.Notice(n.id(), n.severity(), Cut.text(n.text(), most), n.at(), n.sent()))
                        .toList())
                .withAnswers(run.answers().stream()
                        .map(a -> new Decision(
                                a.name(),
                                a.run(),
                                a.question(),
                                a.digest(),
                                a.approves(),
                                a.by(),
                                Cut.text(a.reason(), Math.min(most, 512)),
                                a.at()))
                        .toList());
        for (StepRecord step : cut.steps()) {
            cut = cut.with(step.because(Cut.text(step.note(), most)));
        }
        return cut;
    }
}
