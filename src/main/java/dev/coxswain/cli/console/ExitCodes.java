package dev.coxswain.cli.console;

import java.util.LinkedHashMap;
import java.util.Map;

/** What the exit codes mean; help and documentation are rendered from here. */
public final class ExitCodes {

    /** It went well. */
    public static final int OK = 0;

    /** It did not go well, or something was found that is wrong; it has been said what. */
    public static final int WRONG = 1;

    /** The command line was not understood. Nothing was done. */
    static final int USAGE = 2;

    /** The cluster could not be reached, or said no. */
    static final int CLUSTER = 3;

    /** A mistake in the program. */
    public static final int BUG = 4;

    private ExitCodes() {}

    /** In the order in which they are listed. */
    public static Map<Integer, String> meanings() {
        Map<Integer, String> meanings = new LinkedHashMap<>();
        meanings.put(OK, "It went well.");
        meanings.put(
                WRONG,
                "Something is wrong, and it has been said what: a mistake in a file, a scenario that failed, a run that"
                        + " did not succeed, a name that does not exist.");
        meanings.put(USAGE, "The command line was not understood. Nothing was done.");
        meanings.put(CLUSTER, "The cluster could not be reached, or said no.");
        meanings.put(BUG, "A mistake in Coxswain itself.");
        return meanings;
    }

    /** In the form in which picocli takes them: {@code code:meaning}. */
    public static Map<String, String> forHelp() {
        Map<String, String> lines = new LinkedHashMap<>();
        meanings().forEach((code, meaning) -> lines.put(String.valueOf(code), meaning));
        return lines;
    }
}
