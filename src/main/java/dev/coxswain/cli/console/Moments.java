package dev.coxswain.cli.console;

import java.time.Instant;
import java.time.temporal.ChronoUnit;

/** Moments as people read them: in UTC, to the second, as {@code kubectl} has them. */
public final class Moments {

    private Moments() {}

    public static String text(Instant at) {
        return at.truncatedTo(ChronoUnit.SECONDS).toString();
    }
}
