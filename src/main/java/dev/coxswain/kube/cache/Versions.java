package dev.coxswain.kube.cache;

import dev.coxswain.cluster.KubeObject;

/** Orders resource versions. API servers promise since 1.35 what has always been so: they are numbers that grow. */
final class Versions {

    static final long UNREADABLE = -1;

    private Versions() {}

    static long of(KubeObject object) {
        return of(object.resourceVersion());
    }

    /** {@link #UNREADABLE} for what is not a number. */
    static long of(String resourceVersion) {
        try {
            return Long.parseLong(resourceVersion);
        } catch (NumberFormatException opaque) {
            return UNREADABLE;
        }
    }
}
