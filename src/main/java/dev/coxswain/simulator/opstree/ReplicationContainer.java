package dev.coxswain.simulator.opstree;

import dev.coxswain.cluster.Json;
import dev.coxswain.simulator.api.Api;
import dev.coxswain.simulator.kubelet.ContainerLife;
import dev.coxswain.simulator.kubelet.ContainerScript;
import dev.coxswain.simulator.kubelet.Execution;
import dev.coxswain.simulator.redis.RedisNetwork;
import dev.coxswain.simulator.redis.RedisProcess;
import dev.coxswain.simulator.redis.RedisScript;
import dev.coxswain.simulator.redis.SentinelQuestions;
import dev.coxswain.simulator.redis.Unanswered;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * A container of the Opstree redis image. Where sentinels are embedded it has a hook that goes before every stop, that of a probe
 * included: a server that calls itself master has them promote another, and waits until it is a replica.
 *
 * <p>A server that loads calls itself master too, for no configuration names one. So whenever the probe kills a replica that
 * loads, the real master loses its place.
 */
public final class ReplicationContainer implements ContainerScript {

    /** It is that much less than the grace period which the operator gives. */
    private static final Duration PATIENCE = Duration.ofSeconds(20);
    /** After which sentinels turn a former master that lives into a replica. */
    private static final Duration DEMOTION = Duration.ofSeconds(10);

    private final Api api;
    private final RedisNetwork network;
    private final RedisScript server;
    private @Nullable ContainerLife life;

    public ReplicationContainer(Api api, RedisNetwork network, RedisScript server) {
        this.api = api;
        this.network = network;
        this.server = server;
    }

    @Override
    public void start(ContainerLife started) {
        life = started;
        server.start(started);
    }

    @Override
    public Execution exec(List<String> command, String stdin) {
        ContainerLife running = life;
        return running != null && isHook(running, command) ? handOver(running) : server.exec(command, stdin);
    }

    private static boolean isHook(ContainerLife running, List<String> command) {
        return running.pod().list("spec", "containers").stream()
                .anyMatch(container -> command.equals(Json.at(container, "lifecycle", "preStop", "exec", "command")));
    }

    private Execution handOver(ContainerLife running) {
        Execution done = Execution.of(0, "", "");
        Optional<RedisProcess> redis = network.redis(running.podIp(), (int) ReplicationManifests.PORT);
        if (redis.filter(RedisProcess::isMaster).isEmpty()) {
            return done;
        }
        return done.taking(askForFailover(running) && !redis.get().isLoading() ? DEMOTION : PATIENCE);
    }

    /** The Service has no address of its own, so its name stands for any of the sentinels. */
    private boolean askForFailover(ContainerLife running) {
        String set = running.pod().labels().get("app") + "-s";
        Optional<String> sentinel = new Workload(api, running.pod().namespace(), set)
                .addresses().stream().findFirst();
        try {
            sentinel.ifPresent(new SentinelQuestions(network, EmbeddedSentinels.GROUP, 6379)::failOver);
            return sentinel.isPresent();
        } catch (Unanswered refused) {
            return false;
        }
    }

    @Override
    public void terminate() {
        server.terminate();
    }

    @Override
    public void ended() {
        life = null;
        server.ended();
    }

    @Override
    public boolean accepts(int port) {
        return server.accepts(port);
    }
}
