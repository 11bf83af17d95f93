package dev.coxswain.run.step;

import dev.coxswain.action.Action;
import dev.coxswain.action.Actions;
import dev.coxswain.action.Params;
import dev.coxswain.action.Progress;
import dev.coxswain.action.Situation;
import dev.coxswain.cluster.Effect;
import dev.coxswain.cluster.ExecResult;
import dev.coxswain.cluster.Json;
import dev.coxswain.cluster.Outcome;
import dev.coxswain.cluster.Query;
import dev.coxswain.expression.Expression;
import dev.coxswain.playbook.Playbook;
import dev.coxswain.run.record.Run;
import dev.coxswain.run.record.StepRecord;
import dev.coxswain.run.world.Rendering;
import dev.coxswain.run.world.Surroundings;
import dev.coxswain.run.world.World;
import java.time.Duration;
import java.time.Instant;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Carries one step on, wherever it stands.
 *
 * <ol>
 *   <li>An effect whose outcome is not known is looked up in the world before anything else.
 *   <li>Nothing is done before the instant at which the attempt may begin; the deadline is one for all attempts.
 *   <li>Condition, items and parameters are evaluated, and the step's action is asked what is next, over the world as it is.
 * </ol>
 */
public final class OneStep {

    static final Duration AT_MOST = Duration.ofMinutes(15);
    /** Another run may have to wait for people. */
    private static final Duration WITH_ITS_OWN_QUESTIONS = Duration.ofHours(24);

    private static final Duration ASK_AGAIN = Duration.ofSeconds(5);

    private final Actions actions;
    private final Run run;
    private final World world;
    private final Surroundings now;
    private final Place place;
    private final Playbook.Step step;
    private final StepRecord record;
    private final Instant deadline;

    public OneStep(Actions actions, Run run, World world, Surroundings now, Place place) {
        this.actions = actions;
        this.run = run;
        this.world = world;
        this.now = now;
        this.place = place;
        this.step = place.step();
        this.record = place.record();
        this.deadline = record.startedAt().plus(atMost(step));
    }

    /** The step's own deadline, or that of what it waits for, or one that no step should need. */
    private static Duration atMost(Playbook.Step step) {
        if (step.atMost().isEmpty() && step.uses().equals("playbook.run")) {
            return WITH_ITS_OWN_QUESTIONS;
        }
        return step.atMost()
                .orElseGet(() -> step.uses().equals("wait") && step.with().get("atMost") instanceof Duration given
                        ? longer(step.retry().all(given), AT_MOST)
                        : AT_MOST);
    }

    private static Duration longer(Duration one, Duration other) {
        return one.compareTo(other) > 0 ? one : other;
    }

    public Decision decide() {
        if (record.pending().isPresent()) {
            return new Resuming(run, place, world).next(record.pending().get());
        }
        if (world.now().isAfter(deadline)) {
            return end("not done within " + atMost(step).toSeconds() + " s"
                    + (record.note().isEmpty() ? "" : ": " + record.note()));
        }
        if (world.now().isBefore(record.attemptAt())) {
            return new Decision.Wait(
                    step.name() + " is tried again: " + record.note(),
                    Optional.of(earlier(record.attemptAt(), deadline.plusMillis(1))));
        }
        Set<Query> unasked = changesNothing() ? now.unaskedOf(reads()) : now.unasked(reads());
        if (!unasked.isEmpty()) {
            return new Decision.Inquire(unasked);
        }
        Map<String, @Nullable Object> variables = now.variables();
        variables.putAll(place.own());
        return passedOver(variables).or(() -> allItemsDone(variables)).orElseGet(() -> act(variables));
    }

    /** What changes nothing looks at nothing but what it is given. */
    private boolean changesNothing() {
        return actions.find(step.uses())
                .filter(signature -> !signature.mutating())
                .isPresent();
    }

    private Set<String> reads() {
        Set<String> reads = Rendering.reads(step.with());
        step.onlyIf().ifPresent(condition -> reads.addAll(condition.reads()));
        step.forEach().ifPresent(items -> reads.addAll(items.reads()));
        return reads;
    }

    /** With {@code forEach}, the condition is asked of each item. */
    private Optional<Decision> passedOver(Map<String, @Nullable Object> variables) {
        return step.forEach().isPresent() ? Optional.empty() : conditionFails(variables);
    }

    private Optional<Decision> conditionFails(Map<String, @Nullable Object> variables) {
        if (step.onlyIf().isEmpty()) {
            return Optional.empty();
        }
        Expression condition = step.onlyIf().get();
        return switch (condition.evaluate(variables)) {
            case Expression.Result.Failure(String message) ->
                Optional.of(end("if " + condition.source() + " cannot be told: " + message));
            case Expression.Result.Value(Object value) when Boolean.TRUE.equals(value) -> Optional.empty();
            case Expression.Result.Value(Object value) ->
                Optional.of(finishedOnce(
                        StepRecord.Phase.SKIPPED, null, "skipped: " + condition.source() + " is " + value, run));
        };
    }

    /** Puts the current item among the variables, unless there is none left. */
    private Optional<Decision> allItemsDone(Map<String, @Nullable Object> variables) {
        if (step.forEach().isEmpty()) {
            return Optional.empty();
        }
        Expression all = step.forEach().get();
        return switch (all.evaluate(variables)) {
            case Expression.Result.Failure(String message) ->
                Optional.of(end("forEach " + all.source() + " cannot be told: " + message));
            case Expression.Result.Value(Object value) -> {
                List<@Nullable Object> items = Json.asList(value);
                if (record.item() >= items.size()) {
                    yield Optional.of(
                            over(StepRecord.Phase.DONE, record.output(), "done for " + items.size() + " items", run));
                }
                variables.put("item", items.get(record.item()));
                yield conditionFails(variables);
            }
        };
    }

    private Decision act(Map<String, @Nullable Object> variables) {
        return switch (Rendering.render(step.with(), variables, false)) {
            case Rendering.Rendered.Failed(String why) -> failedAttempt(why);
            case Rendering.Rendered.Ready(Params with) -> follow(with, variables);
        };
    }

    private Decision follow(Params with, Map<String, @Nullable Object> variables) {
        Action action = actions.action(step.uses())
                .orElseThrow(() -> new IllegalStateException("a checked playbook uses unknown " + step.uses()));
        return switch (action.next(with, situation(variables))) {
            case Progress.Done(Object output, String note) -> finishedOnce(StepRecord.Phase.DONE, output, note, run);
            case Progress.Apply(Effect effect, Optional<Effect> inverse) -> place.apply(effect, inverse, variables);
            case Progress.Await(String what, boolean asking, Optional<Instant> until) -> await(what, asking, until);
            case Progress.Ask(Set<Query> queries) -> {
                Set<Query> missing = new HashSet<>(queries);
                missing.removeAll(world.answers().keySet());
                yield missing.isEmpty() ? await("an answer", true, Optional.empty()) : new Decision.Inquire(missing);
            }
            case Progress.Refuse(String reason) -> failedAttempt(reason);
            case Progress.Tell(String severity, String message) ->
                finishedOnce(StepRecord.Phase.DONE, null, message, run.telling(severity, message, world.now()));
            case Progress.Start start -> place.start(start);
        };
    }

    private Decision await(String what, boolean asking, Optional<Instant> until) {
        Instant last = earlier(deadline, until.orElse(deadline)).plusMillis(1);
        return new Decision.Wait(
                step.name() + ": " + what,
                Optional.of(asking ? earlier(world.now().plus(ASK_AGAIN), last) : last));
    }

    private static Instant earlier(Instant one, Instant other) {
        return one.isBefore(other) ? one : other;
    }

    private Situation situation(Map<String, @Nullable Object> variables) {
        return new Situation(
                world.view(),
                now.fleet(),
                now.subject(),
                variables,
                world.answers(),
                record.history().stream()
                        .map(past -> new Situation.Past(past.effect(), outcome(past)))
                        .toList(),
                run.spec().key(),
                run.spec().uid(),
                record.attemptAt(),
                world.now(),
                false);
    }

    private static Outcome outcome(StepRecord.Past past) {
        Map<String, @Nullable Object> exec = Json.asMap(past.result().get("exec"));
        if (exec.isEmpty()) {
            return Outcome.Applied.SILENTLY;
        }
        return new Outcome.Applied(
                Optional.empty(),
                Optional.of(new ExecResult(
                        (int) Json.asLong(exec.get("exitCode"), -1),
                        Json.asText(exec.get("stdout")),
                        Json.asText(exec.get("stderr")),
                        Boolean.TRUE.equals(exec.get("truncated")))));
    }

    /** Tried again, while there are attempts left. */
    private Decision failedAttempt(String why) {
        return new Decision.Append(Aftermath.failedAttempt(run, place, why, world.now()));
    }

    /** For what another attempt would not mend. */
    private Decision end(String why) {
        return new Decision.Append(Aftermath.failed(run, place, why, world.now()));
    }

    private Decision finishedOnce(StepRecord.Phase phase, @Nullable Object output, String note, Run from) {
        return new Decision.Append(finishedOnce(from, place, phase, output, note, world.now()));
    }

    /** The run after the step was done for one item; without {@code forEach} that is all. */
    public static Run finishedOnce(
            Run from, Place place, StepRecord.Phase phase, @Nullable Object output, String note, Instant now) {
        StepRecord record = place.record();
        return place.step().forEach().isEmpty()
                ? place.over(from, record.ended(phase, now, output, note))
                : place.keeping(from, record.nextItem(now))
                        .noting(now, place.step().name() + "[" + record.item() + "]: " + note);
    }

    private Decision over(StepRecord.Phase phase, @Nullable Object output, String note, Run from) {
        return new Decision.Append(place.over(from, record.ended(phase, world.now(), output, note)));
    }
}
