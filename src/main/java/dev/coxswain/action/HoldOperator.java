package dev.coxswain.action;

import dev.coxswain.cluster.Effect;
import dev.coxswain.cluster.KubeObject;
import dev.coxswain.cluster.ObjectRef;
import dev.coxswain.cluster.PatchType;
import dev.coxswain.cluster.Preconditions;
import dev.coxswain.cluster.Query;
import dev.coxswain.fleet.Custodian;
import dev.coxswain.fleet.Hold;
import dev.coxswain.fleet.Operator;
import dev.coxswain.playbook.ActionSignature;
import dev.coxswain.playbook.Parameter;
import dev.coxswain.playbook.ParameterType;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Scales the operator to zero and waits until its pods are gone.
 *
 * <ol>
 *   <li>Refuse when somebody else holds it, or when it stands at zero by another's doing.
 *   <li>In one write: record holder, deadline and replica count on the workload, and scale it to zero. The write names the
 *       version that was seen, so the recorded count is the one that was there.
 *   <li>Wait until no pod of the operator is left: one that is still terminating still acts.
 * </ol>
 *
 * <p>Its inverse removes the annotations and restores the recorded count in one write.
 */
public final class HoldOperator implements Action {

    static final Duration AT_MOST = Duration.ofMinutes(20);

    @Override
    public ActionSignature signature() {
        return new ActionSignature(
                "operator.hold",
                "Scales the operator to zero and waits until its pods are gone; recorded on its workload, so that it is"
                        + " given back whatever happens.",
                List.of(Parameter.optional(
                        "atMost",
                        ParameterType.DURATION,
                        "After this long the operator is given back, finished or not.",
                        "20m")),
                true,
                true,
                ActionSignature.Subject.OPERATOR);
    }

    @Override
    public Progress next(Params with, Situation situation) {
        return situation.withOperator(
                operator -> hold(operator, with.duration("atMost").orElse(AT_MOST), situation));
    }

    private static Progress hold(Operator operator, Duration atMost, Situation situation) {
        Optional<Hold> held = operator.held();
        if (held.isPresent() && !held.get().isOf(situation.run(), situation.runUid())) {
            return new Progress.Refuse(
                    operator.key() + " is already held by run " + held.get().by());
        }
        if (held.isPresent()) {
            return awaitSilence(operator, situation);
        }
        if (!situation.history().isEmpty()) {
            return new Progress.Refuse(operator.key() + " was given back by somebody else while it was being held");
        }
        if (operator.replicas() == 0) {
            return new Progress.Refuse(operator.key() + " already stands at zero, and not by our doing");
        }
        return new Progress.Apply(
                holding(operator, situation, situation.now().plus(atMost)),
                Optional.of(givingBack(operator.workload().ref(), operator.replicas())));
    }

    private static Progress awaitSilence(Operator operator, Situation situation) {
        if (operator.replicas() > 0) {
            Query.Read whole = Custodian.question(operator.workload());
            return situation.answer(whole).isEmpty()
                    ? new Progress.Ask(Set.of(whole))
                    : new Progress.Refuse(operator.key() + " was scaled back to " + operator.replicas() + " by "
                            + Custodian.whoScaled(operator.workload(), situation.answers()));
        }
        return operator.pods().isEmpty()
                ? Progress.Done.because(operator.key() + " is quiet: no pod left")
                : new Progress.Await(
                        "the pods of " + operator.key() + " are gone ("
                                + operator.pods().size() + " left)",
                        false);
    }

    private static Effect holding(Operator operator, Situation holder, Instant until) {
        KubeObject workload = operator.workload();
        Map<String, @Nullable Object> annotations = new LinkedHashMap<>();
        annotations.put(Hold.BY, holder.run());
        annotations.put(Hold.BY_UID, holder.runUid());
        annotations.put(Hold.UNTIL, until.truncatedTo(ChronoUnit.SECONDS).toString());
        annotations.put(Hold.REPLICAS, String.valueOf(operator.replicas()));
        return new Effect.Patch(
                workload.ref(),
                PatchType.MERGE,
                Map.of("metadata", Map.of("annotations", annotations), "spec", Map.of("replicas", 0L)),
                Preconditions.sameVersion(workload));
    }

    /** The same, provided that the workload is still as it was seen: by now another run may hold it. */
    public static Effect.Patch givingBack(KubeObject workload, long replicas) {
        Effect.Patch any = givingBack(workload.ref(), replicas);
        return new Effect.Patch(
                any.target(), any.type(), any.body(), Preconditions.sameVersion(workload), any.subresource());
    }

    /** Restores the replica count and removes what the hold recorded, in one write. */
    public static Effect.Patch givingBack(ObjectRef workload, long replicas) {
        Map<String, @Nullable Object> annotations = new LinkedHashMap<>();
        annotations.put(Hold.BY, null);
        annotations.put(Hold.BY_UID, null);
        annotations.put(Hold.UNTIL, null);
        annotations.put(Hold.REPLICAS, null);
        return new Effect.Patch(
                workload,
                PatchType.MERGE,
                Map.of("metadata", Map.of("annotations", annotations), "spec", Map.of("replicas", replicas)),
                Preconditions.NONE);
    }
}
