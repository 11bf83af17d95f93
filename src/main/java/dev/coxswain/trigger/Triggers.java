package dev.coxswain.trigger;

import dev.coxswain.cluster.ClusterView;
import dev.coxswain.cluster.Gvk;
import dev.coxswain.expression.Expression;
import dev.coxswain.fleet.Fleet;
import dev.coxswain.fleet.recognition.FleetModel;
import dev.coxswain.playbook.Playbook;
import dev.coxswain.playbook.Playbook.Trigger;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.BiFunction;
import java.util.function.Function;

/**
 * Asks triggers about the present state.
 *
 * <ol>
 *   <li>Each candidate's condition is evaluated, part by part.
 *   <li>What is met and was met before keeps its beginning; what is met anew begins now, or earlier where state proves it.
 *   <li>What has held for long enough fires, unless the incident has its run already, what the last run did has not been seen yet, or
 *       the playbook's limits say no.
 *   <li>A playbook that wants the word of members fires only on a fresh answer that confirms it. Nobody is asked before all the
 *       rest is so: asking costs a program run in a container.
 * </ol>
 *
 * @param home the supervisor's namespace: playbooks there, and those from a directory, may be about every namespace, all others
 *     only about their own
 */
public record Triggers(String home) {

    private static final Duration DAY = Duration.ofHours(24);

    /** Watches lag by less than this, when nothing is wrong. */
    private static final Duration LOOK_AGAIN = Duration.ofSeconds(1);

    /** How runs, observations and limits name a playbook: {@code namespace/name}, or its name alone when it is from a directory. */
    public static String key(Playbook playbook) {
        return playbook.namespace().isEmpty() ? playbook.name() : playbook.namespace() + "/" + playbook.name();
    }

    /**
     * The namespace where the runs of a playbook live.
     *
     * @param key of the playbook, as {@link #key} gives it
     * @param home where those of playbooks from a directory live
     */
    public static String namespaceOf(String key, String home) {
        int slash = key.indexOf('/');
        return slash < 0 ? home : key.substring(0, slash);
    }

    /** Everything that the playbook looks at; empty for one that a person starts. */
    public List<Candidate> candidates(Playbook playbook, Fleet fleet, ClusterView view, Instant now) {
        return candidates(
                playbook,
                fleet,
                view,
                now,
                (found, when) -> Optional.of(Candidate.of(found.target(), when, found.variables())));
    }

    private List<Candidate> candidates(
            Playbook playbook,
            Fleet fleet,
            ClusterView view,
            Instant now,
            BiFunction<Targets.Found, Expression, Optional<Candidate>> of) {
        return when(playbook.trigger())
                .map(when -> new Targets(fleet, view)
                        .of(playbook, now).stream()
                                .filter(found -> mayBeAbout(playbook, found.target()))
                                .flatMap(found -> of.apply(found, when).stream())
                                .toList())
                .orElse(List.of());
    }

    /** The candidates whose condition is true at this moment, for however long. */
    public List<Candidate> met(Playbook playbook, Fleet fleet, ClusterView view, Instant now) {
        return candidates(
                playbook, fleet, view, now, (found, when) -> Candidate.ifMet(found.target(), when, found.variables()));
    }

    /** Whether a playbook may touch this target at all. */
    public boolean mayBeAbout(Playbook playbook, Target target) {
        return playbook.namespace().isEmpty()
                || playbook.namespace().equals(home)
                || playbook.namespace().equals(target.namespace());
    }

    /**
     * One look at one playbook.
     *
     * @param candidates all of them, met or not
     * @param runs of this playbook and of others
     * @param heard what members said last about each target; too old an answer does not count
     */
    public static TriggerPass pass(
            Playbook playbook,
            List<Candidate> candidates,
            Observations observations,
            List<PastRun> runs,
            Function<Target, Optional<Word.Heard>> heard,
            Instant now) {
        PastRuns own = PastRuns.of(runs.stream()
                .filter(run -> run.playbook().equals(key(playbook)))
                .toList());
        return pass(playbook, candidates, observations, own, heard, now);
    }

    /** The same for whoever has the playbook's own runs sorted out already. */
    public static TriggerPass pass(
            Playbook playbook,
            List<Candidate> candidates,
            Observations observations,
            PastRuns runs,
            Function<Target, Optional<Word.Heard>> heard,
            Instant now) {
        Map<Target, Instant> behind = behind(playbook, candidates, observations, runs);
        Observations observed =
                observations.without(playbook, behind.keySet()).after(playbook, candidates, behind, now);
        PastRuns own = runs.extended();
        List<Why> whys = new ArrayList<>();
        for (Candidate candidate : candidates) {
            Why.Verdict verdict = observed.since(playbook, candidate.target())
                    .map(since -> verdict(playbook, candidate, since, own, heard, now))
                    .orElseGet(Why.Verdict.NotSo::new);
            if (verdict instanceof Why.Verdict.Fires(Firing firing)) {
                own.put(new PastRun(
                        firing.runName(), key(playbook), firing.target(), firing.since(), now, Optional.empty()));
            }
            whys.add(new Why(candidate.target(), candidate.conditions(), word(playbook, verdict), verdict));
        }
        return new TriggerPass(observed, whys);
    }

    /** Whose incident is behind them, and since when: what is so now is another one. */
    private static Map<Target, Instant> behind(
            Playbook playbook, List<Candidate> candidates, Observations observations, PastRuns runs) {
        Map<Target, Instant> ends = new LinkedHashMap<>();
        for (Candidate candidate : candidates) {
            Target target = candidate.target();
            observations
                    .since(playbook, target)
                    .flatMap(since -> runs.answering(target, since))
                    .filter(run -> run.isBehind(playbook.limits()))
                    .flatMap(PastRun::finishedAt)
                    .ifPresent(end -> ends.put(target, end));
        }
        return ends;
    }

    private static Word word(Playbook playbook, Why.Verdict verdict) {
        if (playbook.trigger().confirm().isEmpty()) {
            return new Word.Needless();
        }
        return switch (verdict) {
            case Why.Verdict.Fires(Firing firing) -> firing.word();
            case Why.Verdict.Unconfirmed(Word.Heard heard, var _) -> heard;
            case Why.Verdict.Asks _ -> new Word.Awaited();
            case Why.Verdict.NotSo _ -> new Word.NotAsked("'when' does not hold");
            case Why.Verdict.TooShort(var _, Instant enoughAt) ->
                new Word.NotAsked("'when' has not held for long enough before " + enoughAt);
            case Why.Verdict.Answered(String run, var _) -> new Word.NotAsked("run " + run + " is the answer already");
            case Why.Verdict.Busy(String run) -> new Word.NotAsked("run " + run + " is at it");
            case Why.Verdict.Behind(String run, var _) ->
                new Word.NotAsked("what run " + run + " has done has not been seen yet");
            case Why.Verdict.CoolingDown(String run, Instant until) ->
                new Word.NotAsked("it cools down after run " + run + " until " + until);
            case Why.Verdict.DayIsFull(int perDay, Instant until) ->
                new Word.NotAsked("there were " + perDay + " runs within 24 hours, no more before " + until);
        };
    }

    /** The firing that a person asks for; each moment is an incident of its own. */
    public static Firing byHand(Playbook playbook, Targets.Found found, Instant now) {
        String name = Names.ofRunByHand(playbook, found.target(), now);
        return new Firing(name, found.target(), now, List.of(), new Word.Needless(), found.variables());
    }

    private static Why.Verdict verdict(
            Playbook playbook,
            Candidate candidate,
            Instant since,
            PastRuns own,
            Function<Target, Optional<Word.Heard>> heard,
            Instant now) {
        Target target = candidate.target();
        Instant enough = since.plus(playbook.trigger().heldFor());
        Optional<PastRun> answer = own.answering(target, since);
        if (answer.isPresent()) {
            return new Why.Verdict.Answered(
                    answer.get().name(), answer.get().finishedAt().isEmpty());
        }
        if (enough.isAfter(now)) {
            return new Why.Verdict.TooShort(since, enough);
        }
        return limit(playbook.limits(), target, own, now)
                .or(() -> notConfirmed(playbook, heard.apply(target), now))
                .orElseGet(() -> new Why.Verdict.Fires(
                        firing(own.nextName(playbook, target), playbook, candidate, since, heard)));
    }

    /** Empty when the playbook needs nobody's word, or has it. */
    private static Optional<Why.Verdict> notConfirmed(Playbook playbook, Optional<Word.Heard> heard, Instant now) {
        if (playbook.trigger().confirm().isEmpty()) {
            return Optional.empty();
        }
        Duration askEvery = playbook.trigger().confirm().get().askEvery();
        Optional<Word.Heard> fresh =
                heard.filter(word -> word.at().plus(askEvery).isAfter(now));
        if (fresh.isEmpty()) {
            return Optional.of(new Why.Verdict.Asks());
        }
        return fresh.filter(word -> !word.confirms())
                .map(word -> new Why.Verdict.Unconfirmed(word, word.at().plus(askEvery)));
    }

    private static Firing firing(
            String name,
            Playbook playbook,
            Candidate candidate,
            Instant since,
            Function<Target, Optional<Word.Heard>> heard) {
        Word word = playbook.trigger().confirm().isEmpty()
                ? new Word.Needless()
                : heard.apply(candidate.target()).<Word>map(w -> w).orElseGet(Word.Awaited::new);
        return new Firing(name, candidate.target(), since, candidate.conditions(), word, candidate.variables());
    }

    private static Optional<Why.Verdict> limit(Playbook.Limits limits, Target target, PastRuns own, Instant now) {
        for (PastRun run : own.at(target)) {
            if (run.finishedAt().isEmpty()) {
                return Optional.of(new Why.Verdict.Busy(run.name()));
            }
            if (!own.isSeen(run, now)) {
                return Optional.of(new Why.Verdict.Behind(run.name(), now.plus(LOOK_AGAIN)));
            }
            Instant cool = run.finishedAt().get().plus(limits.cooldown());
            if (cool.isAfter(now)) {
                return Optional.of(new Why.Verdict.CoolingDown(run.name(), cool));
            }
        }
        return limits.perDay().flatMap(perDay -> fullDay(perDay, own, now));
    }

    private static Optional<Why.Verdict> fullDay(int perDay, PastRuns own, Instant now) {
        List<Instant> today = own.startedAfter(now.minus(DAY));
        if (today.size() < perDay) {
            return Optional.empty();
        }
        // the next one may start when only perDay - 1 are left within the last day
        Instant blocking = perDay > 0 ? today.get(perDay - 1) : now;
        return Optional.of(new Why.Verdict.DayIsFull(perDay, blocking.plus(DAY)));
    }

    /** What the condition of a trigger looks at; nothing for one that only a person starts. */
    public static Set<Gvk> kinds(Trigger trigger, FleetModel model) {
        return switch (trigger) {
            case Trigger.OnObject on -> Set.of(Gvk.of(on.apiVersion(), on.kind()));
            case Trigger.OnMember on -> kinds(on.profiles(), model);
            case Trigger.OnDatastore on -> kinds(on.profiles(), model);
            case Trigger.OnOperator on -> kinds(on.profiles(), model);
            case Trigger.Manual _ -> Set.of();
        };
    }

    private static Set<Gvk> kinds(List<String> profiles, FleetModel model) {
        return profiles.isEmpty() ? model.kinds() : model.kinds(profiles);
    }

    /** What has to be so of its target; empty for one that only a person starts. */
    public static Optional<Expression> when(Trigger trigger) {
        return switch (trigger) {
            case Trigger.OnObject on -> Optional.of(on.when());
            case Trigger.OnMember on -> Optional.of(on.when());
            case Trigger.OnDatastore on -> Optional.of(on.when());
            case Trigger.OnOperator on -> Optional.of(on.when());
            case Trigger.Manual _ -> Optional.empty();
        };
    }
}
