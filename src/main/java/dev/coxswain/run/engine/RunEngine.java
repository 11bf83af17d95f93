package dev.coxswain.run.engine;

import dev.coxswain.action.Actions;
import dev.coxswain.approval.Question;
import dev.coxswain.cluster.Effect;
import dev.coxswain.cluster.Outcome;
import dev.coxswain.cluster.Query;
import dev.coxswain.playbook.Playbook;
import dev.coxswain.run.plan.Planner;
import dev.coxswain.run.record.Plan;
import dev.coxswain.run.record.Run;
import dev.coxswain.run.record.RunEvent;
import dev.coxswain.run.record.RunState;
import dev.coxswain.run.step.Aftermath;
import dev.coxswain.run.step.Decision;
import dev.coxswain.run.world.PlaybookLibrary;
import dev.coxswain.run.world.Surroundings;
import dev.coxswain.run.world.World;
import java.time.Duration;
import java.time.Instant;
import java.util.HashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Decides what a run does next. Pure: the same run in the same world always gets the same decision.
 *
 * <p>{@link #next} says what to do; {@link #after} says what the journal has to hold once an effect's outcome is known. {@code
 * RunDriver} carries both out.
 */
public final class RunEngine implements Decider {

    private static final Duration ASK_AGAIN = Duration.ofSeconds(5);

    /** Runs in other namespaces end without waking this one. */
    private static final Duration LOOK_FOR_LOCKS = Duration.ofSeconds(10);

    private final Actions actions;
    private final PlaybookLibrary library;

    public RunEngine(Actions actions, PlaybookLibrary library) {
        this.actions = actions;
        this.library = library;
    }

    @Override
    public Decision next(Run run, World world) {
        if (world.cancel().isPresent() && isCancellable(run.state())) {
            return new Decision.Append(doubting(run, world.now())
                    .after(
                            new RunEvent.CancelRequested(),
                            world.now(),
                            "cancelled by " + world.cancel().get()));
        }
        if (world.objection().isPresent() && isCancellable(run.state())) {
            return new Decision.Append(run.after(
                    new RunEvent.Failed(), world.now(), world.objection().get()));
        }
        if (run.state() instanceof RunState.Compensating && run.compensations().isEmpty()) {
            // a run that may not be is ended without a look at the playbook that it brings along
            return new Decision.Append(Ending.compensated(run, world.now()));
        }
        return switch (run.state()) {
            case RunState.Pending _ -> pending(run, world);
            case RunState.Planned _ -> planned(run, playbook(run), world);
            case RunState.AwaitingApproval(int step) -> Asking.next(actions, library, run, playbook(run), world, step);
            case RunState.Running(int step) -> Stepping.next(actions, library, run, playbook(run), world, step);
            case RunState.Verifying _ -> verifying(run, playbook(run), world);
            case RunState.Compensating _, RunState.Stuck _ ->
                new Undoing(actions, library, run, playbook(run), world).next();
            case RunState.Finished _ -> new Decision.Rest();
        };
    }

    /** A program that may be running as the run is cancelled has no inverse that would look whether it did. */
    private static Run doubting(Run run, Instant now) {
        return run.steps().stream()
                .flatMap(step -> step.pending().stream())
                .filter(Effect.Exec.class::isInstance)
                .findFirst()
                .map(exec ->
                        run.telling("warning", "cancelled, and nobody knows whether it ran: " + exec.summary(), now))
                .orElse(run);
    }

    static boolean isCancellable(RunState state) {
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

    /** In words that tell people what to do. */
    public static final String UNATTESTED =
            "the admission policies, without which nobody knows who created a run: install them"
                    + " with `coxswain manifests | kubectl apply --server-side -f -`";

    private static Decision pending(Run run, World world) {
        if (!world.attested()) {
            return run.message().equals(UNATTESTED)
                    ? new Decision.Wait(UNATTESTED, Optional.empty())
                    : new Decision.Append(run.saying(UNATTESTED));
        }
        return world.blockedBy()
                .<Decision>map(other -> new Decision.Wait(
                        "run " + other + " to release its locks",
                        Optional.of(world.now().plus(LOOK_FOR_LOCKS))))
                .orElseGet(() -> new Decision.Append(
                        run.withLocks(world.locks()).after(new RunEvent.LocksTaken(), world.now(), "has its locks")));
    }

    private Decision planned(Run run, Playbook playbook, World world) {
        return switch (Planner.plan(actions, library, run, playbook, world, 0)) {
            case Planner.Result.Unanswered(Set<Query> queries) -> new Decision.Inquire(queries);
            case Planner.Result.Impossible(String why) ->
                new Decision.Append(run.after(new RunEvent.Failed(), world.now(), why));
            case Planner.Result.Planned(Plan plan, Map<String, @Nullable Object> lets) ->
                new Decision.Append(begin(run.withPlan(plan, lets), playbook, world));
        };
    }

    private static Run begin(Run run, Playbook playbook, World world) {
        return Asking.isNeeded(run, playbook, world)
                ? Asking.question(run, playbook, world)
                        .after(new RunEvent.ApprovalAsked(), world.now(), "asking for approval")
                : run.after(new RunEvent.ApprovalNotNeeded(), world.now(), "no approval is needed");
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
        return new Decision.Append(Ending.verified(run, playbook.title(), world.now()));
    }

    /** What the journal has to hold after this outcome. */
    @Override
    public Run after(Run run, World world, Effect effect, Outcome outcome) {
        Playbook playbook = playbook(run);
        return switch (run.state()) {
            case RunState.Running(int step) ->
                Aftermath.of(
                        run,
                        new Stepping(
                                actions,
                                library,
                                run,
                                playbook,
                                world,
                                playbook.steps().get(step)),
                        effect,
                        outcome,
                        world.now());
            case RunState.Compensating _, RunState.Stuck _ ->
                new Undoing(actions, library, run, playbook, world).after(effect, outcome);
            case RunState.Pending _,
                    RunState.Planned _,
                    RunState.AwaitingApproval _,
                    RunState.Verifying _,
                    RunState.Finished _ ->
                throw new IllegalStateException("an outcome without an intent: " + effect.summary());
        };
    }

    /** The question that a run is asking now, if any. */
    public static Optional<Question> openQuestion(Run run) {
        return run.state() instanceof RunState.AwaitingApproval ? run.question() : Optional.empty();
    }
}
