package dev.coxswain.run;

import dev.coxswain.cluster.Effect;
import dev.coxswain.cluster.Json;
import dev.coxswain.cluster.KubeObject;
import dev.coxswain.cluster.Outcome;
import dev.coxswain.cluster.Preconditions;
import dev.coxswain.fleet.Hold;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Takes back what a run did, newest first.
 *
 * <p>An effect whose outcome is not known is undone like one that was applied: undoing what never happened does no harm,
 * because a compensation looks first and names what it expects to find.
 */
final class Undoing {

    /** How long until an undo that failed is tried again. */
    static final Duration AGAIN = Duration.ofSeconds(30);

    private Undoing() {}

    static Decision next(Run run, World world) {
        Optional<Run.Compensation> newest = newestUnsettled(run);
        if (newest.isEmpty()) {
            return new Decision.Append(run.after(new RunEvent.Compensated(), world.now(), run.message()));
        }
        Run.Compensation compensation = newest.get();
        Effect effect = compensation.effect();
        Optional<KubeObject> target = world.view().find(effect.target());
        if (givesBack(effect)) {
            return target.flatMap(Hold::of)
                    .filter(hold -> hold.by().equals(run.spec().key()))
                    .<Decision>map(_ -> act(run, sameVersion(effect, target.orElseThrow()), world))
                    .orElseGet(
                            () -> new Decision.Append(settled(run, compensation, "already given back", world.now())));
        }
        return act(run, effect, world);
    }

    private static Decision act(Run run, Effect effect, World world) {
        return new Decision.Act(run.noting(world.now(), "undoing: " + effect.summary()), effect);
    }

    /** The hold's inverse; it looks before it acts, because somebody else may have given the operator back already. */
    private static boolean givesBack(Effect effect) {
        return effect instanceof Effect.Patch patch
                && Json.asMap(Json.at(patch.body(), "metadata", "annotations")).containsKey(Hold.BY);
    }

    private static Effect sameVersion(Effect effect, KubeObject target) {
        return effect instanceof Effect.Patch patch
                ? new Effect.Patch(
                        patch.target(),
                        patch.type(),
                        patch.body(),
                        Preconditions.sameVersion(target),
                        patch.subresource())
                : effect;
    }

    private static Optional<Run.Compensation> newestUnsettled(Run run) {
        return run.compensations().reversed().stream()
                .filter(c -> c.standing() != Run.Standing.SETTLED)
                .findFirst();
    }

    static Run settled(Run run, Run.Compensation which, String why, Instant now) {
        List<Run.Compensation> stack = new ArrayList<>(run.compensations());
        stack.replaceAll(c -> c.equals(which) ? c.settledBecause(why) : c);
        return run.withCompensations(stack)
                .noting(now, "undone: " + which.effect().summary() + ": " + why);
    }

    /** What the journal says after an undo was tried. */
    static Run after(Run run, Effect effect, Outcome outcome, Instant now) {
        Run.Compensation which = newestUnsettled(run).orElseThrow();
        return switch (outcome) {
            case Outcome.Applied _ -> settled(run, which, "taken back", now);
            case Outcome.Refused refused when refused.isNotFound() -> settled(run, which, "its target is gone", now);
            case Outcome.Refused refused
            when isTestedPatch(effect) && refused.code() == 422 ->
                settled(run, which, "changed by somebody else since, left as it is", now);
            case Outcome.Refused refused
            when refused.isConflict() ->
                run.noting(now, effect.summary() + ": " + refused.message() + "; looking again");
            case Outcome.Refused refused -> failed(run, effect, refused.message(), now);
            case Outcome.Busy(Duration _, String message) -> run.noting(now, effect.summary() + ": " + message);
            case Outcome.Unknown(String message) -> run.noting(now, effect.summary() + ": " + message);
        };
    }

    private static boolean isTestedPatch(Effect effect) {
        return effect instanceof Effect.Patch patch
                && patch.body() instanceof List<?> operations
                && operations.stream().anyMatch(op -> op instanceof Map<?, ?> map && "test".equals(map.get("op")));
    }

    private static Run failed(Run run, Effect effect, String message, Instant now) {
        String why = effect.summary() + " could not be undone: " + message;
        if (run.state() instanceof RunState.Stuck) {
            return run.noting(now, why);
        }
        return run.after(new RunEvent.CompensationFailed(), now, why)
                .telling("critical", why + ". A human has to look; it is tried again every 30 s", now);
    }
}
