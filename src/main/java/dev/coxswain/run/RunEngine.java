package dev.coxswain.run;

import dev.coxswain.action.Actions;
import dev.coxswain.approval.Question;
import dev.coxswain.cluster.Effect;
import dev.coxswain.cluster.ExecResult;
import dev.coxswain.cluster.Outcome;
import dev.coxswain.cluster.Query;
import dev.coxswain.playbook.Playbook;
import java.time.Duration;
import java.time.Instant;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Decides what a run does next. Pure: the same run in the same world always gets the same decision.
 *
 * <p>{@link #next} says what to do; {@link #after} says what the journal has to hold once an effect's outcome is known. {@link
 * RunDriver} carries both out.
 */
public final class RunEngine {

    /** How much of a program's output the journal keeps, in characters. */
    private static final int OUTPUT_LIMIT = 4096;

    private static final Duration ASK_AGAIN = Duration.ofSeconds(5);

    private final Actions actions;
    private final PlaybookLibrary library;

    public RunEngine(Actions actions, PlaybookLibrary library) {
        this.actions = actions;
        this.library = library;
    }

    public Decision next(Run run, World world) {
        if (world.cancel().isPresent() && isCancellable(run.state())) {
            return new Decision.Append(run.after(
                    new RunEvent.CancelRequested(),
                    world.now(),
                    "cancelled by " + world.cancel().get()));
        }
        return switch (run.state()) {
            case RunState.Pending _ -> pending(run, world);
            case RunState.Planned _ -> planned(run, playbook(run), world);
            case RunState.AwaitingApproval(int step) -> Asking.next(actions, run, playbook(run), world, step);
            case RunState.Running(int step) -> Stepping.next(actions, library, run, playbook(run), world, step);
            case RunState.Verifying _ -> verifying(run, playbook(run), world);
            case RunState.Compensating _, RunState.Stuck _ -> Undoing.next(run, world);
            case RunState.Finished _ -> new Decision.Rest();
        };
    }

    private static boolean isCancellable(RunState state) {
        return switch (state) {
            case RunState.Pending _,
                    RunState.Planned _,
                    RunState.AwaitingApproval _,
                    RunState.Running _,
                    RunState.Verifying _ -> true;
            case RunState.Compensating _, RunState.Stuck _, RunState.Finished _ -> false;
        };
    }

    private Playbook playbook(Run run) {
        return library.compile(run.spec().playbook());
    }

    private static Decision pending(Run run, World world) {
        return world.blockedBy()
                .<Decision>map(other -> new Decision.Wait("run " + other + " to release its locks", Optional.empty()))
                .orElseGet(
                        () -> new Decision.Append(run.after(new RunEvent.LocksTaken(), world.now(), "has its locks")));
    }

    private Decision planned(Run run, Playbook playbook, World world) {
        return switch (Planner.plan(actions, run, playbook, world, 0)) {
            case Planner.Result.Unanswered(Set<Query> queries) -> new Decision.Inquire(queries);
            case Planner.Result.Impossible(String why) ->
                new Decision.Append(run.after(new RunEvent.Failed(), world.now(), why)
                        .telling(
                                "warning",
                                playbook.title() + " for " + run.spec().target() + ": " + why,
                                world.now()));
            case Planner.Result.Planned(Plan plan, Map<String, @Nullable Object> lets) ->
                new Decision.Append(begin(run.withPlan(plan, lets), playbook, world));
        };
    }

    private static Run begin(Run run, Playbook playbook, World world) {
        boolean needed = switch (playbook.approval().mode()) {
            case NEVER -> false;
            case REQUIRED -> true;
            case REQUIRED_UNLESS -> !excused(run, playbook, world);
        };
        return needed
                ? Asking.question(run, playbook, world)
                        .after(new RunEvent.ApprovalAsked(), world.now(), "asking for approval")
                : run.after(new RunEvent.ApprovalNotNeeded(), world.now(), "no approval is needed");
    }

    private static boolean excused(Run run, Playbook playbook, World world) {
        Surroundings now = Surroundings.of(run, playbook, world.view(), world);
        return playbook.approval()
                .unless()
                .map(unless -> now.truth(unless, now.variables()).holds())
                .orElse(false);
    }

    private static Decision verifying(Run run, Playbook playbook, World world) {
        Surroundings now = Surroundings.of(run, playbook, world.view(), world);
        Set<String> reads = new HashSet<>();
        playbook.verify().forEach(v -> reads.addAll(v.that().reads()));
        Set<Query> unasked = now.unasked(reads);
        if (!unasked.isEmpty()) {
            return new Decision.Inquire(unasked);
        }
        Map<String, @Nullable Object> variables = now.variables();
        for (Playbook.Verification promise : playbook.verify()) {
            Surroundings.Truth truth = now.truth(promise.that(), variables);
            if (!truth.holds()) {
                Instant deadline = run.stateSince().plus(promise.within());
                return world.now().isBefore(deadline)
                        ? new Decision.Wait(
                                promise.that().source(), Optional.of(world.now().plus(ASK_AGAIN)))
                        : new Decision.Append(run.after(
                                        new RunEvent.Failed(),
                                        world.now(),
                                        promise.otherwise() + " (" + truth.why() + ")")
                                .telling("critical", "not verified: " + truth.why(), world.now()));
            }
        }
        return new Decision.Append(run.after(new RunEvent.Verified(), world.now(), "verified")
                .telling("info", playbook.title() + " for " + run.spec().target() + " succeeded", world.now()));
    }

    /** What the journal has to hold after this outcome. */
    public Run after(Run run, Effect effect, Outcome outcome, Instant now) {
        if (run.state() instanceof RunState.Compensating || run.state() instanceof RunState.Stuck) {
            return Undoing.after(run, effect, outcome, now);
        }
        Run.StepRecord record = run.steps().stream()
                .filter(step -> step.pending().isPresent())
                .findFirst()
                .orElseThrow(() -> new IllegalStateException("an outcome without an intent: " + effect.summary()));
        return switch (outcome) {
            case Outcome.Applied(var _, Optional<ExecResult> output) ->
                run.applied(record, new Run.PastEffect(effect, shortForm(output)))
                        .noting(now, record.name() + ": " + effect.summary());
            case Outcome.Refused refused
            when refused.isConflict() ->
                run.withoutIntent(record).noting(now, effect.summary() + ": " + refused.message() + "; looking again");
            case Outcome.Refused(var _, var _, String message) ->
                failedBy(run.withoutIntent(record), record, effect.summary() + ": " + message, now);
            case Outcome.Busy(var _, String message) ->
                run.withoutIntent(record).noting(now, effect.summary() + ": " + message);
            case Outcome.Unknown(String message) ->
                run.noting(now, effect.summary() + ": nobody knows whether it was applied: " + message);
        };
    }

    private static Run failedBy(Run run, Run.StepRecord record, String why, Instant now) {
        return run.with(record.ended(Run.StepPhase.FAILED, now, null, why))
                .after(new RunEvent.Failed(), now, record.name() + ": " + why);
    }

    private static Map<String, @Nullable Object> shortForm(Optional<ExecResult> output) {
        if (output.isEmpty()) {
            return Map.of();
        }
        ExecResult result = output.get();
        Map<String, @Nullable Object> exec = new LinkedHashMap<>();
        exec.put("exitCode", (long) result.exitCode());
        exec.put("stdout", cut(result.stdout()));
        exec.put("stderr", cut(result.stderr()));
        exec.put("truncated", result.truncated() || result.stdout().length() > OUTPUT_LIMIT);
        return Map.of("exec", exec);
    }

    private static String cut(String text) {
        return text.length() <= OUTPUT_LIMIT
                ? text
                : text.substring(0, OUTPUT_LIMIT) + "… (" + (text.length() - OUTPUT_LIMIT) + " characters cut)";
    }

    /** The question that a run is asking now, if any. */
    public static Optional<Question> openQuestion(Run run) {
        return run.state() instanceof RunState.AwaitingApproval ? run.question() : Optional.empty();
    }
}
