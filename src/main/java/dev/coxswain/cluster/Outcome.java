package dev.coxswain.cluster;

import java.time.Duration;
import java.util.Optional;

/** What came back when an effect was applied. */
public sealed interface Outcome {

    /** Why it was not done, or is not known to have been; empty when it was. */
    default Optional<String> complaint() {
        return switch (this) {
            case Applied _ -> Optional.empty();
            case Refused(var _, var _, String message) -> Optional.of(message);
            case Busy(var _, String message) -> Optional.of(message);
            case Unknown(String message) -> Optional.of(message);
        };
    }

    /**
     * Done.
     *
     * @param object the object as it is now, where the server told it
     * @param output what a program printed and how it ended, for {@link Effect.Exec}
     */
    record Applied(Optional<KubeObject> object, Optional<ExecResult> output) implements Outcome {
        public static final Applied SILENTLY = new Applied(Optional.empty(), Optional.empty());

        public static Applied to(KubeObject object) {
            return new Applied(Optional.of(object), Optional.empty());
        }
    }

    /** The server understood and said no; asking again without change is pointless. */
    record Refused(int code, String reason, String message) implements Outcome {
        public boolean isConflict() {
            return code == 409;
        }

        public boolean isNotFound() {
            return code == 404;
        }
    }

    /** Nothing was done and the same request may succeed later (429, 503, connection refused). */
    record Busy(Duration retryAfter, String message) implements Outcome {}

    /** The request may or may not have been carried out (connection cut, timeout): look before asking again. */
    record Unknown(String message) implements Outcome {}
}
