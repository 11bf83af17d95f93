package dev.coxswain.cli.console;

import java.nio.file.Files;
import java.nio.file.Path;

/** How this program was started, so that the commands it suggests really work when they are pasted, from where they are pasted. */
public final class Launched {

    private static final Path PLAYBOOKS = Path.of("playbooks");

    private Launched() {}

    /** {@code coxswain}, unless the launcher script says how it was called: {@code ./coxswain}. */
    public static String by() {
        return System.getProperty("coxswain.command", "coxswain");
    }

    /** The directory {@code playbooks}: the one here, or else the one beside the launcher script. */
    public static Path playbooks() {
        String home = System.getProperty("coxswain.home", "");
        return home.isEmpty() || Files.isDirectory(PLAYBOOKS)
                ? PLAYBOOKS
                : Path.of(home).resolve(PLAYBOOKS);
    }
}
