package dev.coxswain.cli;

/** How this program was started, so that the commands it suggests really work when they are pasted. */
final class Launched {

    private static final String PROPERTY = "coxswain.command";

    private Launched() {}

    /** {@code coxswain}, unless the launcher script says how it was called: {@code ./coxswain}. */
    static String by() {
        return System.getProperty(PROPERTY, "coxswain");
    }
}
