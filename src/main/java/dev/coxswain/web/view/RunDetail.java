package dev.coxswain.web.view;

import com.fasterxml.jackson.annotation.JsonIgnore;
import dev.coxswain.cluster.Json;
import dev.coxswain.cluster.KubeObject;
import dev.coxswain.cluster.Redaction;
import dev.coxswain.run.engine.RunEngine;
import dev.coxswain.run.journal.RunJson;
import dev.coxswain.run.record.Run;
import dev.coxswain.run.record.StepRecord;
import io.micronaut.serde.annotation.Serdeable;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * One run with all that is known of it.
 *
 * @param unreadable why there is no more than the line; empty when the run could be read
 * @param requestedBy who started it by hand; empty when a trigger did
 * @param undo what would undo it, the next first
 */
@Serdeable
public record RunDetail(
        RunLine line,
        String unreadable,
        String requestedBy,
        @Nullable QuestionView question,
        @Nullable PlanView plan,
        List<Answer> answers,
        List<Step> steps,
        List<Undo> undo,
        List<Moment> timeline) {

    @Serdeable
    public record Answer(String question, String answer, String by, String reason, Stamp at) {}

    /** @param phase running, done, skipped or failed */
    @Serdeable
    public record Step(
            String name,
            String phase,
            int attempt,
            Stamp startedAt,
            @Nullable Stamp finishedAt,
            String note) {
        @JsonIgnore
        public Tone tone() {
            return switch (phase) {
                case "done" -> Tone.GOOD;
                case "failed" -> Tone.BAD;
                case "skipped" -> Tone.CALM;
                default -> Tone.BUSY;
            };
        }
    }

    /** @param standing intended, armed or settled */
    @Serdeable
    public record Undo(String step, String summary, String standing, String note) {}

    @Serdeable
    public record Moment(Stamp at, String text) {}

    static RunDetail of(KubeObject object, Instant now, CommandLines commands) {
        RunLine line = RunLine.of(object, now);
        Run run;
        try {
            run = RunJson.read(object);
        } catch (IllegalArgumentException broken) {
            String why = String.valueOf(broken.getMessage());
            return new RunDetail(line, why, "", null, null, List.of(), List.of(), List.of(), List.of());
        }
        return new RunDetail(
                line,
                "",
                run.spec().requestedBy(),
                RunEngine.openQuestion(run)
                        .map(question -> QuestionView.of(run, question, now, commands))
                        .orElse(null),
                run.plan().map(PlanView::of).orElse(null),
                answers(run, now),
                run.steps().stream().map(step -> step(step, now)).toList(),
                undo(run),
                run.timeline().stream()
                        .map(moment -> new Moment(Stamp.of(moment.at(), now), moment.text()))
                        .toList());
    }

    private static List<Answer> answers(Run run, Instant now) {
        return run.answers().stream()
                .map(answer -> new Answer(
                        answer.question(),
                        answer.approves() ? "approved" : "denied",
                        answer.by(),
                        answer.reason(),
                        Stamp.of(answer.at(), now)))
                .toList();
    }

    private static Step step(StepRecord step, Instant now) {
        return new Step(
                step.name(),
                step.phase().name().toLowerCase(Locale.ROOT),
                step.attempt(),
                Stamp.of(step.startedAt(), now),
                step.finishedAt().map(at -> Stamp.of(at, now)).orElse(null),
                step.note().isEmpty() ? Json.asText(Redaction.value("", step.output())) : Redaction.text(step.note()));
    }

    private static List<Undo> undo(Run run) {
        return run.compensations().reversed().stream()
                .map(undo -> new Undo(
                        undo.step(),
                        Redaction.text(undo.summary()),
                        undo.standing().name().toLowerCase(Locale.ROOT),
                        Redaction.text(undo.note())))
                .toList();
    }
}
