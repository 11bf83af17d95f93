package dev.coxswain.simulator.controller.object;

import dev.coxswain.cluster.Gvk;
import dev.coxswain.cluster.Json;
import dev.coxswain.cluster.KubeObject;
import dev.coxswain.cluster.ObjectRef;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Who controls an object, as {@code metadata.ownerReferences} says it. */
public final class Owner {

    private Owner() {}

    public static Map<String, @Nullable Object> reference(KubeObject owner) {
        return Tree.of(
                "apiVersion", owner.gvk().apiVersion(),
                "kind", owner.gvk().kind(),
                "name", owner.name(),
                "uid", owner.uid(),
                "controller", true,
                "blockOwnerDeletion", true);
    }

    public static boolean controls(KubeObject owner, KubeObject child) {
        return child.controller().map(o -> owner.uid().equals(o.get("uid"))).orElse(false);
    }

    /** The controlling owner in the child's namespace. */
    public static Optional<ObjectRef> of(KubeObject child) {
        return child.controller()
                .map(o -> new ObjectRef(
                        Gvk.of(Json.asText(o.get("apiVersion")), Json.asText(o.get("kind"))),
                        child.namespace(),
                        Json.asText(o.get("name"))));
    }
}
