package dev.coxswain.run.record;

/** How a run ended. */
public enum Verdict {
    SUCCEEDED("Succeeded"),
    FAILED("Failed"),
    CANCELLED("Cancelled"),
    DENIED("Denied"),
    EXPIRED("Expired");

    private final String phase;

    Verdict(String phase) {
        this.phase = phase;
    }

    /** As {@code status.phase} says it. */
    public String phase() {
        return phase;
    }
}
