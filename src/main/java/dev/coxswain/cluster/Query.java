package dev.coxswain.cluster;

import java.time.Duration;
import java.util.List;

/** A question to the world whose answer is not in the view. Asking changes nothing. */
public sealed interface Query {

    /** The whole object from the API server, fields included that the view does not keep. */
    record Read(ObjectRef ref) implements Query {}

    /** What a read-only program in a container prints. The profile's author vouches that it only reads. */
    record Ask(ObjectRef pod, String container, List<String> command, Duration timeout) implements Query {
        public Ask {
            command = List.copyOf(command);
        }
    }
}
