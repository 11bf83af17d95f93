package dev.coxswain.action.object;

import dev.coxswain.action.Action;
import dev.coxswain.action.Params;
import dev.coxswain.action.Progress;
import dev.coxswain.action.Situation;
import dev.coxswain.action.WholeObject;
import dev.coxswain.cluster.KubeObject;
import dev.coxswain.cluster.ObjectRef;
import dev.coxswain.cluster.Secrets;
import dev.coxswain.expression.Expression;
import dev.coxswain.playbook.ActionSignature;
import dev.coxswain.playbook.Parameter;
import dev.coxswain.playbook.ParameterType;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Reads an object with all its fields, or one value out of it, for the steps that follow. */
public final class GetObject implements Action {

    @Override
    public ActionSignature signature() {
        return new ActionSignature(
                "object.get",
                "Reads an object; the output is the object, or what select makes of it. Of a Secret only the keys are read.",
                List.of(
                        Targets.TARGET,
                        Parameter.optional(
                                        "select",
                                        ParameterType.EXPRESSION,
                                        "What is wanted of it; reads object, the object.")
                                .reading("object"),
                        Parameter.optional(
                                "optional",
                                ParameterType.BOOLEAN,
                                "An object that is absent is null, not a failure.",
                                false)),
                false,
                false);
    }

    @Override
    public Progress next(Params with, Situation situation) {
        return Targets.on(
                with, ref -> WholeObject.read(situation, ref, object -> output(ref, object, with, situation)));
    }

    private static Progress output(ObjectRef ref, Optional<KubeObject> object, Params with, Situation situation) {
        if (object.isEmpty()) {
            return with.isTrue("optional")
                    ? Progress.Done.because("there is no " + ref)
                    : new Progress.Refuse("there is no " + ref);
        }
        Map<String, @Nullable Object> tree = Secrets.masked(object.get()).tree();
        Optional<Expression> select = with.expression("select");
        if (select.isEmpty()) {
            return new Progress.Done(tree, "read " + ref);
        }
        Map<String, @Nullable Object> variables = new LinkedHashMap<>(situation.variables());
        variables.put("object", tree);
        return switch (select.get().evaluate(variables)) {
            case Expression.Result.Value(var value) -> new Progress.Done(value, "read " + ref);
            case Expression.Result.Failure(String message) ->
                new Progress.Refuse("select on " + ref + ", " + select.get().source() + ": " + message);
        };
    }
}
