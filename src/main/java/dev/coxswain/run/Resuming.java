package dev.coxswain.run;

import dev.coxswain.cluster.Answer;
import dev.coxswain.cluster.Effect;
import dev.coxswain.cluster.KubeObject;
import dev.coxswain.cluster.PatchType;
import dev.coxswain.cluster.Preconditions;
import dev.coxswain.cluster.Query;
import dev.coxswain.cluster.patch.PatchException;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * Finds out whether an effect that was journaled as intended was applied, before anything is done again.
 *
 * <p>What is asked of the API server is asked afresh, not of the cache. A program that must not run twice cannot be looked up:
 * then the run stops, and a human is asked.
 */
final class Resuming {

    private static final Duration AGAIN = Duration.ofSeconds(5);

    private Resuming() {}

    static Decision next(Run run, Run.StepRecord record, Effect pending, World world) {
        if (pending instanceof Effect.Exec exec) {
            return exec.repeatable() ? new Decision.Act(run, exec) : askHuman(run, record, exec, world);
        }
        Query.Read read = new Query.Read(pending.target());
        return switch (world.answers().get(read)) {
            case null -> new Decision.Inquire(Set.of(read));
            case Answer.Found(Optional<KubeObject> object) ->
                wasApplied(pending, object)
                        ? new Decision.Append(run.applied(record, new Run.PastEffect(pending, Map.of()))
                                .noting(world.now(), pending.summary() + " had been applied"))
                        : anew(run, record, pending, object, world);
            case Answer.Printed _, Answer.Silence _ ->
                new Decision.Wait(
                        "whether it was applied: " + pending.summary(),
                        Optional.of(world.now().plus(AGAIN)));
        };
    }

    /** It was not applied: forget the intent and decide again over the world as it is. */
    private static Decision anew(
            Run run, Run.StepRecord record, Effect pending, Optional<KubeObject> object, World world) {
        return new Decision.Append(run.withoutIntent(record)
                .noting(
                        world.now(),
                        pending.summary() + " had not been applied" + (object.isEmpty() ? ": no such object" : "")));
    }

    private static Decision askHuman(Run run, Run.StepRecord record, Effect.Exec exec, World world) {
        String why = "nobody knows whether it ran, and it must not run twice: " + exec.summary();
        return new Decision.Append(run.with(record.ended(Run.StepPhase.FAILED, world.now(), null, why))
                .telling("critical", why, world.now())
                .after(new RunEvent.Failed(), world.now(), why));
    }

    private static boolean wasApplied(Effect effect, Optional<KubeObject> now) {
        return switch (effect) {
            case Effect.Create(KubeObject object) ->
                now.isPresent()
                        && now.get().annotation(RunJson.CREATED_BY).equals(object.annotation(RunJson.CREATED_BY));
            case Effect.Delete(var _, Preconditions preconditions, var _) -> isGone(preconditions, now);
            case Effect.Evict(var _, Preconditions preconditions) -> isGone(preconditions, now);
            case Effect.Patch patch -> now.isPresent() && changesNothing(patch, now.get());
            case Effect.Exec _ -> false;
        };
    }

    private static boolean isGone(Preconditions preconditions, Optional<KubeObject> now) {
        return now.isEmpty()
                || now.get().isBeingDeleted()
                || preconditions
                        .uid()
                        .filter(uid -> !uid.equals(now.get().uid()))
                        .isPresent();
    }

    private static boolean changesNothing(Effect.Patch patch, KubeObject now) {
        if (patch.type() == PatchType.JSON) {
            return false;
        }
        try {
            return OverlayView.patched(now, patch).equals(now);
        } catch (PatchException doesNotFit) {
            return false;
        }
    }
}
