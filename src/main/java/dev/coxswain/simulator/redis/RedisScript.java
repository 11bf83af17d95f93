package dev.coxswain.simulator.redis;

import dev.coxswain.simulator.kubelet.ContainerLife;
import dev.coxswain.simulator.kubelet.ContainerScript;
import dev.coxswain.simulator.kubelet.Execution;
import dev.coxswain.simulator.redis.shell.Shell;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** A container with a redis-server, redis-cli, a small shell, and the operator's readiness and shutdown scripts. */
public final class RedisScript implements ContainerScript {

    private static final Duration SHUTDOWN = Duration.ofMillis(300);
    private static final Duration HANDOVER = Duration.ofSeconds(31);

    private final RedisNetwork network;
    private final Function<ContainerLife, String> config;
    private final Function<ContainerLife, Dataset> volume;
    private final List<String> command;
    private @Nullable RedisProcess process;

    /**
     * @param command that starts the server, directly or by {@code sh -c}
     * @param config the text of redis.conf
     * @param volume what lies under /data
     */
    public RedisScript(
            RedisNetwork network,
            List<String> command,
            Function<ContainerLife, String> config,
            Function<ContainerLife, Dataset> volume) {
        this.network = network;
        this.command = List.copyOf(command);
        this.config = config;
        this.volume = volume;
    }

    @Override
    public void start(ContainerLife life) {
        Dataset data = volume.apply(life);
        Shell.Program server = (arguments, environment) -> {
            String text = config.apply(life) + "\n" + options(arguments, data.files());
            process = new RedisProcess(life, network, RedisConfig.parse(text, life.environment()), data);
            process.start();
            return Execution.of(0, "", "");
        };
        Execution started =
                Shell.run(command, new Shell.Image(Map.of("redis-server", server), data.files()), life.environment());
        if (process == null) {
            life.print(started.result().stderr());
            life.exit(started.result().exitCode(), "Error");
        }
    }

    /** Options on the command line are lines of redis.conf with two dashes before them. */
    private static String options(List<String> arguments, Map<String, String> files) {
        String text = String.join(" ", arguments).replace(" --", "\n--");
        return text.lines()
                .filter(line -> line.startsWith("--"))
                .map(line -> line.substring(2))
                .map(line -> line.startsWith("include ")
                        ? files.getOrDefault(line.substring("include ".length()), "")
                        : line)
                .collect(Collectors.joining("\n"));
    }

    private RedisProcess running() {
        return Objects.requireNonNull(process, "the server does not run");
    }

    @Override
    public Execution exec(List<String> asked, String stdin) {
        RedisCli cli = new RedisCli(network, running().address());
        Map<String, Shell.Program> programs = new LinkedHashMap<>();
        programs.put("redis-cli", cli::run);
        programs.put(
                "df",
                (arguments, environment) -> Execution.of(0, running().dataset().df(), ""));
        programs.put("/redis-readiness/ready.sh", (arguments, environment) -> ready());
        programs.put("/redis-shutdown/shutdown.sh", (arguments, environment) -> handOver());
        Shell.Image image = new Shell.Image(programs, running().dataset().files());
        return Shell.run(asked, image, running().life().environment());
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
        if (!redis.isLoading() && !redis.saving().lastSaveSucceeds()) {
            return;
        }
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
