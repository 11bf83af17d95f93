package dev.coxswain.cluster;

import java.util.Optional;

/** The answer to a {@link Query}. */
public sealed interface Answer {

    /** @param object empty when there is no such object */
    record Found(Optional<KubeObject> object) implements Answer {}

    record Printed(ExecResult result) implements Answer {}

    /** Nobody answered: the pod is gone, the program hangs, the server is away. */
    record Silence(String why) implements Answer {}
}
