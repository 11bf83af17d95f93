package dev.coxswain.simulator.redis;

import dev.coxswain.simulator.kubelet.ContainerLife;
import dev.coxswain.simulator.kubelet.ContainerScript;
import dev.coxswain.simulator.kubelet.Execution;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** A container with a redis-server, redis-cli, a small shell, and the operator's readiness and shutdown scripts. */
public final class RedisScript implements ContainerScript {

    private static final Duration SHUTDOWN = Duration.ofMillis(300);
    private static final Duration HANDOVER = Duration.ofSeconds(31);

    private final RedisNetwork network;
    private final Function<ContainerLife, String> config;
    private final Function<ContainerLife, Dataset> volume;
    private @Nullable RedisProcess process;

    /**
     * @param config the text of redis.conf
     * @param volume what lies under /data
     */
    public RedisScript(
            RedisNetwork network, Function<ContainerLife, String> config, Function<ContainerLife, Dataset> volume) {
        this.network = network;
        this.config = config;
        this.volume = volume;
    }

    @Override
    public void start(ContainerLife life) {
        RedisProcess.RedisConfig parsed = RedisProcess.RedisConfig.parse(config.apply(life), life.environment());
        process = new RedisProcess(life, network, parsed, volume.apply(life));
        process.start();
    }

    private RedisProcess running() {
        return Objects.requireNonNull(process, "the server does not run");
    }

    @Override
    public Execution exec(List<String> command, String stdin) {
        RedisCli cli = new RedisCli(network, running().address());
        Map<String, Shell.Program> programs = new LinkedHashMap<>();
        programs.put("redis-cli", cli::run);
        programs.put("/redis-readiness/ready.sh", (arguments, environment) -> ready());
        programs.put("/redis-shutdown/shutdown.sh", (arguments, environment) -> handOver());
        return Shell.run(command, programs, running().life().environment());
    }

    private Execution ready() {
        RedisProcess redis = running();
        boolean ready =
                redis.isMaster() || (!redis.isSyncing() && !redis.masterHost().equals("127.0.0.1"));
        return Execution.of(ready ? 0 : 1, "", "");
    }

    /** A master asks the sentinels for a failover and then waits; a replica has nothing to wait for. */
    private Execution handOver() {
        RedisProcess redis = running();
        if (!redis.isMaster()) {
            return Execution.of(0, "", "");
        }
        network.sentinels().stream()
                .filter(s -> s.watches(redis.address()))
                .findFirst()
                .ifPresent(s -> s.ask(RedisServer.Login.ANONYMOUS, List.of("SENTINEL", "failover", "mymaster")));
        return Execution.of(0, "", "").taking(HANDOVER);
    }

    @Override
    public void terminate() {
        RedisProcess redis = running();
        redis.life().print("# User requested shutdown...");
        redis.life().after(SHUTDOWN, () -> redis.life().exit(0, "Completed"));
    }

    @Override
    public void ended() {
        if (process != null) {
            process.offset();
            process.stop();
        }
    }

    @Override
    public boolean accepts(int port) {
        return process != null && process.port() == port;
    }
}
