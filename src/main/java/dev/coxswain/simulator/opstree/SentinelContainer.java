package dev.coxswain.simulator.opstree;

import dev.coxswain.cluster.Json;
import dev.coxswain.cluster.KubeObject;
import dev.coxswain.simulator.kubelet.ContainerLife;
import dev.coxswain.simulator.kubelet.ContainerScript;
import dev.coxswain.simulator.kubelet.Execution;
import dev.coxswain.simulator.redis.RedisNetwork;
import dev.coxswain.simulator.redis.SentinelScript;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * A container of the Opstree sentinel image. Its entrypoint appends to a file in /etc/redis. Where that is a volume, as in the
 * pods of a RedisSentinel, the file outlives the container, so the first life of a pod is the only one that starts: every other
 * finds the master's name twice and ends. An embedded sentinel has no volume, and starts as if it were new.
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
        if (keepsItsFile(life.pod()) && !configured.add(life.pod().uid())) {
            life.print("*** FATAL CONFIG FILE ERROR ***");
            life.print("Duplicate master name.");
            life.exit(1, "Error");
            return;
        }
        String group = life.environment().getOrDefault("MASTER_GROUP_NAME", "mymaster");
        int quorum = Integer.parseInt(life.environment().getOrDefault("QUORUM", "2"));
        sentinel = new SentinelScript(network, group, "0.0.0.0", quorum);
        sentinel.start(life);
    }

    private static boolean keepsItsFile(KubeObject pod) {
        return pod.list("spec", "containers").stream()
                .flatMap(container -> Json.asList(Json.at(container, "volumeMounts")).stream())
                .anyMatch(mount -> "/etc/redis".equals(Json.at(mount, "mountPath")));
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
