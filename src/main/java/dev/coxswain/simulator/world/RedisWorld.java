package dev.coxswain.simulator.world;

import dev.coxswain.cluster.ExecResult;
import dev.coxswain.cluster.Json;
import dev.coxswain.cluster.KubeObject;
import dev.coxswain.cluster.ObjectRef;
import dev.coxswain.simulator.api.Api;
import dev.coxswain.simulator.api.ApiServer;
import dev.coxswain.simulator.api.ContainerRuntime;
import dev.coxswain.simulator.controller.Kinds;
import dev.coxswain.simulator.kubelet.ContainerLife;
import dev.coxswain.simulator.kubelet.ContainerScript;
import dev.coxswain.simulator.kubelet.IdleScript;
import dev.coxswain.simulator.redis.Dataset;
import dev.coxswain.simulator.redis.RedisNetwork;
import dev.coxswain.simulator.redis.RedisProcess;
import dev.coxswain.simulator.redis.RedisScript;
import dev.coxswain.simulator.redis.SentinelScript;
import dev.coxswain.simulator.spotahome.SpotahomeOperator;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** A cluster with the Spotahome operator and some RedisFailovers, and the ways in which it goes wrong. */
public final class RedisWorld {

    static final String OPERATOR_IMAGE = "quay.io/spotahome/redis-operator";

    private final World world;
    private final RedisNetwork network = new RedisNetwork();
    private final Map<String, Dataset> volumes = new HashMap<>();
    private final RedisWorldBuilder settings;

    RedisWorld(RedisWorldBuilder settings) {
        this.settings = settings;
        this.world = new World(settings.time(), settings.api(), settings.turn(), this::program);
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

    private ContainerScript program(KubeObject pod, Map<String, @Nullable Object> container) {
        if (pod.list("spec", "initContainers").contains(container)) {
            return IdleScript.lasting(Duration.ofMillis(700));
        }
        List<@Nullable Object> command = Json.asList(container.get("command"));
        if (Json.asText(container.get("image")).startsWith(OPERATOR_IMAGE)) {
            return new SpotahomeOperator(world.api(), network);
        }
        if (command.contains("--sentinel")) {
            return new SentinelScript(network);
        }
        List<String> words = command.stream().map(Json::asText).toList();
        return words.stream().anyMatch(word -> word.contains("redis-server"))
                ? new RedisScript(network, words, this::configuration, life -> dataset(life.pod()))
                : IdleScript.forever();
    }

    private String configuration(ContainerLife life) {
        return life.pod().list("spec", "volumes").stream()
                .filter(v -> "redis-config".equals(Json.at(v, "name")))
                .map(v -> Json.asText(Json.at(v, "configMap", "name")))
                .flatMap(name ->
                        world
                                .api()
                                .find(new ObjectRef(Kinds.CONFIG_MAP, life.pod().namespace(), name))
                                .stream())
                .map(c -> Json.asText(c.map("data").get("redis.conf")))
                .findFirst()
                .orElse("");
    }

    private Dataset dataset(KubeObject pod) {
        String claim = pod.list("spec", "volumes").stream()
                .map(v -> Json.asText(Json.at(v, "persistentVolumeClaim", "claimName")))
                .filter(name -> !name.isEmpty())
                .findFirst()
                .flatMap(name -> world.api().find(new ObjectRef(Kinds.CLAIM, pod.namespace(), name)))
                .map(KubeObject::uid)
                .orElse(pod.uid());
        return volumes.computeIfAbsent(claim, key -> new Dataset(settings.keys(), settings.load()));
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

    /** The pod whose server says that it is the master, whatever the labels say. */
    public Optional<String> primaryOf(String namespace, String failover) {
        return api().list(Kinds.POD, namespace).stream()
                .filter(p -> p.name().startsWith("rfr-" + failover + "-"))
                .filter(p -> process(p).filter(RedisProcess::isMaster).isPresent())
                .map(KubeObject::name)
                .findFirst();
    }

    /** The server in a pod, while it runs. */
    public Optional<RedisProcess> process(KubeObject pod) {
        return network.redis(pod.text("status", "podIP"), 6379);
    }

    /** The first replica, in order of names, of a RedisFailover. */
    public String replicaOf(String namespace, String failover) {
        return api().list(Kinds.POD, namespace).stream()
                .filter(p -> p.name().startsWith("rfr-" + failover + "-"))
                .filter(p -> process(p).filter(r -> !r.isMaster()).isPresent())
                .map(KubeObject::name)
                .reduce((first, last) -> last)
                .orElseThrow(() -> new IllegalStateException("no replica of " + namespace + "/" + failover));
    }

    /** From the next start on, reading this pod's dataset takes that long. */
    public void setLoad(String namespace, String pod, Duration load) {
        dataset(require(namespace, pod)).setLoad(load);
    }

    /** The incident: the server in the pod stops, and reading its dataset takes longer than its probe allows. */
    public void restartWithSlowLoad(String namespace, String pod, Duration load) {
        setLoad(namespace, pod, load);
        redisCli(namespace, pod, "SHUTDOWN", "NOSAVE");
    }

    /** Runs redis-cli in a pod, with the password of its environment. */
    public ExecResult redisCli(String namespace, String pod, String... command) {
        String script = "[ -z \"$REDIS_PASSWORD\" ] || export REDISCLI_AUTH=\"$REDIS_PASSWORD\"; exec redis-cli \"$@\"";
        List<String> words = new java.util.ArrayList<>(List.of("sh", "-c", script, "redis-cli"));
        words.addAll(List.of(command));
        return runtime().exec(ObjectRef.pod(namespace, pod), "redis", words, new byte[0]);
    }

    private KubeObject require(String namespace, String pod) {
        return pod(namespace, pod).orElseThrow(() -> new IllegalStateException("no pod " + namespace + "/" + pod));
    }
}
