package dev.coxswain.fleet;

import dev.coxswain.cluster.KubeObject;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.Optional;

/**
 * A hold as the annotations on the held workload tell it; nothing else is needed to give the operator back.
 *
 * @param by the run, {@code namespace/name}
 * @param until when it has to be given back at the latest
 * @param replicas how many there were
 */
public record Hold(String by, Instant until, int replicas) {

    public static final String BY = "coxswain.dev/held-by";
    public static final String UNTIL = "coxswain.dev/held-until";
    public static final String REPLICAS = "coxswain.dev/held-replicas";

    /**
     * Reads the annotations. A hold whose deadline cannot be read has passed; one whose replica count cannot be read had
     * one: giving back too early is safer than never.
     */
    public static Optional<Hold> of(KubeObject workload) {
        return workload.annotation(BY)
                .map(by -> new Hold(
                        by,
                        instant(workload.annotation(UNTIL).orElse("")),
                        count(workload.annotation(REPLICAS).orElse(""))));
    }

    private static Instant instant(String text) {
        try {
            return Instant.parse(text);
        } catch (DateTimeException unreadable) {
            return Instant.EPOCH;
        }
    }

    private static int count(String text) {
        try {
            return Math.max(Integer.parseInt(text), 0);
        } catch (NumberFormatException unreadable) {
            return 1;
        }
    }
}
