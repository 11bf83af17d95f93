package dev.coxswain.action.object;

import dev.coxswain.action.Action;
import dev.coxswain.action.Outcomes;
import dev.coxswain.action.Params;
import dev.coxswain.action.Progress;
import dev.coxswain.action.Situation;
import dev.coxswain.action.WholeObject;
import dev.coxswain.cluster.Effect;
import dev.coxswain.cluster.Json;
import dev.coxswain.cluster.KubeObject;
import dev.coxswain.cluster.ObjectRef;
import dev.coxswain.cluster.Preconditions;
import dev.coxswain.cluster.patch.PatchException;
import dev.coxswain.playbook.ActionSignature;
import dev.coxswain.playbook.Parameter;
import dev.coxswain.playbook.ParameterType;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * Patches an object in a way that can be taken back.
 *
 * <ol>
 *   <li>Read the object; apply the patch to it here, to know what will change.
 *   <li>Done when nothing would. Otherwise patch the very object that was read; the {@link Inverse} undoes what changed.
 *   <li>Read it again: a field that was set and is not there was pruned by a schema that does not know it, silently. That is a
 *       refusal. A field with another value is none: the server writes quantities its own way.
 * </ol>
 */
public final class PatchObject implements Action {

    @Override
    public ActionSignature signature() {
        return new ActionSignature(
                "object.patch",
                "Patches an object with one of merge, strategic and json; fails when a field that it set is not kept.",
                List.of(
                        Targets.TARGET,
                        Parameter.optional("merge", ParameterType.OBJECT, "A JSON merge patch."),
                        Parameter.optional(
                                "strategic",
                                ParameterType.OBJECT,
                                "A strategic merge patch; not for custom resources, which know none."),
                        Parameter.optional("json", ParameterType.ANY, "A JSON Patch: a list of operations."),
                        Parameter.optional(
                                "subresource",
                                ParameterType.STRING,
                                "status, for what only that can change; without it the object itself.")),
                true,
                true);
    }

    @Override
    public Progress next(Params with, Situation situation) {
        if (!List.of("", "status").contains(subresource(with))) {
            return new Progress.Refuse("subresource is " + subresource(with) + ", but can only be status");
        }
        return switch (PatchBody.of(with)) {
            case PatchBody.Wrong(String why) -> new Progress.Refuse(why);
            case PatchBody.Right body -> Targets.on(with, ref -> patch(ref, body, subresource(with), situation));
        };
    }

    private static String subresource(Params with) {
        return with.text("subresource").orElse("");
    }

    private static Progress patch(ObjectRef ref, PatchBody.Right body, String subresource, Situation situation) {
        Optional<Situation.Past> last = situation.last();
        if (last.isPresent() && situation.planning()) {
            return Progress.Done.because("patched " + ref);
        }
        Optional<Progress> refusal = last.flatMap(Outcomes::refusal);
        if (refusal.isPresent()) {
            return refusal.get();
        }
        Function<KubeObject, Progress> then = last.filter(Outcomes::isApplied).isPresent()
                ? object -> readBack(object, body)
                : object -> patching(object, body, subresource, situation);
        return WholeObject.readExisting(situation, ref, object -> orRefuse(ref, () -> then.apply(object)));
    }

    private static Progress orRefuse(ObjectRef ref, java.util.function.Supplier<Progress> patching) {
        try {
            return patching.get();
        } catch (PatchException e) {
            return new Progress.Refuse("the patch does not fit " + ref + ": " + e.getMessage());
        }
    }

    private static Progress patching(KubeObject object, PatchBody.Right body, String subresource, Situation situation) {
        Optional<Effect> inverse = Inverse.of(object, body.appliedTo(object), subresource);
        // a plan cannot tell what the steps before it make of the object, so it never says that nothing is to do
        return inverse.isPresent() || situation.planning()
                ? new Progress.Apply(
                        new Effect.Patch(
                                object.ref(), body.type(), body.body(), Preconditions.sameObject(object), subresource),
                        inverse)
                : Progress.Done.because(object.ref() + " is so already");
    }

    private static Progress readBack(KubeObject object, PatchBody.Right body) {
        List<String> pruned = new ArrayList<>();
        if (body.isRepeatable()) {
            missing("", object.tree(), body.appliedTo(object), pruned);
        }
        return pruned.isEmpty()
                ? Progress.Done.because("patched " + object.ref())
                : new Progress.Refuse(object.ref() + " did not keep " + String.join(", ", pruned)
                        + ": its schema does not know the field, or somebody took it out again at once");
    }

    private static void missing(String path, @Nullable Object there, @Nullable Object wanted, List<String> missing) {
        if (wanted instanceof Map<?, ?> wantedMap && there instanceof Map<?, ?> map) {
            wantedMap.forEach((key, value) -> {
                String here = path.isEmpty() ? String.valueOf(key) : path + "." + key;
                if (map.containsKey(key)) {
                    missing(here, map.get(key), value, missing);
                } else if (!(value instanceof Map<?, ?> empty && empty.isEmpty())) {
                    // a map that has lost its last key is kept by no server
                    missing.add(here);
                }
            });
        } else if (wanted instanceof List<?> && there instanceof List<?>) {
            missingItems(path, Json.asList(there), Json.asList(wanted), missing);
        }
    }

    private static void missingItems(
            String path, List<@Nullable Object> there, List<@Nullable Object> wanted, List<String> missing) {
        if (there.size() != wanted.size()) {
            missing.add(path + " (" + wanted.size() + " elements, " + there.size() + " kept)");
            return;
        }
        for (int i = 0; i < wanted.size(); i++) {
            missing(path + "[" + i + "]", there.get(i), wanted.get(i), missing);
        }
    }
}
