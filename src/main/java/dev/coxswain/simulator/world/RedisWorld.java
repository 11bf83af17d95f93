package dev.coxswain.simulator.world;

import dev.coxswain.cluster.ExecResult;
import dev.coxswain.cluster.Json;
import dev.coxswain.cluster.KubeObject;
import dev.coxswain.cluster.ObjectRef;
import dev.coxswain.simulator.api.Api;
import dev.coxswain.simulator.api.ApiServer;
import dev.coxswain.simulator.api.ContainerRuntime;
import dev.coxswain.simulator.controller.object.Kinds;
import dev.coxswain.simulator.redis.Dataset;
import dev.coxswain.simulator.redis.RedisNetwork;
import dev.coxswain.simulator.redis.RedisProcess;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/**
 * A cluster with Redis operators and what they look after, RedisFailovers and RedisReplications alike, and the ways in which it
 * goes wrong.
 */
public final class RedisWorld {

    private final World world;
    private final RedisNetwork network = new RedisNetwork();
    private final RedisImages images;
    private final RedisWorldBuilder settings;

    RedisWorld(RedisWorldBuilder settings) {
        this.settings = settings;
        this.images = new RedisImages(settings.api(), network, () -> new Dataset(settings.keys(), settings.load()));
        this.world = new World(settings.time(), settings.api(), settings.turn(), images);
    }

    /** A world with an API server and a clock of its own. */
    public static RedisWorldBuilder builder(long seed) {
        return RedisWorldBuilder.ofSeed(seed);
    }

    /** A world on an API server that has just been made. */
    public static RedisWorldBuilder builder(
            dev.coxswain.simulator.VirtualTime time, Api api, java.util.concurrent.locks.Lock turn) {
        return new RedisWorldBuilder(time, api, turn);
    }

    public Api api() {
        return world.api();
    }

    /** The server to be spoken to over HTTP; empty when the world was put on another kind of store. */
    public Optional<ApiServer> server() {
        return settings.server();
    }

    public World world() {
        return world;
    }

    public ContainerRuntime runtime() {
        return world.kubelet();
    }

    public void advance(Duration by) {
        world.advance(by);
    }

    public Optional<KubeObject> pod(String namespace, String name) {
        return api().find(ObjectRef.pod(namespace, name));
    }

    /** The Redis servers of one datastore, in order of names. */
    public List<KubeObject> servers(String namespace, String datastore) {
        String pattern = "(rfr-)?" + java.util.regex.Pattern.quote(datastore) + "-\\d+";
        return api().list(Kinds.POD, namespace).stream()
                .filter(p -> p.name().matches(pattern))
                .toList();
    }

    /**
     * The pod whose server says that it is the master, whatever the labels say; of several the one that has replicas, for a
     * server under the Opstree operator is a master whenever it starts.
     */
    public Optional<String> primaryOf(String namespace, String datastore) {
        List<KubeObject> masters = servers(namespace, datastore).stream()
                .filter(p -> process(p).filter(RedisProcess::isMaster).isPresent())
                .toList();
        return masters.stream()
                .filter(p -> process(p).filter(RedisProcess::hasReplicas).isPresent())
                .findFirst()
                .or(() -> masters.stream().findFirst())
                .map(KubeObject::name);
    }

    /** The server in a pod, while it runs. */
    public Optional<RedisProcess> process(KubeObject pod) {
        return network.redis(pod.text("status", "podIP"), 6379);
    }

    /** The last replica, in order of names, of a datastore. */
    public String replicaOf(String namespace, String datastore) {
        return servers(namespace, datastore).stream()
                .filter(p -> process(p).filter(r -> !r.isMaster()).isPresent())
                .map(KubeObject::name)
                .reduce((first, last) -> last)
                .orElseThrow(() -> new IllegalStateException("no replica of " + namespace + "/" + datastore));
    }

    /** From the next start on, reading this pod's dataset takes that long. */
    public void setLoad(String namespace, String pod, Duration load) {
        images.dataset(require(namespace, pod)).setLoad(load);
    }

    /** The incident: the server in the pod stops, and reading its dataset takes longer than its probe allows. */
    public void restartWithSlowLoad(String namespace, String pod, Duration load) {
        setLoad(namespace, pod, load);
        redisCli(namespace, pod, "SHUTDOWN", "NOSAVE");
    }

    /** What lies on the volume of a pod. */
    Dataset datasetOf(String namespace, String pod) {
        return images.dataset(require(namespace, pod));
    }

    /** Runs redis-cli in a pod, with the password of its environment. */
    public ExecResult redisCli(String namespace, String pod, String... command) {
        String script = "[ -z \"$REDIS_PASSWORD\" ] || export REDISCLI_AUTH=\"$REDIS_PASSWORD\"; exec redis-cli \"$@\"";
        List<String> words = new java.util.ArrayList<>(List.of("sh", "-c", script, "redis-cli"));
        words.addAll(List.of(command));
        String container = Json.asText(
                Json.at(require(namespace, pod).list("spec", "containers").getFirst(), "name"));
        return runtime().exec(ObjectRef.pod(namespace, pod), container, words, new byte[0]);
    }

    private KubeObject require(String namespace, String pod) {
        return pod(namespace, pod).orElseThrow(() -> new IllegalStateException("no pod " + namespace + "/" + pod));
    }
}
