package dev.coxswain.fleet;

import dev.coxswain.cluster.KubeObject;
import java.util.Map;

/** The workload of an operator at zero replicas, with or without a hold, for tests. */
public final class HeldOperators {

    private HeldOperators() {}

    /** By this run, {@code namespace/name}, until then; there were so many replicas. */
    public static KubeObject heldBy(String run, String until, int replicas, int version) {
        return annotated(Map.of(Hold.BY, run, Hold.UNTIL, until, Hold.REPLICAS, String.valueOf(replicas)), version);
    }

    public static KubeObject annotated(Map<String, String> annotations, int version) {
        return KubeObject.of(Map.of(
                "apiVersion",
                "apps/v1",
                "kind",
                "Deployment",
                "metadata",
                Map.of(
                        "name", "redis-operator",
                        "namespace", "redis-operator",
                        "uid", "u1",
                        "resourceVersion", String.valueOf(version),
                        "annotations", annotations),
                "spec",
                Map.of("replicas", 0L)));
    }
}
