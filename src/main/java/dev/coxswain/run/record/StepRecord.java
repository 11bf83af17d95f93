package dev.coxswain.run.record;

import dev.coxswain.cluster.Effect;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * What the journal knows of one use of a step.
 *
 * @param startedAt when it began; with {@code forEach}, when its current item did. Its deadline counts from here
 * @param attemptAt when the current attempt begins; before that nothing is done
 * @param attempt counts from 1
 * @param item index of the current item of {@code forEach}
 * @param pending journaled, but nobody knows yet whether it was applied
 * @param history what the current attempt has applied, oldest first
 */
public record StepRecord(
        String name,
        Phase phase,
        Instant startedAt,
        Instant attemptAt,
        Optional<Instant> finishedAt,
        int attempt,
        int item,
        Optional<Effect> pending,
        List<Past> history,
        @Nullable Object output,
        String note) {

    public enum Phase {
        RUNNING,
        DONE,
        SKIPPED,
        FAILED
    }

    /** @param result what came back, in the journal's short form: the program's output for exec, otherwise empty */
    public record Past(Effect effect, Map<String, @Nullable Object> result) {}

    public StepRecord {
        history = List.copyOf(history);
    }

    public static StepRecord begun(String name, Instant at) {
        return new StepRecord(
                name, Phase.RUNNING, at, at, Optional.empty(), 1, 0, Optional.empty(), List.of(), null, "");
    }

    public StepRecord withPending(Optional<Effect> effect) {
        return new StepRecord(
                name, phase, startedAt, attemptAt, finishedAt, attempt, item, effect, history, output, note);
    }

    public StepRecord applied(Past effect) {
        List<Past> longer = new ArrayList<>(history);
        longer.add(effect);
        return new StepRecord(
                name, phase, startedAt, attemptAt, finishedAt, attempt, item, Optional.empty(), longer, output, note);
    }

    public StepRecord ended(Phase as, Instant at, @Nullable Object result, String why) {
        return new StepRecord(
                name, as, startedAt, attemptAt, Optional.of(at), attempt, item, Optional.empty(), history, result, why);
    }

    public StepRecord withHistory(List<Past> kept) {
        return new StepRecord(
                name, phase, startedAt, attemptAt, finishedAt, attempt, item, pending, kept, output, note);
    }

    public StepRecord withOutput(@Nullable Object kept) {
        return new StepRecord(
                name, phase, startedAt, attemptAt, finishedAt, attempt, item, pending, history, kept, note);
    }

    /** The same attempt, not before that instant. */
    public StepRecord notBefore(Instant at) {
        return new StepRecord(name, phase, startedAt, at, finishedAt, attempt, item, pending, history, output, note);
    }

    public StepRecord because(String why) {
        return new StepRecord(
                name, phase, startedAt, attemptAt, finishedAt, attempt, item, pending, history, output, why);
    }

    /** The next attempt, which knows nothing of what this one did. */
    public StepRecord again(Instant at) {
        return new StepRecord(
                name,
                Phase.RUNNING,
                startedAt,
                at,
                Optional.empty(),
                attempt + 1,
                item,
                Optional.empty(),
                List.of(),
                output,
                note);
    }

    /** The next item of {@code forEach}, with tries and a deadline of its own. */
    public StepRecord nextItem(Instant at) {
        return new StepRecord(
                name, Phase.RUNNING, at, at, Optional.empty(), 1, item + 1, Optional.empty(), List.of(), output, note);
    }
}
