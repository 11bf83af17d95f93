package dev.coxswain.simulator.redis;

/** A server did not answer, or refused; whoever asked goes no further, and says so in these words. */
public final class Unanswered extends RuntimeException {

    private static final long serialVersionUID = 1L;

    public Unanswered(String message) {
        super(message, null, false, false);
    }
}
