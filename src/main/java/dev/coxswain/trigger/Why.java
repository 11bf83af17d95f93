package dev.coxswain.trigger;

import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * Why a playbook fires for a target, or why it does not.
 *
 * @param conditions of the first stage, over what is watched
 * @param word of members, for the second stage
 */
public record Why(Target target, List<Condition> conditions, Word word, Verdict verdict) {

    public Why {
        conditions = List.copyOf(conditions);
    }

    public sealed interface Verdict {

        record Fires(Firing firing) implements Verdict {}

        /** The condition is not true now. */
        record NotSo() implements Verdict {}

        /** It is true, but not for long enough yet. */
        record TooShort(Instant since, Instant enoughAt) implements Verdict {}

        /**
         * The run for this very incident exists.
         *
         * @param isGoing whether the run has not ended yet
         */
        record Answered(String run, boolean isGoing) implements Verdict {}

        /** A run of the same playbook at the same place has not finished. */
        record Busy(String run) implements Verdict {}

        /** What the last run has done has not been seen yet; it may be so no more. */
        record Behind(String lastRun, Instant lookAgainAt) implements Verdict {}

        record CoolingDown(String lastRun, Instant until) implements Verdict {}

        /** As many runs as are allowed within 24 hours have been. */
        record DayIsFull(int perDay, Instant until) implements Verdict {}

        /** Nothing but the word of members is wanting, and they have to be asked. */
        record Asks() implements Verdict {}

        /** Members were asked, and did not confirm it. */
        record Unconfirmed(Word.Heard heard, Instant askAgainAt) implements Verdict {}
    }

    /** Whether the incident has a run that is going on, or is given one now. */
    boolean isInHand() {
        return verdict instanceof Verdict.Fires
                || (verdict instanceof Verdict.Answered(var _, boolean isGoing) && isGoing);
    }

    /** When time alone may change the verdict. */
    public Optional<Instant> askAgainAt() {
        return switch (verdict) {
            case Verdict.TooShort(var _, Instant at) -> Optional.of(at);
            case Verdict.Behind(var _, Instant at) -> Optional.of(at);
            case Verdict.CoolingDown(var _, Instant until) -> Optional.of(until);
            case Verdict.DayIsFull(var _, Instant until) -> Optional.of(until);
            case Verdict.Unconfirmed(var _, Instant at) -> Optional.of(at);
            case Verdict.Fires _, Verdict.NotSo _, Verdict.Answered _, Verdict.Busy _, Verdict.Asks _ ->
                Optional.empty();
        };
    }

    /** One line for people. */
    public String reason() {
        return switch (verdict) {
            case Verdict.Fires(Firing firing) -> "fires as " + firing.runName() + ", so since " + firing.since();
            case Verdict.NotSo _ -> "does not fire: " + failing(conditions);
            case Verdict.Asks _ -> "so for long enough; members are being asked to confirm it";
            case Verdict.Unconfirmed(Word.Heard heard, Instant at) ->
                "does not fire, for members did not confirm it: " + failing(heard.conditions())
                        + (heard.silence().isEmpty() ? "" : "; " + heard.silence()) + "; they are asked again at " + at;
            case Verdict.TooShort(Instant since, Instant at) ->
                "so since " + since + ", fires at " + at + " if it stays so";
            case Verdict.Answered(String run, var _) -> "run " + run + " is the answer to this incident";
            case Verdict.Busy(String run) -> "run " + run + " is at it";
            case Verdict.Behind(String run, var _) -> "what run " + run + " has done has not been seen yet";
            case Verdict.CoolingDown(String run, Instant until) -> "cooling down after run " + run + " until " + until;
            case Verdict.DayIsFull(int perDay, Instant until) ->
                perDay + " runs within 24 hours are the limit, the next one at " + until;
        };
    }

    private static String failing(List<Condition> conditions) {
        return conditions.stream()
                .filter(condition -> !condition.holds())
                .map(Condition::toString)
                .collect(Collectors.joining("; "));
    }
}
