package dev.coxswain.action.object;

import dev.coxswain.action.Action;
import dev.coxswain.action.Outcomes;
import dev.coxswain.action.Params;
import dev.coxswain.action.Progress;
import dev.coxswain.action.Situation;
import dev.coxswain.action.WholeObject;
import dev.coxswain.cluster.Effect;
import dev.coxswain.cluster.KubeObject;
import dev.coxswain.cluster.Preconditions;
import dev.coxswain.playbook.ActionSignature;
import dev.coxswain.playbook.Parameter;
import dev.coxswain.playbook.ParameterType;
import java.util.List;
import java.util.Optional;

/**
 * Creates an object that must not exist yet; its inverse deletes it.
 *
 * <p>An object that exists although we have not heard that we created it is taken for ours only when the answer to our request
 * was lost.
 */
public final class CreateObject implements Action {

    @Override
    public ActionSignature signature() {
        return new ActionSignature(
                "object.create",
                "Creates an object; refuses when it exists.",
                List.of(Parameter.required(
                        "object", ParameterType.OBJECT, "The whole object, as kubectl would get it.")),
                true,
                true);
    }

    @Override
    public Progress next(Params with, Situation situation) {
        return Targets.onObject(with, object -> create(object, situation));
    }

    private static Progress create(KubeObject object, Situation situation) {
        Optional<Situation.Past> last = situation.last();
        if (last.isPresent() && (situation.planning() || Outcomes.isApplied(last.get()))) {
            return created(object);
        }
        Optional<Progress> refusal = last.flatMap(Outcomes::refusal);
        return refusal.orElseGet(() -> WholeObject.read(situation, object.ref(), existing -> {
            if (existing.isPresent()) {
                return last.isPresent() ? created(object) : new Progress.Refuse(object.ref() + " exists already");
            }
            return new Progress.Apply(
                    new Effect.Create(object),
                    Optional.of(new Effect.Delete(object.ref(), Preconditions.NONE, Optional.empty())));
        }));
    }

    private static Progress created(KubeObject object) {
        return Progress.Done.because("created " + object.ref());
    }
}
