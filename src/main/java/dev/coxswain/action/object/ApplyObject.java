package dev.coxswain.action.object;

import dev.coxswain.action.Action;
import dev.coxswain.action.Outcomes;
import dev.coxswain.action.Params;
import dev.coxswain.action.Progress;
import dev.coxswain.action.Situation;
import dev.coxswain.action.WholeObject;
import dev.coxswain.cluster.Effect;
import dev.coxswain.cluster.KubeObject;
import dev.coxswain.cluster.PatchType;
import dev.coxswain.cluster.Preconditions;
import dev.coxswain.playbook.ActionSignature;
import dev.coxswain.playbook.Parameter;
import dev.coxswain.playbook.ParameterType;
import java.util.List;
import java.util.Optional;

/**
 * Makes an object be as written, by server-side apply.
 *
 * <p>What it created is deleted on the way back. What it changed is not undone: by which keys lists were merged is known to the
 * server alone. Use {@code object.patch} where the way back matters.
 */
public final class ApplyObject implements Action {

    @Override
    public ActionSignature signature() {
        return new ActionSignature(
                "object.apply",
                "Makes an object have the given fields, by server-side apply; creates it when there is none.",
                List.of(Parameter.required("object", ParameterType.OBJECT, "The fields that it shall have.")),
                true,
                false);
    }

    @Override
    public Progress next(Params with, Situation situation) {
        return Targets.onObject(with, object -> apply(object, situation));
    }

    private static Progress apply(KubeObject object, Situation situation) {
        Optional<Situation.Past> last = situation.last();
        if (last.isPresent() && (situation.planning() || Outcomes.isApplied(last.get()))) {
            return Progress.Done.because("applied " + object.ref());
        }
        Optional<Progress> refusal = last.flatMap(Outcomes::refusal);
        return refusal.orElseGet(() -> WholeObject.read(
                situation,
                object.ref(),
                existing -> new Progress.Apply(
                        new Effect.Patch(
                                object.ref(),
                                PatchType.APPLY,
                                object.tree(),
                                existing.map(Preconditions::sameObject).orElse(Preconditions.NONE)),
                        existing.isPresent()
                                ? Optional.empty()
                                : Optional.of(new Effect.Delete(object.ref(), Preconditions.NONE, Optional.empty())))));
    }
}
