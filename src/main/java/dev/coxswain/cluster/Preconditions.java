package dev.coxswain.cluster;

import java.util.Optional;

/** What must still be true of the target when an effect arrives; the API server refuses the effect with 409 otherwise. */
public record Preconditions(Optional<String> uid, Optional<String> resourceVersion) {

    public static final Preconditions NONE = new Preconditions(Optional.empty(), Optional.empty());

    /** The very object, whatever has been changed about it. */
    public static Preconditions sameObject(KubeObject object) {
        return new Preconditions(Optional.of(object.uid()), Optional.empty());
    }

    /** The very object in the very version that was seen. */
    public static Preconditions sameVersion(KubeObject object) {
        return new Preconditions(Optional.of(object.uid()), Optional.of(object.resourceVersion()));
    }
}
