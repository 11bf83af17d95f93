package dev.coxswain.action.object;

import dev.coxswain.action.Outcomes;
import dev.coxswain.action.Params;
import dev.coxswain.action.Progress;
import dev.coxswain.action.Situation;
import dev.coxswain.action.WholeObject;
import dev.coxswain.cluster.Effect;
import dev.coxswain.cluster.Json;
import dev.coxswain.cluster.KubeObject;
import dev.coxswain.cluster.ObjectRef;
import dev.coxswain.playbook.Parameter;
import dev.coxswain.playbook.ParameterType;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Sets labels or annotations of an object; a null takes one away. Its inverse restores the old values.
 *
 * @param field {@code labels} or {@code annotations}
 */
public record Marking(String field) {

    List<Parameter> parameters() {
        return List.of(
                Targets.TARGET,
                Parameter.required(
                        field, ParameterType.OBJECT, "The " + field + " to set, by key; null takes one away."));
    }

    Progress next(Params with, Situation situation) {
        Map<String, @Nullable Object> set = with.object(field);
        Optional<String> odd = set.entrySet().stream()
                .filter(entry -> entry.getValue() instanceof Map || entry.getValue() instanceof List)
                .map(Map.Entry::getKey)
                .findFirst();
        return odd.<Progress>map(key -> new Progress.Refuse(field + "." + key + " is not a text"))
                .orElseGet(() -> Targets.on(with, ref -> mark(ref, texts(set), situation)));
    }

    /** Sets the given keys on the object, unless they are set already. */
    public Progress mark(ObjectRef ref, Map<String, @Nullable Object> set, Situation situation) {
        Optional<Situation.Past> last = situation.last();
        if (last.isPresent() && (situation.planning() || Outcomes.isApplied(last.get()))) {
            return Progress.Done.because("set " + field + " of " + ref);
        }
        Optional<Progress> refusal = last.flatMap(Outcomes::refusal);
        return refusal.orElseGet(() -> isWholeInView(set)
                ? situation
                        .view()
                        .find(ref)
                        .map(object -> marking(object, set, situation))
                        .orElseGet(() -> readFirst(ref, set, situation))
                : readFirst(ref, set, situation));
    }

    private Progress readFirst(ObjectRef ref, Map<String, @Nullable Object> set, Situation situation) {
        return WholeObject.readExisting(situation, ref, object -> marking(object, set, situation));
    }

    /** The view keeps every label, and every annotation but the one that copies the whole object. */
    private static boolean isWholeInView(Map<String, @Nullable Object> set) {
        return !set.containsKey("kubectl.kubernetes.io/last-applied-configuration");
    }

    private Progress marking(KubeObject object, Map<String, @Nullable Object> set, Situation situation) {
        Map<String, @Nullable Object> marked = new LinkedHashMap<>(object.map("metadata", field));
        set.forEach((key, value) -> {
            if (value == null) {
                marked.remove(key);
            } else {
                marked.put(key, value);
            }
        });
        Optional<Effect> inverse =
                Inverse.of(object, object.with(marked, "metadata", field).tree());
        Effect marking = Effect.Patch.merge(object, Map.of("metadata", Map.of(field, set)));
        // a plan cannot tell what the steps before it make of the object, so it never says that nothing is to do
        return inverse.isPresent() || situation.planning()
                ? new Progress.Apply(marking, inverse)
                : Progress.Done.because("the " + field + " of " + object.ref() + " are so already");
    }

    private static Map<String, @Nullable Object> texts(Map<String, @Nullable Object> set) {
        Map<String, @Nullable Object> texts = new LinkedHashMap<>();
        set.forEach((key, value) -> texts.put(key, value == null ? null : Json.asText(value)));
        return texts;
    }
}
