package dev.coxswain.simulator.opstree;

import dev.coxswain.cluster.Gvk;
import dev.coxswain.cluster.KubeObject;
import dev.coxswain.cluster.ObjectRef;
import dev.coxswain.simulator.api.Api;
import dev.coxswain.simulator.api.ApiException;
import dev.coxswain.simulator.controller.object.Kinds;
import dev.coxswain.simulator.kubelet.ContainerLife;
import dev.coxswain.simulator.kubelet.ContainerScript;
import dev.coxswain.simulator.kubelet.Execution;
import dev.coxswain.simulator.operator.OperatorLease;
import dev.coxswain.simulator.redis.RedisNetwork;
import dev.coxswain.simulator.redis.Unanswered;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * The Opstree operator as a container: it waits for its Lease, which no instance releases, then carries out what is due.
 *
 * <p>A RedisReplication is due when it changed, metadata included, and 30 s after its last pass. A RedisSentinel is due when it
 * changed, or its StatefulSet, or the RedisReplication that it has once found ready; otherwise never, except that it comes
 * again after 10 s for as long as that is not ready. A pass that fails is repeated.
 */
public final class OpstreeOperator implements ContainerScript {

    public static final Gvk REPLICATION = Gvk.of("redis.redis.opstreelabs.in/v1beta2", "RedisReplication");
    public static final Gvk SENTINEL = Gvk.of("redis.redis.opstreelabs.in/v1beta2", "RedisSentinel");

    private static final Duration RETRY_LEASE = Duration.ofSeconds(2);
    private static final Duration POLL = Duration.ofSeconds(1);
    private static final Duration AFTER_FAILURE = Duration.ofSeconds(5);
    private static final Duration FAREWELL = Duration.ofSeconds(1);
    /** Between two things that it does: long enough for the controllers of the cluster. */
    private static final Duration LATENCY = Duration.ofMillis(150);

    private final Api api;
    private final RedisNetwork network;
    private final OperatorLease lease;
    private final Map<ObjectRef, String> seen = new HashMap<>();
    private final Map<ObjectRef, Instant> due = new HashMap<>();
    private final Map<ObjectRef, ObjectRef> watched = new HashMap<>();
    private @Nullable ContainerLife life;
    private boolean leading;

    public OpstreeOperator(Api api, RedisNetwork network) {
        this.api = api;
        this.network = network;
        this.lease = new OperatorLease(api, "6cab913b.redis.opstreelabs.in");
    }

    @Override
    public void start(ContainerLife started) {
        life = started;
        log(started, "info", "starting manager");
        campaign(started);
    }

    private static Api.Actor actor(ContainerLife life) {
        return OperatorLease.actor(life, "operator");
    }

    private void campaign(ContainerLife running) {
        if (lease.isHeldBy(running, actor(running)) && !leading) {
            leading = true;
            log(running, "info", "successfully acquired lease");
            poll(running);
        }
        running.after(RETRY_LEASE, () -> campaign(running));
    }

    private void poll(ContainerLife running) {
        api.list(REPLICATION).forEach(r -> notice(r, r.resourceVersion(), running.instant()));
        api.list(SENTINEL).forEach(s -> notice(s, surroundings(s), running.instant()));
        List<ObjectRef> now = due.entrySet().stream()
                .filter(e -> !e.getValue().isAfter(running.instant()))
                .map(Map.Entry::getKey)
                .sorted(java.util.Comparator.comparing(ObjectRef::toString))
                .toList();
        now.forEach(ref -> {
            due.remove(ref);
            api.find(ref).ifPresent(object -> reconcile(running, object));
        });
        running.after(POLL, () -> poll(running));
    }

    private void notice(KubeObject object, String state, Instant now) {
        if (!state.equals(seen.put(object.ref(), state))) {
            due.put(object.ref(), now);
        }
    }

    /** Its own version, that of the StatefulSet that it owns, and that of what it watches. */
    private String surroundings(KubeObject sentinel) {
        ObjectRef set = new ObjectRef(Kinds.STATEFUL_SET, sentinel.namespace(), SentinelManifests.name(sentinel));
        return sentinel.resourceVersion() + "/" + version(set)
                + Optional.ofNullable(watched.get(sentinel.ref()))
                        .map(this::version)
                        .orElse("");
    }

    private String version(ObjectRef ref) {
        return api.find(ref).map(KubeObject::resourceVersion).orElse("");
    }

    private void reconcile(ContainerLife running, KubeObject object) {
        if (object.gvk().equals(REPLICATION)) {
            replication(running, object);
        } else {
            sentinel(running, object);
        }
    }

    private void replication(ContainerLife running, KubeObject instance) {
        Consumer<String> log = message -> log(running, "info", message);
        ReplicationPass pass = new ReplicationPass(api, actor(running), network, instance, log);
        if (pass.isLeftAlone()) {
            return;
        }
        due.put(instance.ref(), running.instant().plus(ReplicationPass.AGAIN));
        guarded(running, instance, pass::ensure);
        running.after(
                LATENCY,
                () -> guarded(running, instance, () -> {
                    if (pass.isOver()) {
                        return;
                    }
                    pass.connectAndName();
                    Duration wait = Duration.ZERO;
                    for (Runnable label : pass.labelling()) {
                        wait = wait.plus(LATENCY);
                        running.after(wait, () -> guarded(running, instance, label));
                    }
                }));
    }

    private void sentinel(ContainerLife running, KubeObject instance) {
        SentinelPass pass = new SentinelPass(api, actor(running), network, instance);
        guarded(running, instance, () -> {
            switch (pass.reconcile()) {
                case LEFT_ALONE -> {}
                case DONE -> watched.put(instance.ref(), pass.replication());
                case NOT_READY -> {
                    log(running, "info", "Redis Replication is specified but not ready");
                    due.put(instance.ref(), running.instant().plus(SentinelPass.AGAIN));
                }
            }
        });
    }

    private void guarded(ContainerLife running, KubeObject instance, Runnable part) {
        try {
            part.run();
        } catch (Unanswered | ApiException failed) {
            log(running, "error", "Reconciler error: " + instance.ref() + ": " + failed.getMessage());
            due.put(instance.ref(), running.instant().plus(AFTER_FAILURE));
        }
    }

    private static void log(ContainerLife running, String level, String message) {
        running.print("{\"level\":\"%s\",\"ts\":\"%s\",\"msg\":\"%s\"}".formatted(level, running.instant(), message));
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
        return port == 8080 || port == 8081;
    }
}
