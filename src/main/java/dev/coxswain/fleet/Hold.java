package dev.coxswain.fleet;

import dev.coxswain.cluster.KubeObject;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.Optional;

/**
 * A hold as the annotations on the held workload tell it; nothing else is needed to give the operator back.
 *
 * @param by the run, {@code namespace/name}
 * @param uid of that run, for another one of its name is another holder; empty in holds that were recorded without it
 * @param until when it has to be given back at the latest
 * @param replicas how many there were
 */
public record Hold(String by, String uid, Instant until, int replicas) {

    public static final String BY = "coxswain.dev/held-by";
    public static final String BY_UID = "coxswain.dev/held-by-uid";
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
                        workload.annotation(BY_UID).orElse(""),
                        instant(workload.annotation(UNTIL).orElse("")),
                        count(workload.annotation(REPLICAS).orElse(""))));
    }

    /**
     * Whether that run is the holder.
     *
     * @param run {@code namespace/name}
     */
    public boolean isOf(String run, String runUid) {
        return by.equals(run) && (uid.isEmpty() || uid.equals(runUid));
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
