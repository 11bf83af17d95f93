package dev.coxswain.simulator.api.kind;

import dev.coxswain.cluster.Gvk;
import dev.coxswain.cluster.Json;
import dev.coxswain.cluster.ObjectRef;
import dev.coxswain.simulator.api.ApiException;
import dev.coxswain.simulator.api.Refusals;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * One served version of one kind of object, and what is special about it.
 *
 * @param storage under which group and resource its objects are kept; two kinds may share it
 * @param custom the version of the CustomResourceDefinition that it comes from; absent for a built-in kind
 */
public record Kind(
        Gvk gvk,
        String plural,
        String singular,
        boolean namespaced,
        List<String> shortNames,
        List<String> categories,
        List<Trait> traits,
        String storage,
        Optional<Map<String, @Nullable Object>> custom) {

    /** What sets kinds apart. */
    public enum Trait {
        STATUS,
        SCALE,
        /** Counts changes of the spec. */
        GENERATION,
        /** A delete answers the object instead of a Status. */
        RETURNS_DELETED,
        /** A question: answered, never stored. */
        REVIEW,
        /** Names are path segments: nearly everything goes. */
        FREE_NAMES,
        /** Names are DNS labels. */
        LABEL_NAMES
    }

    public Kind {
        shortNames = List.copyOf(shortNames);
        categories = List.copyOf(categories);
        traits = List.copyOf(traits);
    }

    public boolean has(Trait trait) {
        return traits.contains(trait);
    }

    public String group() {
        return gvk.group();
    }

    public String name() {
        return gvk.kind();
    }

    public boolean isCustom() {
        return custom.isPresent();
    }

    public String listKind() {
        return gvk.kind() + "List";
    }

    public ObjectRef ref(String namespace, String name) {
        return new ObjectRef(gvk, namespace, name);
    }

    /** The structural schema of a custom kind; empty when there is none. */
    public Map<String, @Nullable Object> schema() {
        return Json.asMap(Json.at(custom.orElse(Map.of()), "schema", "openAPIV3Schema"));
    }

    public ApiException notFound(String name) {
        return Refusals.notFound(group(), plural, name);
    }
}
