package dev.coxswain.simulator.opstree;

import dev.coxswain.cluster.KubeObject;
import dev.coxswain.cluster.ObjectRef;
import dev.coxswain.simulator.api.Api;
import dev.coxswain.simulator.controller.object.Pods;
import dev.coxswain.simulator.redis.RedisNetwork;
import dev.coxswain.simulator.redis.RedisQuestions;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/**
 * One pass of the Opstree operator over one RedisSentinel.
 *
 * <p>(1) Nothing at all where the annotation says exactly {@code "true"}. (2) Nothing while its replication is not ready: a pod
 * that is not, or a StatefulSet whose revisions differ, as they do for as long as a partition is held. (3) The StatefulSet and
 * the Services. (4) Every sentinel is told the address of the master that has replicas; where there is none it is told to watch
 * the empty address, which it refuses after it has forgotten the old one. (5) Every sentinel is reset, needed or not.
 */
final class SentinelPass {

    static final Duration AGAIN = Duration.ofSeconds(10);

    private static final String SKIP = "redissentinel.opstreelabs.in/skip-reconcile";

    /** How a pass ended. */
    enum Ended {
        LEFT_ALONE,
        NOT_READY,
        DONE
    }

    private final Api api;
    private final Api.Actor actor;
    private final KubeObject instance;
    private final RedisQuestions redis;
    private final SentinelGroup group;

    SentinelPass(Api api, Api.Actor actor, RedisNetwork network, KubeObject instance) {
        this.api = api;
        this.actor = actor;
        this.instance = instance;
        this.redis = new RedisQuestions(network, "", 6379);
        this.group = new SentinelGroup(
                network, setting("masterGroupName"), setting("quorum"), instance.map("spec", "redisSentinelConfig"));
    }

    private String setting(String name) {
        return instance.text("spec", "redisSentinelConfig", name);
    }

    ObjectRef replication() {
        return new ObjectRef(OpstreeOperator.REPLICATION, instance.namespace(), setting("redisReplicationName"));
    }

    Ended reconcile() {
        if (instance.isBeingDeleted()
                || instance.annotation(SKIP).filter("true"::equals).isPresent()) {
            return Ended.LEFT_ALONE;
        }
        if (!isReplicationReady()) {
            return Ended.NOT_READY;
        }
        LastApplied objects = new LastApplied(api, actor);
        SentinelManifests manifests = new SentinelManifests(instance);
        manifests.services().forEach(objects::write);
        objects.write(manifests.statefulSet());
        String master = masterWithReplicas();
        List<String> sentinels = workload(SentinelManifests.name(instance)).addresses();
        sentinels.forEach(sentinel -> group.watch(sentinel, master));
        sentinels.forEach(group::configure);
        sentinels.forEach(group::reset);
        return Ended.DONE;
    }

    private boolean isReplicationReady() {
        Optional<KubeObject> set = workload(replication().name()).find();
        return set.isPresent()
                && set.get().number(0, "status", "readyReplicas") == set.get().number(1, "spec", "replicas")
                && Workload.isObserved(set.get())
                && set.get().text("status", "updateRevision").equals(set.get().text("status", "currentRevision"))
                && hasMaster();
    }

    private boolean hasMaster() {
        return redisPods().stream().filter(Pods::isReady).anyMatch(p -> redis.isMaster(ip(p)));
    }

    /** Empty for none. */
    private String masterWithReplicas() {
        return redisPods().stream()
                .map(SentinelPass::ip)
                .filter(redis::isMaster)
                .filter(ip -> redis.replicasOf(ip) > 0)
                .findFirst()
                .orElse("");
    }

    private List<KubeObject> redisPods() {
        return workload(replication().name()).pods();
    }

    private Workload workload(String set) {
        return new Workload(api, instance.namespace(), set);
    }

    private static String ip(KubeObject pod) {
        return pod.text("status", "podIP");
    }
}
