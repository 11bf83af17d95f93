package dev.coxswain.app.supervision;

import dev.coxswain.cluster.KubeObject;

/** Tells whether what people wrote has changed; what the supervisor writes into the status makes no new edition. */
final class Edition {

    private Edition() {}

    static String of(KubeObject object) {
        long generation = object.number(0, "metadata", "generation");
        return object.uid() + "@" + (generation > 0 ? String.valueOf(generation) : "v" + object.resourceVersion());
    }
}
