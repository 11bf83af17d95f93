package dev.coxswain.action.object;

import dev.coxswain.action.Params;
import dev.coxswain.action.Progress;
import dev.coxswain.cluster.Json;
import dev.coxswain.cluster.KubeObject;
import dev.coxswain.cluster.ObjectRef;
import dev.coxswain.playbook.Parameter;
import dev.coxswain.playbook.ParameterType;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** Reads from a step's parameters which object it is about. */
final class Targets {

    static final Parameter TARGET = Parameter.required(
            "target", ParameterType.OBJECT_REF, "The object: apiVersion, kind, name and, where it has one, namespace.");

    private Targets() {}

    static Progress on(Params with, Function<ObjectRef, Progress> then) {
        return with.ref("target")
                .map(then)
                .orElseGet(() -> new Progress.Refuse("target needs apiVersion, kind and name, but it is "
                        + Json.print(Json.copy(with.object("target")))));
    }

    /** The object that is written out in the parameter {@code object}. */
    static Progress onObject(Params with, Function<KubeObject, Progress> then) {
        Map<String, @Nullable Object> tree = with.object("object");
        Optional<ObjectRef> ref = new Params(refTree(tree)).ref("object");
        return ref.isPresent()
                ? then.apply(KubeObject.of(tree))
                : new Progress.Refuse("object needs apiVersion, kind and metadata.name");
    }

    private static Map<String, @Nullable Object> refTree(Map<String, @Nullable Object> tree) {
        return Map.of(
                "object",
                Map.of(
                        "apiVersion", Json.asText(tree.get("apiVersion")),
                        "kind", Json.asText(tree.get("kind")),
                        "name", Json.asText(Json.at(tree, "metadata", "name"))));
    }
}
