package dev.coxswain.simulator.world;

import dev.coxswain.cluster.Json;
import dev.coxswain.cluster.KubeObject;
import dev.coxswain.cluster.ObjectRef;
import dev.coxswain.simulator.api.Api;
import dev.coxswain.simulator.controller.object.Kinds;
import dev.coxswain.simulator.kubelet.ContainerLife;
import dev.coxswain.simulator.kubelet.ContainerScript;
import dev.coxswain.simulator.kubelet.IdleScript;
import dev.coxswain.simulator.kubelet.Programs;
import dev.coxswain.simulator.opstree.OpstreeOperator;
import dev.coxswain.simulator.opstree.ReplicationContainer;
import dev.coxswain.simulator.opstree.SentinelContainer;
import dev.coxswain.simulator.redis.Dataset;
import dev.coxswain.simulator.redis.RedisNetwork;
import dev.coxswain.simulator.redis.RedisScript;
import dev.coxswain.simulator.redis.SentinelScript;
import dev.coxswain.simulator.spotahome.SpotahomeOperator;
import java.time.Duration;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** What runs in the containers of a Redis world, by their images and commands, and what lies on their volumes. */
final class RedisImages implements Programs {

    private static final String SPOTAHOME = "quay.io/spotahome/redis-operator";
    private static final String OPSTREE = "quay.io/opstree/";

    private final Api api;
    private final RedisNetwork network;
    private final Supplier<Dataset> fresh;
    private final Map<String, Dataset> volumes = new HashMap<>();
    private final Set<String> configuredSentinels = new HashSet<>();

    /** @param fresh what lies on a volume at first */
    RedisImages(Api api, RedisNetwork network, Supplier<Dataset> fresh) {
        this.api = api;
        this.network = network;
        this.fresh = fresh;
    }

    @Override
    public ContainerScript program(KubeObject pod, Map<String, @Nullable Object> container) {
        if (pod.list("spec", "initContainers").contains(container)) {
            return IdleScript.lasting(Duration.ofMillis(700));
        }
        String image = Json.asText(container.get("image"));
        if (image.startsWith(OPSTREE)) {
            return opstree(image.substring(OPSTREE.length()));
        }
        if (image.startsWith(SPOTAHOME)) {
            return new SpotahomeOperator(api, network);
        }
        List<String> command =
                Json.asList(container.get("command")).stream().map(Json::asText).toList();
        if (command.contains("--sentinel")) {
            return new SentinelScript(network, "mymaster", "127.0.0.1", 2);
        }
        return command.stream().anyMatch(word -> word.contains("redis-server"))
                ? new RedisScript(network, command, this::mounted, life -> dataset(life.pod()))
                : IdleScript.forever();
    }

    private ContainerScript opstree(String image) {
        if (image.startsWith("redis-operator:")) {
            return new OpstreeOperator(api, network);
        }
        return image.startsWith("redis-sentinel:")
                ? new SentinelContainer(network, configuredSentinels)
                : new ReplicationContainer(
                        api,
                        network,
                        new RedisScript(
                                network,
                                List.of("redis-server"),
                                RedisImages::fromEnvironment,
                                life -> dataset(life.pod())));
    }

    /** The entrypoint writes the configuration; of a master it knows nothing. */
    private static String fromEnvironment(ContainerLife life) {
        String password = life.environment().getOrDefault("REDIS_PASSWORD", "");
        return password.isEmpty() ? "" : "requirepass " + password + "\nmasterauth " + password;
    }

    private String mounted(ContainerLife life) {
        return life.pod().list("spec", "volumes").stream()
                .filter(v -> "redis-config".equals(Json.at(v, "name")))
                .map(v -> Json.asText(Json.at(v, "configMap", "name")))
                .flatMap(name ->
                        api.find(new ObjectRef(Kinds.CONFIG_MAP, life.pod().namespace(), name)).stream())
                .map(c -> Json.asText(c.map("data").get("redis.conf")))
                .findFirst()
                .orElse("");
    }

    /** What lies on the pod's volume; what is in a pod without one goes with it. */
    Dataset dataset(KubeObject pod) {
        String claim = pod.list("spec", "volumes").stream()
                .map(v -> Json.asText(Json.at(v, "persistentVolumeClaim", "claimName")))
                .filter(name -> !name.isEmpty())
                .findFirst()
                .flatMap(name -> api.find(new ObjectRef(Kinds.CLAIM, pod.namespace(), name)))
                .map(KubeObject::uid)
                .orElse(pod.uid());
        return volumes.computeIfAbsent(claim, key -> fresh.get());
    }
}
