package dev.coxswain.run.step;

import dev.coxswain.cluster.Answer;
import dev.coxswain.cluster.Effect;
import dev.coxswain.cluster.KubeObject;
import dev.coxswain.cluster.Query;
import dev.coxswain.run.record.Compensation;
import dev.coxswain.run.record.Run;
import dev.coxswain.run.record.StepRecord;
import dev.coxswain.run.world.World;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * Finds out whether an effect that was journaled as intended was applied, before anything is done again.
 *
 * <p>What is asked of the API server is asked afresh, not of the cache. A program that must not run twice cannot be looked up,
 * and an object that is neither as it was nor as the effect would have left it does not tell: then the step fails, and a human
 * is told.
 */
record Resuming(Run run, Place place, World world) {

    private static final Duration AGAIN = Duration.ofSeconds(5);

    Decision next(Effect pending) {
        if (pending instanceof Effect.Exec exec) {
            return exec.repeatable()
                    ? new Decision.Act(run, exec)
                    : unknowable("nobody knows whether it ran, and it must not run twice: " + exec.summary());
        }
        Query.Read read = new Query.Read(pending.target());
        return switch (world.answers().get(read)) {
            case null -> new Decision.Inquire(Set.of(read));
            case Answer.Found(Optional<KubeObject> object) -> found(pending, object);
            case Answer.Printed _, Answer.Silence _ ->
                new Decision.Wait(
                        "whether it was applied: " + pending.summary(),
                        Optional.of(world.now().plus(AGAIN)));
        };
    }

    private Decision found(Effect pending, Optional<KubeObject> object) {
        StepRecord record = place.record();
        return switch (Trace.of(pending, inverse(), object)) {
            case APPLIED ->
                new Decision.Append(place.applied(run, record, new StepRecord.Past(pending, Map.of()), object)
                        .noting(world.now(), pending.summary() + " had been applied"));
            case UNTOUCHED ->
                new Decision.Append(place.keeping(
                                place.notApplied(run, record),
                                record.withPending(Optional.empty())
                                        .notBefore(world.now()
                                                .plus(place.step().retry().delay())))
                        .noting(
                                world.now(),
                                pending.summary() + " had not been applied"
                                        + (object.isEmpty() ? ": no such object" : "")));
            case UNKNOWABLE ->
                unknowable("nobody knows whether it was applied: " + pending.summary()
                        + "; the object is neither as it was nor as that would have left it");
        };
    }

    /** What was journaled together with the pending effect to undo it: it knows the state before and after. */
    private Optional<Effect> inverse() {
        return run.compensations().stream()
                .filter(c -> c.standing() == Compensation.Standing.INTENDED)
                .flatMap(c -> c.undo() instanceof Compensation.Undo.Inverse(Effect effect)
                        ? Optional.of(effect).stream()
                        : Optional.<Effect>empty().stream())
                .findFirst();
    }

    /** Another attempt is no way out: it would be the second time. */
    private Decision unknowable(String why) {
        StepRecord ended = place.record().ended(StepRecord.Phase.FAILED, world.now(), null, why);
        return new Decision.Append(place.unknowable(run.telling("critical", why, world.now()), ended));
    }
}
