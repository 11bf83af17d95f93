package dev.coxswain.simulator.kubelet;

import java.util.List;

/** What a container's program does, as far as anybody can see it. One script is one life of the container. */
public interface ContainerScript {

    /** The program begins; it may call {@link ContainerLife#exit} now or later. */
    void start(ContainerLife life);

    /** A program run beside it in the same container. */
    Execution exec(List<String> command, String stdin);

    /** SIGTERM. A program that ignores it is killed at the end of the grace period. */
    void terminate();

    /** The program is gone, however it ended: nothing of it may go on. */
    void ended();

    /** Whether something listens. */
    default boolean accepts(int port) {
        return true;
    }
}
