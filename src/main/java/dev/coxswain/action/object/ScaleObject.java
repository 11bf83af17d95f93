package dev.coxswain.action.object;

import dev.coxswain.action.Action;
import dev.coxswain.action.Outcomes;
import dev.coxswain.action.Params;
import dev.coxswain.action.Progress;
import dev.coxswain.action.Situation;
import dev.coxswain.action.WholeObject;
import dev.coxswain.cluster.Effect;
import dev.coxswain.cluster.KubeObject;
import dev.coxswain.cluster.ObjectRef;
import dev.coxswain.playbook.ActionSignature;
import dev.coxswain.playbook.Parameter;
import dev.coxswain.playbook.ParameterType;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Sets {@code spec.replicas} of an object that has it; its inverse restores the old count. */
public final class ScaleObject implements Action {

    @Override
    public ActionSignature signature() {
        return new ActionSignature(
                "object.scale",
                "Sets spec.replicas of an object.",
                List.of(
                        Targets.TARGET,
                        Parameter.required("replicas", ParameterType.INTEGER, "How many there shall be.")),
                true,
                true);
    }

    @Override
    public Progress next(Params with, Situation situation) {
        Optional<Long> replicas = with.number("replicas").filter(count -> count >= 0);
        return replicas.isEmpty()
                ? new Progress.Refuse("replicas must be a whole number, 0 or more")
                : Targets.on(with, ref -> scale(ref, replicas.get(), situation));
    }

    private static Progress scale(ObjectRef ref, long replicas, Situation situation) {
        Optional<Situation.Past> last = situation.last();
        if (last.isPresent() && (situation.planning() || Outcomes.isApplied(last.get()))) {
            return Progress.Done.because("scaled " + ref + " to " + replicas);
        }
        Optional<Progress> refusal = last.flatMap(Outcomes::refusal);
        return refusal.orElseGet(
                () -> WholeObject.readExisting(situation, ref, object -> scaling(object, replicas, situation)));
    }

    private static Progress scaling(KubeObject object, long replicas, Situation situation) {
        if (!(object.get("spec", "replicas") instanceof Number)) {
            return new Progress.Refuse(object.ref() + " has no spec.replicas to set");
        }
        Optional<Effect> inverse =
                Inverse.of(object, object.with(replicas, "spec", "replicas").tree());
        Effect scaling = Effect.Patch.merge(object, Map.of("spec", Map.of("replicas", replicas)));
        // a plan cannot tell what the steps before it make of the object, so it never says that nothing is to do
        return inverse.isPresent() || situation.planning()
                ? new Progress.Apply(scaling, inverse)
                : Progress.Done.because(object.ref() + " has " + replicas + " replicas already");
    }
}
