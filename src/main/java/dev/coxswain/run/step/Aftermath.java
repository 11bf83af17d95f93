package dev.coxswain.run.step;

import dev.coxswain.cluster.Effect;
import dev.coxswain.cluster.ExecResult;
import dev.coxswain.cluster.KubeObject;
import dev.coxswain.cluster.Outcome;
import dev.coxswain.cluster.Redaction;
import dev.coxswain.playbook.Playbook;
import dev.coxswain.run.journal.Cut;
import dev.coxswain.run.record.Run;
import dev.coxswain.run.record.StepRecord;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * What the journal has to hold once the outcome of a step's effect is known.
 *
 * <p>A refusal ends the attempt. What says nothing about the step, a server that is busy or an object that changed in between,
 * costs no attempt, but is not tried again at once either: each write wakes the run that wrote it.
 */
public final class Aftermath {

    /** How much of a program's output the journal keeps, of each stream, in bytes. */
    static final int OUTPUT_LIMIT = 4096;

    /** How long until a conflict is looked at again; the view may still be behind. */
    private static final Duration CONFLICT = Duration.ofSeconds(1);

    private static final String GOING_ON = "; going on, as the playbook says";

    private Aftermath() {}

    public static Run of(Run run, Place place, Effect effect, Outcome outcome, Instant now) {
        StepRecord record = place.record();
        return switch (outcome) {
            case Outcome.Applied(Optional<KubeObject> result, Optional<ExecResult> output) ->
                place.applied(run, record, new StepRecord.Past(effect, shortForm(output)), result)
                        .noting(now, record.name() + ": " + effect.summary());
            case Outcome.Refused refused
            when refused.isConflict() ->
                later(run, place, effect.summary() + ": " + refused.message() + "; looking again", now, CONFLICT);
            case Outcome.Refused(var _, var _, String message) ->
                failedAttempt(place.notApplied(run, record), place, effect.summary() + ": " + message, now);
            case Outcome.Busy(Duration retryAfter, String message) ->
                later(run, place, effect.summary() + ": " + message, now, retryAfter);
            case Outcome.Unknown(String message) ->
                run.noting(now, effect.summary() + ": nobody knows whether it was applied: " + message);
        };
    }

    private static Run later(Run run, Place place, String why, Instant now, Duration atLeast) {
        Duration delay = place.step().retry().delay();
        Instant again = now.plus(delay.compareTo(atLeast) > 0 ? delay : atLeast);
        StepRecord record = place.record();
        Run without = place.notApplied(run, record);
        return place.keeping(
                        without,
                        record.withPending(Optional.empty()).because(why).notBefore(again))
                .noting(now, why);
    }

    /** The run after an attempt that failed: the next one begins after the delay, counted from now. */
    public static Run failedAttempt(Run run, Place place, String why, Instant now) {
        StepRecord record = place.record();
        Playbook.Retry retry = place.step().retry();
        if (record.attempt() >= retry.attempts()) {
            return isNextItemDue(place.step())
                    ? place.keeping(run, record.nextItem(now))
                            .noting(now, place.step().name() + "[" + record.item() + "]: " + why + GOING_ON)
                    : failed(run, place, why, now);
        }
        Instant again = now.plus(retry.delayAfter(record.attempt()));
        String text = place.step().name() + ": " + why + "; attempt " + (record.attempt() + 1) + " of "
                + retry.attempts() + " at " + again;
        return place.keeping(run, record.again(again).because(why)).noting(now, text);
    }

    private static boolean isNextItemDue(Playbook.Step step) {
        return step.forEach().isPresent() && step.otherwise() == Playbook.Otherwise.CONTINUE;
    }

    /** The run after a step that failed as a whole. */
    public static Run failed(Run run, Place place, String why, Instant now) {
        if (place.step().otherwise() == Playbook.Otherwise.CONTINUE) {
            return place.over(run, place.record().ended(StepRecord.Phase.FAILED, now, null, why + GOING_ON));
        }
        return place.failed(run, place.record().ended(StepRecord.Phase.FAILED, now, null, why));
    }

    private static Map<String, @Nullable Object> shortForm(Optional<ExecResult> output) {
        if (output.isEmpty()) {
            return Map.of();
        }
        ExecResult result = output.get();
        String stdout = cut(Redaction.text(result.stdout()));
        String stderr = cut(Redaction.text(result.stderr()));
        Map<String, @Nullable Object> exec = new LinkedHashMap<>();
        exec.put("exitCode", (long) result.exitCode());
        exec.put("stdout", stdout);
        exec.put("stderr", stderr);
        exec.put(
                "truncated",
                result.truncated()
                        || !stdout.equals(Redaction.text(result.stdout()))
                        || !stderr.equals(Redaction.text(result.stderr())));
        return Map.of("exec", exec);
    }

    private static String cut(String text) {
        return Cut.text(text, OUTPUT_LIMIT);
    }
}
