package dev.coxswain.approval;

import dev.coxswain.cluster.Gvk;
import dev.coxswain.cluster.KubeObject;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.Optional;

/**
 * One person's answer to one question of one run.
 *
 * @param name of the Decision object
 * @param at when the API server created it
 */
public record Decision(
        String name,
        String run,
        String question,
        String digest,
        boolean approves,
        String by,
        String reason,
        Instant at) {

    public static final Gvk GVK = Gvk.of("coxswain.dev/v1alpha1", "Decision");

    /** Empty when the object is not a readable answer; an answer that is neither Approve nor Deny is none. */
    public static Optional<Decision> of(KubeObject object) {
        String answer = object.text("spec", "answer");
        if (!answer.equals("Approve") && !answer.equals("Deny")) {
            return Optional.empty();
        }
        try {
            return Optional.of(new Decision(
                    object.name(),
                    object.text("spec", "run"),
                    object.text("spec", "question"),
                    object.text("spec", "digest"),
                    answer.equals("Approve"),
                    object.text("spec", "by"),
                    object.text("spec", "reason"),
                    Instant.parse(object.text("metadata", "creationTimestamp"))));
        } catch (DateTimeException notYetStored) {
            return Optional.empty();
        }
    }
}
