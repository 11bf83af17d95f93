package dev.coxswain.simulator.opstree;

import dev.coxswain.simulator.kubelet.ContainerLife;
import dev.coxswain.simulator.kubelet.ContainerScript;
import dev.coxswain.simulator.kubelet.Execution;
import dev.coxswain.simulator.redis.RedisNetwork;
import dev.coxswain.simulator.redis.SentinelScript;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * A container of the Opstree sentinel image. Its entrypoint appends to a file that outlives the container, so the first life of
 * a pod is the only one that starts: every other finds the master's name twice and ends.
 */
public final class SentinelContainer implements ContainerScript {

    private final RedisNetwork network;
    private final Set<String> configured;
    private @Nullable ContainerScript sentinel;

    /** @param configured the uids of pods whose file has been written; one set for all containers */
    public SentinelContainer(RedisNetwork network, Set<String> configured) {
        this.network = network;
        this.configured = configured;
    }

    @Override
    public void start(ContainerLife life) {
        if (!configured.add(life.pod().uid())) {
            life.print("*** FATAL CONFIG FILE ERROR ***");
            life.print("Duplicate master name.");
            life.exit(1, "Error");
            return;
        }
        String group = life.environment().getOrDefault("MASTER_GROUP_NAME", "mymaster");
        sentinel = new SentinelScript(network, group, "0.0.0.0");
        sentinel.start(life);
    }

    @Override
    public Execution exec(List<String> command, String stdin) {
        return sentinel == null ? Execution.notFound(command.getFirst()) : sentinel.exec(command, stdin);
    }

    @Override
    public void terminate() {
        if (sentinel != null) {
            sentinel.terminate();
        }
    }

    @Override
    public void ended() {
        if (sentinel != null) {
            sentinel.ended();
        }
    }

    @Override
    public boolean accepts(int port) {
        return sentinel != null && sentinel.accepts(port);
    }
}
