package dev.coxswain.fleet;

import dev.coxswain.cluster.KubeObject;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * One pod of a datastore.
 *
 * @param component which part of the datastore: {@code redis}, {@code sentinel}
 * @param container the container that runs the datastore's program
 * @param values what expressions read as {@code member}: name, namespace, component, role (by label), ready, restarts, node, ip,
 *     phase, workload, revision, labels, annotations, waiting, lastExit {reason, code, startedAt, finishedAt, seconds},
 *     startedAt, pod, volume, and {@code says} (answers to the profile's questions, by question; empty until asked)
 */
public record Member(KubeObject pod, String component, String container, Map<String, @Nullable Object> values) {

    public String namespace() {
        return pod.namespace();
    }

    public String name() {
        return pod.name();
    }
}
