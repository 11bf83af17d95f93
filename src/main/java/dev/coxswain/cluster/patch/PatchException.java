package dev.coxswain.cluster.patch;

/** A patch that does not fit the object, or is no patch at all. */
public final class PatchException extends RuntimeException {

    public PatchException(String message) {
        super(message);
    }
}
