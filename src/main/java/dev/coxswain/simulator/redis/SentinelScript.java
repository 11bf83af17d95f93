package dev.coxswain.simulator.redis;

import dev.coxswain.simulator.kubelet.ContainerLife;
import dev.coxswain.simulator.kubelet.ContainerScript;
import dev.coxswain.simulator.kubelet.Execution;
import dev.coxswain.simulator.redis.shell.Shell;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** A container with a sentinel that starts out knowing nothing. */
public final class SentinelScript implements ContainerScript {

    private final RedisNetwork network;
    private final String group;
    private final String nobody;
    private final int quorum;
    private @Nullable SentinelProcess process;
    private @Nullable ContainerLife life;

    /**
     * @param group the name that it has for its master
     * @param nobody the address that its configuration says for want of a master
     * @param quorum how many must agree that the master is down, until it is told otherwise
     */
    public SentinelScript(RedisNetwork network, String group, String nobody, int quorum) {
        this.network = network;
        this.group = group;
        this.nobody = nobody;
        this.quorum = quorum;
    }

    @Override
    public void start(ContainerLife started) {
        life = started;
        process = new SentinelProcess(started, network, group, nobody, quorum);
        process.start();
    }

    @Override
    public Execution exec(List<String> command, String stdin) {
        ContainerLife running = Objects.requireNonNull(life, "the sentinel does not run");
        RedisCli cli = new RedisCli(network, running.podIp());
        Shell.Image image = new Shell.Image(Map.of("redis-cli", cli::run), new HashMap<>());
        return Shell.run(command, image, running.environment());
    }

    @Override
    public void terminate() {
        if (life != null) {
            life.exit(0, "Completed");
        }
    }

    @Override
    public void ended() {
        if (process != null) {
            process.stop();
        }
    }

    @Override
    public boolean accepts(int port) {
        return port == SentinelProcess.PORT;
    }
}
