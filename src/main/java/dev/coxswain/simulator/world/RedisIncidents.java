package dev.coxswain.simulator.world;

import dev.coxswain.cluster.KubeObject;
import dev.coxswain.cluster.ObjectRef;
import dev.coxswain.simulator.redis.Dataset;
import java.time.Duration;

/**
 * Ways in which a replica gets stuck, each begun by what causes it on a real cluster: a slow disk, too small a limit, a full volume,
 * too many writes. What follows is up to Redis, the kubelet and the operator.
 */
public final class RedisIncidents {

    private final RedisWorld world;

    public RedisIncidents(RedisWorld world) {
        this.world = world;
    }

    /** The server stops, and reading its dataset takes longer than its probe allows. */
    public void slowLoad(String namespace, String pod, Duration load) {
        world.restartWithSlowLoad(namespace, pod, load);
    }

    /**
     * Somebody gives all servers of a RedisFailover less memory than their dataset takes. The operator replaces one replica
     * accordingly, which is killed before it has read its dataset; the others keep what they have.
     */
    public void tooLittleMemory(String namespace, String failover, String limit) {
        ObjectRef ref = ObjectRef.of("databases.spotahome.com/v1", "RedisFailover", namespace, failover);
        KubeObject resource = world.api().find(ref).orElseThrow(() -> new IllegalStateException("there is no " + ref));
        world.api().update(resource.with(limit, "spec", "redis", "resources", "limits", "memory"), World.ADMIN);
    }

    /** Other files fill the volume, so that the next snapshot does not fit beside the old one. */
    public void fullDisk(String namespace, String pod) {
        world.datasetOf(namespace, pod).fillDisk();
    }

    /**
     * The replica loses its file, and clients write so much that the primary's buffer for it overflows before it has read the copy
     * that it is sent.
     *
     * @param load how long reading the copy takes
     */
    public void writesFasterThanSync(
            String namespace, String failover, String pod, Duration load, long bytesPerSecond) {
        world.primaryOf(namespace, failover)
                .ifPresent(primary -> world.datasetOf(namespace, primary).setWritesPerSecond(bytesPerSecond));
        Dataset dataset = world.datasetOf(namespace, pod);
        dataset.setLoad(load);
        world.redisCli(namespace, pod, "SHUTDOWN", "NOSAVE");
        dataset.lose();
    }
}
