package dev.coxswain.fleet.profile;

import dev.coxswain.cluster.Json;
import dev.coxswain.cluster.KubeObject;
import dev.coxswain.cluster.ObjectRef;
import dev.coxswain.cluster.patch.MergePatch;
import dev.coxswain.expression.Expression;
import dev.coxswain.expression.Template;
import dev.coxswain.fleet.Datastore;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * How an operator is told to leave one datastore alone, and how to take it up again: patches, nearly always of the custom resource
 * itself. Templates read {@code datastore}.
 */
public record Pausing(List<Step> pause, List<Step> resume) {

    public Pausing {
        pause = List.copyOf(pause);
        resume = List.copyOf(resume);
    }

    /**
     * One patch.
     *
     * @param target apiVersion, kind, name and namespace, with templates; empty when the custom resource itself is meant
     * @param merge a JSON merge patch, with templates
     */
    public record Step(Map<String, @Nullable Object> target, Map<String, @Nullable Object> merge) {}

    /** What to patch and with what: one patch for each object, for two of the same object are one. */
    public static Map<ObjectRef, Map<String, @Nullable Object>> patches(List<Step> steps, Datastore datastore) {
        return patches(steps, datastore.resource(), Map.of("datastore", datastore.values()));
    }

    private static Map<ObjectRef, Map<String, @Nullable Object>> patches(
            List<Step> steps, KubeObject resource, Map<String, @Nullable Object> variables) {
        Map<ObjectRef, Map<String, @Nullable Object>> patches = new LinkedHashMap<>();
        for (Step step : steps) {
            patches.merge(
                    target(step, resource, variables),
                    Json.asMap(rendered(step.merge(), variables)),
                    Pausing::together);
        }
        return patches;
    }

    private static ObjectRef target(Step step, KubeObject resource, Map<String, @Nullable Object> variables) {
        if (step.target().isEmpty()) {
            return resource.ref();
        }
        Map<String, @Nullable Object> target = Json.asMap(rendered(step.target(), variables));
        return ObjectRef.of(
                Json.asText(target.get("apiVersion")),
                Json.asText(target.get("kind")),
                Json.asText(target.get("namespace")),
                Json.asText(target.get("name")));
    }

    private static @Nullable Object rendered(@Nullable Object value, Map<String, @Nullable Object> variables) {
        return switch (value) {
            case Template template ->
                template.evaluate(variables) instanceof Expression.Result.Value(var found) ? found : "";
            case Map<?, ?> map -> {
                Map<String, @Nullable Object> all = new LinkedHashMap<>();
                Json.asMap(map).forEach((key, each) -> all.put(key, rendered(each, variables)));
                yield all;
            }
            case List<?> list -> {
                List<@Nullable Object> all = new ArrayList<>();
                Json.asList(list).forEach(each -> all.add(rendered(each, variables)));
                yield all;
            }
            case null, default -> value;
        };
    }

    private static Map<String, @Nullable Object> together(
            Map<String, @Nullable Object> one, Map<String, @Nullable Object> other) {
        Map<String, @Nullable Object> both = new LinkedHashMap<>(one);
        other.forEach((key, value) -> both.merge(
                key,
                value == null ? Map.of() : value,
                (known, more) -> known instanceof Map<?, ?> a && more instanceof Map<?, ?> b
                        ? together(Json.asMap(a), Json.asMap(b))
                        : more));
        other.forEach((key, value) -> {
            if (value == null) {
                both.put(key, null);
            }
        });
        return both;
    }

    /**
     * Whether the custom resource is as pausing makes it.
     *
     * @param identity what templates read as {@code datastore}
     */
    public boolean isPaused(KubeObject resource, Map<String, @Nullable Object> identity) {
        Map<String, @Nullable Object> patch =
                patches(pause, resource, Map.of("datastore", identity)).getOrDefault(resource.ref(), Map.of());
        return !patch.isEmpty()
                && Objects.equals(Json.copy(MergePatch.apply(resource.tree(), patch)), Json.copy(resource.tree()));
    }
}
