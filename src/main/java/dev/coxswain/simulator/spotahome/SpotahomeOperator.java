package dev.coxswain.simulator.spotahome;

import dev.coxswain.cluster.Gvk;
import dev.coxswain.cluster.KubeObject;
import dev.coxswain.cluster.ObjectRef;
import dev.coxswain.simulator.api.Api;
import dev.coxswain.simulator.api.ApiException;
import dev.coxswain.simulator.kubelet.ContainerLife;
import dev.coxswain.simulator.kubelet.ContainerScript;
import dev.coxswain.simulator.kubelet.Execution;
import dev.coxswain.simulator.operator.OperatorLease;
import dev.coxswain.simulator.redis.RedisNetwork;
import dev.coxswain.simulator.redis.Unanswered;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The Spotahome operator as a container: it waits for its Lease, then passes over every RedisFailover at once when one
 * changed and every 30 s. A Lease that another instance left behind is taken over 15 s after it was last seen to change.
 */
public final class SpotahomeOperator implements ContainerScript {

    public static final Gvk KIND = Gvk.of("databases.spotahome.com/v1", "RedisFailover");
    private static final Duration RESYNC = Duration.ofSeconds(30);
    private static final Duration RETRY = Duration.ofSeconds(2);
    private static final Duration FAREWELL = Duration.ofSeconds(5);
    /** Between writing a StatefulSet and reading its revision: long enough for its controller. */
    private static final Duration LATENCY = Duration.ofMillis(150);

    private static final Duration POLL = Duration.ofSeconds(1);

    private final Api api;
    private final RedisNetwork network;
    private final OperatorLease lease;
    private final Map<ObjectRef, Long> seenGenerations = new HashMap<>();
    private @Nullable ContainerLife life;
    private boolean leading;

    public SpotahomeOperator(Api api, RedisNetwork network) {
        this.api = api;
        this.network = network;
        this.lease = new OperatorLease(api, "redis-failover-lease");
    }

    @Override
    public void start(ContainerLife started) {
        life = started;
        log(started, "info", "Listening on :9710 for metrics exposure", "");
        campaign(started);
    }

    private static Api.Actor actor(ContainerLife life) {
        return OperatorLease.actor(life, "redis-operator");
    }

    private void campaign(ContainerLife running) {
        if (lease.isHeldBy(running, actor(running))) {
            if (!leading) {
                leading = true;
                log(running, "info", "successfully acquired lease", "");
                resync(running);
                watch(running);
            }
        }
        running.after(RETRY, () -> campaign(running));
    }

    private void resync(ContainerLife running) {
        api.list(KIND).forEach(f -> pass(running, f));
        running.after(RESYNC, () -> resync(running));
    }

    /** New specs are seen within a second, between the regular passes. */
    private void watch(ContainerLife running) {
        for (KubeObject failover : api.list(KIND)) {
            long generation = failover.number(1, "metadata", "generation");
            if (!Long.valueOf(generation).equals(seenGenerations.get(failover.ref()))) {
                pass(running, failover);
            }
        }
        running.after(POLL, () -> watch(running));
    }

    private void pass(ContainerLife running, KubeObject failover) {
        seenGenerations.put(failover.ref(), failover.number(1, "metadata", "generation"));
        if (failover.isBeingDeleted()) {
            return;
        }
        String fields = " namespace=%s redisfailover=%s".formatted(failover.namespace(), failover.name());
        SpotahomePass pass =
                new SpotahomePass(api, actor(running), network, failover, (level, m) -> log(running, level, m, fields));
        guarded(running, failover, pass::ensure);
        running.after(LATENCY, () -> guarded(running, failover, pass::checkAndHeal));
    }

    private static void guarded(ContainerLife running, KubeObject failover, Runnable part) {
        try {
            part.run();
        } catch (Unanswered | ApiException aborted) {
            log(
                    running,
                    "error",
                    "error on object processing: " + aborted.getMessage(),
                    " controller-id=redisfailover object-key=%s/%s".formatted(failover.namespace(), failover.name()));
        }
    }

    private static void log(ContainerLife running, String level, String message, String fields) {
        String second = running.instant()
                .truncatedTo(java.time.temporal.ChronoUnit.SECONDS)
                .toString();
        running.print("time=\"%s\" level=%s msg=\"%s\"%s".formatted(second, level, message, fields));
    }

    @Override
    public Execution exec(List<String> command, String stdin) {
        return Execution.notFound(command.getFirst());
    }

    @Override
    public void terminate() {
        ContainerLife running = life;
        if (running != null) {
            running.after(FAREWELL, () -> running.exit(0, "Completed"));
        }
    }

    @Override
    public void ended() {
        life = null;
    }

    @Override
    public boolean accepts(int port) {
        return port == 9710;
    }
}
