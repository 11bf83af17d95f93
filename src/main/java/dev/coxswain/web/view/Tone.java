package dev.coxswain.web.view;

/** How urgent something looks; the word beside it always says the same. */
public enum Tone {
    ASKS,
    BUSY,
    GOOD,
    BAD,
    CALM;

    /** The class in the style sheet. */
    public String css() {
        return name().toLowerCase(java.util.Locale.ROOT);
    }

    static Tone ofPhase(String phase) {
        return switch (phase) {
            case "AwaitingApproval" -> ASKS;
            case "Succeeded" -> GOOD;
            case "Failed", "Stuck" -> BAD;
            case "Denied", "Expired", "Cancelled" -> CALM;
            default -> BUSY;
        };
    }
}
