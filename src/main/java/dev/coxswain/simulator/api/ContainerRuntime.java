package dev.coxswain.simulator.api;

import dev.coxswain.cluster.ExecResult;
import dev.coxswain.cluster.ObjectRef;
import java.util.List;
import java.util.Optional;

/** What runs in the containers: the kubelet's side of {@code exec} and {@code log}. */
public interface ContainerRuntime {

    /** Nothing runs anywhere. */
    ContainerRuntime NOTHING_RUNS = new ContainerRuntime() {
        @Override
        public ExecResult exec(ObjectRef pod, String container, List<String> command, byte[] stdin) {
            throw Refusals.internal("container " + container + " is not running");
        }

        @Override
        public String log(ObjectRef pod, String container, LogOptions options) {
            return "";
        }
    };

    /** @throws ApiException when the container does not run */
    ExecResult exec(ObjectRef pod, String container, List<String> command, byte[] stdin);

    /** Lines, each ended by a newline. @throws ApiException when there is no log */
    String log(ObjectRef pod, String container, LogOptions options);

    /** @param previous the log of the instance before the last restart */
    record LogOptions(Optional<Integer> tailLines, boolean previous, boolean timestamps) {}
}
