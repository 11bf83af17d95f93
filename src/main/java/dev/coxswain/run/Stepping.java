package dev.coxswain.run;

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
import dev.coxswain.fleet.Hold;
import dev.coxswain.fleet.Operator;
import dev.coxswain.playbook.Playbook;
import java.time.Duration;
import java.time.Instant;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Carries out the step that a run stands at.
 *
 * <ol>
 *   <li>An effect whose outcome is not known is looked up in the world before anything else.
 *   <li>The step's action is asked what is next, over the world as it is now.
 *   <li>Before an effect: the operator that we hold is still held, the guards still agree (asked afresh), and the approved plan
 *       foresaw the effect. Only then intent and compensation are journaled, and the effect is applied.
 * </ol>
 */
final class Stepping {

    private static final Duration STEP_AT_MOST = Duration.ofMinutes(15);
    private static final Duration ASK_AGAIN = Duration.ofSeconds(5);

    private final Actions actions;
    private final PlaybookLibrary library;
    private final Run run;
    private final Playbook playbook;
    private final World world;
    private final Playbook.Step step;
    private final Run.StepRecord record;
    private final Surroundings now;

    private Stepping(
            Actions actions, PlaybookLibrary library, Run run, Playbook playbook, World world, Playbook.Step step) {
        this.actions = actions;
        this.library = library;
        this.run = run;
        this.playbook = playbook;
        this.world = world;
        this.step = step;
        this.record = run.step(step.name()).orElseGet(() -> Run.StepRecord.begun(step.name(), run.stateSince()));
        this.now = Surroundings.of(run, playbook, world.view(), world);
    }

    static Decision next(Actions actions, PlaybookLibrary library, Run run, Playbook playbook, World world, int index) {
        if (index >= playbook.steps().size()) {
            return new Decision.Append(run.after(new RunEvent.AllStepsDone(), world.now(), "all steps are done"));
        }
        return new Stepping(
                        actions, library, run, playbook, world, playbook.steps().get(index))
                .decide();
    }

    private Decision decide() {
        if (record.pending().isPresent()) {
            return Resuming.next(run, record, record.pending().get(), world);
        }
        Instant deadline = record.startedAt().plus(step.atMost().orElse(STEP_AT_MOST));
        if (world.now().isAfter(deadline)) {
            return fail("not done within " + step.atMost().orElse(STEP_AT_MOST).toSeconds() + " s");
        }
        Set<Query> unasked = now.unasked(reads());
        if (!unasked.isEmpty()) {
            return new Decision.Inquire(unasked);
        }
        Map<String, @Nullable Object> variables = now.variables();
        if (step.onlyIf().isPresent()) {
            Expression condition = step.onlyIf().get();
            switch (condition.evaluate(variables)) {
                case Expression.Result.Failure(String message) -> {
                    return fail("if " + condition.source() + " cannot be told: " + message);
                }
                case Expression.Result.Value(Object value) -> {
                    if (!Boolean.TRUE.equals(value)) {
                        return done(Run.StepPhase.SKIPPED, null, "skipped: " + condition.source() + " is " + value);
                    }
                }
            }
        }
        if (step.forEach().isPresent()) {
            switch (step.forEach().get().evaluate(variables)) {
                case Expression.Result.Failure(String message) -> {
                    return fail("forEach " + step.forEach().get().source() + " cannot be told: " + message);
                }
                case Expression.Result.Value(Object value) -> {
                    List<@Nullable Object> items = Json.asList(value);
                    if (record.item() >= items.size()) {
                        return done(Run.StepPhase.DONE, record.output(), "done for " + items.size() + " items");
                    }
                    variables.put("item", items.get(record.item()));
                }
            }
        }
        return switch (Rendering.render(step.with(), variables, false)) {
            case Rendering.Rendered.Failed(String why) -> fail(why);
            case Rendering.Rendered.Ready(Params with) -> follow(with, variables, deadline);
        };
    }

    private Set<String> reads() {
        Set<String> reads = Rendering.reads(step.with());
        step.onlyIf().ifPresent(condition -> reads.addAll(condition.reads()));
        step.forEach().ifPresent(items -> reads.addAll(items.reads()));
        return reads;
    }

    private Decision follow(Params with, Map<String, @Nullable Object> variables, Instant deadline) {
        Action action = actions.action(step.uses())
                .orElseThrow(() -> new IllegalStateException("a checked playbook uses unknown " + step.uses()));
        return switch (action.next(with, situation(variables))) {
            case Progress.Done(Object output, String note) -> finishedOnce(output, note);
            case Progress.Apply(Effect effect, Optional<Effect> compensation) -> apply(effect, compensation, variables);
            case Progress.Await(String what, boolean asking) ->
                new Decision.Wait(
                        step.name() + ": " + what,
                        Optional.of(asking ? earlier(world.now().plus(ASK_AGAIN), deadline) : deadline));
            case Progress.Ask(Set<Query> queries) -> {
                Set<Query> missing = new HashSet<>(queries);
                missing.removeAll(world.answers().keySet());
                yield missing.isEmpty()
                        ? new Decision.Wait(
                                step.name() + ": an answer",
                                Optional.of(earlier(world.now().plus(ASK_AGAIN), deadline)))
                        : new Decision.Inquire(missing);
            }
            case Progress.Refuse(String reason) -> refused(reason);
            case Progress.Tell(String severity, String message) ->
                new Decision.Append(
                        ended(Run.StepPhase.DONE, null, message, run.telling(severity, message, world.now())));
            case Progress.Start(String other, List<String> path) ->
                SubRuns.next(run, record, step, other, world, library, this::finishedOnce, this::fail);
        };
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
                record.startedAt(),
                world.now(),
                false);
    }

    private static Outcome outcome(Run.PastEffect past) {
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

    private Decision apply(Effect effect, Optional<Effect> compensation, Map<String, @Nullable Object> variables) {
        Set<Query> unasked = now.unasked(Guards.reads(playbook));
        if (!unasked.isEmpty()) {
            return new Decision.Inquire(unasked);
        }
        Optional<String> veto = holdLost().or(() -> Guards.veto(now, playbook, variables));
        if (veto.isPresent()) {
            return fail(veto.get());
        }
        if (run.plan().flatMap(plan -> plan.covering(step.name(), effect)).isEmpty()) {
            return new Drift(actions, run, playbook, world)
                    .replan(stepIndex(), effect.summary() + " was not in the approved plan");
        }
        Run intent = run.with(record.withPending(Optional.of(effect)));
        if (compensation.isPresent()) {
            intent = intent.intending(new Run.Compensation(step.name(), compensation.get(), Run.Standing.INTENDED, ""));
        }
        return new Decision.Act(intent, effect);
    }

    private int stepIndex() {
        return playbook.steps().indexOf(step);
    }

    /** While we hold the operator it has to stay quiet: two hands on one datastore are worse than none. */
    private Optional<String> holdLost() {
        boolean holding = false;
        for (Playbook.Step other : playbook.steps()) {
            boolean isDone = run.step(other.name())
                    .filter(s -> s.phase() == Run.StepPhase.DONE)
                    .isPresent();
            if (isDone && other.uses().equals("operator.hold")) {
                holding = true;
            } else if (isDone && other.uses().equals("operator.release")) {
                holding = false;
            }
        }
        return holding ? now.subject().operator().flatMap(this::whyNotHeld) : Optional.empty();
    }

    private Optional<String> whyNotHeld(Operator operator) {
        Optional<Hold> hold = operator.held();
        if (hold.isEmpty() || !hold.get().by().equals(run.spec().key())) {
            return Optional.of(operator.key() + " is no longer held by this run");
        }
        if (operator.replicas() > 0) {
            return Optional.of(operator.key() + " was scaled back to " + operator.replicas()
                    + " by somebody else (whoever owns spec.replicas stands in its managedFields)");
        }
        return world.now().isAfter(hold.get().until())
                ? Optional.of("the hold on " + operator.key() + " has run out")
                : Optional.empty();
    }

    private Decision refused(String reason) {
        if (record.attempt() < step.retry().attempts()) {
            Instant again = record.startedAt().plus(step.retry().delay().multipliedBy(record.attempt()));
            if (world.now().isBefore(again)) {
                return new Decision.Wait(step.name() + " is tried again: " + reason, Optional.of(again));
            }
            return new Decision.Append(run.with(record.again(record.startedAt(), record.attempt() + 1, record.item()))
                    .noting(world.now(), step.name() + ": " + reason + "; trying again"));
        }
        return fail(reason);
    }

    private Decision fail(String why) {
        if (step.otherwise() == Playbook.Otherwise.CONTINUE) {
            return done(Run.StepPhase.FAILED, null, why + "; going on, as the playbook says");
        }
        return new Decision.Append(run.with(record.ended(Run.StepPhase.FAILED, world.now(), null, why))
                .after(new RunEvent.Failed(), world.now(), step.name() + ": " + why));
    }

    private Decision finishedOnce(@Nullable Object output, String note) {
        if (step.forEach().isPresent()) {
            return new Decision.Append(run.with(record.again(world.now(), 1, record.item() + 1))
                    .noting(world.now(), step.name() + "[" + record.item() + "]: " + note));
        }
        return done(Run.StepPhase.DONE, output, note);
    }

    private Decision done(Run.StepPhase phase, @Nullable Object output, String note) {
        return new Decision.Append(ended(phase, output, note, run));
    }

    private Run ended(Run.StepPhase phase, @Nullable Object output, String note, Run from) {
        return from.with(record.ended(phase, world.now(), output, note))
                .after(new RunEvent.StepDone(), world.now(), step.name() + ": " + note);
    }
}
