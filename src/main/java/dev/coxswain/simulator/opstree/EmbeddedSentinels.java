package dev.coxswain.simulator.opstree;

import dev.coxswain.cluster.KubeObject;
import dev.coxswain.simulator.api.Api;
import dev.coxswain.simulator.redis.RedisNetwork;
import dev.coxswain.simulator.redis.Unanswered;
import java.util.function.Consumer;

/**
 * The sentinels that stand in a RedisReplication itself, as the passes over it keep them.
 *
 * <p>They are made together with the servers. They are told of a master only while every sentinel and every server is Ready: one
 * that is recreated meanwhile watches nobody, and is Ready all the same, for it has no probe.
 */
final class EmbeddedSentinels {

    static final String GROUP = "mymaster";

    private final Api api;
    private final Api.Actor actor;
    private final KubeObject instance;
    private final Consumer<String> log;
    private final SentinelGroup group;

    EmbeddedSentinels(Api api, Api.Actor actor, RedisNetwork network, KubeObject instance, Consumer<String> log) {
        this.api = api;
        this.actor = actor;
        this.instance = instance;
        this.log = log;
        String quorum = String.valueOf(EmbeddedManifests.quorum(instance));
        this.group = new SentinelGroup(network, GROUP, quorum, instance.map("spec", "sentinel"));
    }

    boolean areWanted() {
        return EmbeddedManifests.size(instance) > 0;
    }

    /** Writes what is missing or differs. */
    void ensure() {
        EmbeddedManifests manifests = new EmbeddedManifests(instance);
        WholeSpec objects = new WholeSpec(api, actor);
        objects.write(manifests.service());
        objects.write(manifests.statefulSet());
    }

    private Workload workload() {
        return new Workload(api, instance.namespace(), EmbeddedManifests.name(instance));
    }

    /** Whether all of them are, and all servers. */
    boolean isEverythingReady() {
        return workload().isReady() && new Workload(api, instance.namespace(), instance.name()).isReady();
    }

    /** What goes wrong with one of them does not keep it from telling the others. */
    void watch(String master) {
        for (String sentinel : workload().addresses()) {
            try {
                watch(sentinel, master);
            } catch (Unanswered failed) {
                log.accept("failed to configure sentinel pod: " + failed.getMessage());
            }
        }
    }

    private void watch(String sentinel, String master) {
        group.watch(sentinel, master);
        group.configure(sentinel);
        long replicas = instance.number(0, "spec", "clusterSize") - 1;
        if (!group.knows(sentinel, replicas, EmbeddedManifests.size(instance))) {
            log.accept("Sentinel has incorrect number of slaves or of other sentinels, reset needed");
            group.reset(sentinel);
        }
    }
}
