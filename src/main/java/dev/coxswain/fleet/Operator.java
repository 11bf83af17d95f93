package dev.coxswain.fleet;

import dev.coxswain.cluster.KubeObject;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * A third-party controller that we watch.
 *
 * @param workload its Deployment or StatefulSet
 * @param replicas as specified
 * @param held whether the workload carries our hold annotations
 * @param values what expressions read as {@code operator}: name, namespace, profile, version, image, replicas, ready, pods, held,
 *     heldBy, heldUntil
 */
public record Operator(
        String profile,
        KubeObject workload,
        String version,
        long replicas,
        List<KubeObject> pods,
        Optional<Hold> held,
        Map<String, @Nullable Object> values) {

    public String namespace() {
        return workload.namespace();
    }

    public String name() {
        return workload.name();
    }

    /** {@code namespace/name}, which is also the name of the lock on holding it. */
    public String key() {
        return namespace() + "/" + name();
    }
}
