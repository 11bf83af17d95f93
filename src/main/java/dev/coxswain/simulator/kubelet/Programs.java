package dev.coxswain.simulator.kubelet;

import dev.coxswain.cluster.KubeObject;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Chooses what a container runs, by its pod and its entry in the pod's spec. */
@FunctionalInterface
public interface Programs {

    ContainerScript program(KubeObject pod, Map<String, @Nullable Object> container);
}
