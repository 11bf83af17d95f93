package dev.coxswain.cluster;

/** Orders resource versions. API servers promise since 1.35 what has always been so: they are numbers that grow. */
public final class Versions {

    public static final long UNREADABLE = -1;

    private Versions() {}

    public static long of(KubeObject object) {
        return of(object.resourceVersion());
    }

    /** {@link #UNREADABLE} for what is not a number. */
    public static long of(String resourceVersion) {
        try {
            return Long.parseLong(resourceVersion);
        } catch (NumberFormatException opaque) {
            return UNREADABLE;
        }
    }
}
