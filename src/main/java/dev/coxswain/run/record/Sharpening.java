package dev.coxswain.run.record;

import dev.coxswain.cluster.Effect;
import dev.coxswain.cluster.Json;
import dev.coxswain.cluster.KubeObject;
import dev.coxswain.cluster.PatchType;
import dev.coxswain.cluster.Preconditions;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Makes an inverse fit what its effect really left behind.
 *
 * <p>An inverse is made before its effect, from what the effect was expected to make of the object. The server writes
 * quantities its own way and adds defaults; so once its answer is there, the tests of the inverse are for the values in that
 * answer, and what deletes a created object names its uid.
 */
public final class Sharpening {

    private Sharpening() {}

    static Effect sharpened(Effect inverse, KubeObject leftBehind) {
        if (!inverse.target().equals(leftBehind.ref())) {
            return inverse;
        }
        return switch (inverse) {
            case Effect.Delete delete
            when delete.preconditions().equals(Preconditions.NONE) ->
                new Effect.Delete(delete.target(), Preconditions.sameObject(leftBehind), delete.gracePeriod());
            case Effect.Patch patch
            when patch.type() == PatchType.JSON ->
                new Effect.Patch(
                        patch.target(),
                        patch.type(),
                        Json.asList(patch.body()).stream()
                                .map(operation -> tested(Json.asMap(operation), leftBehind))
                                .toList(),
                        patch.preconditions(),
                        patch.subresource());
            case Effect.Create _, Effect.Patch _, Effect.Delete _, Effect.Evict _, Effect.Exec _ -> inverse;
        };
    }

    private static Map<String, @Nullable Object> tested(Map<String, @Nullable Object> operation, KubeObject now) {
        if (!"test".equals(operation.get("op"))) {
            return operation;
        }
        Optional<Object> there = at(now.tree(), Json.asText(operation.get("path")));
        Map<String, @Nullable Object> tested = new LinkedHashMap<>(operation);
        there.ifPresent(value -> tested.put("value", value));
        return tested;
    }

    /** What stands at a JSON pointer; empty when nothing does. */
    public static Optional<Object> at(@Nullable Object tree, String pointer) {
        Object here = tree;
        for (String key : keys(pointer)) {
            here = switch (here) {
                case Map<?, ?> map -> map.get(key);
                case List<?> list
                when key.matches("[0-9]{1,6}") && Integer.parseInt(key) < list.size() ->
                    list.get(Integer.parseInt(key));
                case null, default -> null;
            };
        }
        return Optional.ofNullable(here);
    }

    private static List<String> keys(String pointer) {
        List<String> keys = new ArrayList<>();
        for (String part : pointer.split("/", -1)) {
            keys.add(part.replace("~1", "/").replace("~0", "~"));
        }
        return keys.subList(1, keys.size());
    }
}
