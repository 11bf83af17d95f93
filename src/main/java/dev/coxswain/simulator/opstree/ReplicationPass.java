package dev.coxswain.simulator.opstree;

import dev.coxswain.cluster.Json;
import dev.coxswain.cluster.KubeObject;
import dev.coxswain.cluster.ObjectRef;
import dev.coxswain.simulator.api.Api;
import dev.coxswain.simulator.controller.object.Kinds;
import dev.coxswain.simulator.controller.object.Pods;
import dev.coxswain.simulator.controller.object.Tree;
import dev.coxswain.simulator.redis.RedisNetwork;
import dev.coxswain.simulator.redis.RedisQuestions;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * One pass of the Opstree operator over one RedisReplication.
 *
 * <p>(1) Nothing at all where the annotation says exactly {@code "true"}. (2) The StatefulSet and the Services. (3) Every pod
 * that is Ready says whether it is a master; a pod that is not Ready does not exist for the operator. (4) With several masters
 * and a complete set: the one with replicas is the real one; where none has any and no pod is a replica, the one that
 * {@code status.masterNode} named last, even if it has been restarted since; the other masters are made to follow it.
 * (5) The status names the master, or nobody when several have no replicas; every Ready pod is labelled by its own word.
 *
 * <p>With embedded sentinels nothing of (3) to (5) is done while any pod is not Ready, theirs included. After (4) they are told
 * of the master. Replicas that a single master has lost are theirs to bring back.
 */
final class ReplicationPass {

    static final Duration AGAIN = Duration.ofSeconds(30);
    static final String SKIP = "redisreplication.opstreelabs.in/skip-reconcile";
    static final String ROLE = "redis-role";

    private static final String FINALIZER = "redisReplicationFinalizer";

    private final Api api;
    private final Api.Actor actor;
    private final KubeObject instance;
    private final Consumer<String> log;
    private final RedisQuestions redis;
    private final EmbeddedSentinels sentinels;

    ReplicationPass(Api api, Api.Actor actor, RedisNetwork network, KubeObject instance, Consumer<String> log) {
        this.api = api;
        this.actor = actor;
        this.instance = instance;
        this.log = log;
        this.redis = new RedisQuestions(network, password(), 6379);
        this.sentinels = new EmbeddedSentinels(api, actor, network, instance, log);
    }

    private String password() {
        String secret = instance.text("spec", "kubernetesConfig", "redisSecret", "name");
        return secret.isEmpty()
                ? ""
                : api.find(new ObjectRef(Kinds.SECRET, instance.namespace(), secret))
                        .map(s -> s.text("data", instance.text("spec", "kubernetesConfig", "redisSecret", "key")))
                        .map(encoded -> new String(Base64.getDecoder().decode(encoded), StandardCharsets.UTF_8))
                        .orElse("");
    }

    boolean isLeftAlone() {
        return !instance.isBeingDeleted()
                && instance.annotation(SKIP).filter("true"::equals).isPresent();
    }

    /** Writes what is missing or differs. */
    void ensure() {
        KubeObject now = api.find(instance.ref()).orElse(instance);
        List<Object> finalizers = new ArrayList<>(now.list("metadata", "finalizers"));
        if (now.isBeingDeleted()) {
            if (finalizers.remove(FINALIZER)) {
                api.update(now.with(finalizers, "metadata", "finalizers"), actor);
            }
            return;
        }
        if (!finalizers.contains(FINALIZER)) {
            finalizers.add(FINALIZER);
            api.update(now.with(finalizers, "metadata", "finalizers"), actor);
        }
        LastApplied objects = new LastApplied(api, actor);
        ReplicationManifests manifests = new ReplicationManifests(instance);
        objects.write(manifests.statefulSet());
        manifests.services().forEach(objects::write);
        if (sentinels.areWanted()) {
            sentinels.ensure();
        }
    }

    /** Whether there is no more to this pass, because the resource goes, or for want of a pod. */
    boolean isOver() {
        return instance.isBeingDeleted() || (sentinels.areWanted() && !sentinels.isEverythingReady());
    }

    /** Makes the masters one, tells the sentinels and names it. */
    void connectAndName() {
        Optional<KubeObject> real = connect();
        if (sentinels.areWanted()) {
            real.ifPresent(master -> sentinels.watch(ip(master)));
        }
        List<KubeObject> masters = pods(true);
        String master = masters.size() == 1
                ? masters.getFirst().name()
                : withReplicas(masters).map(KubeObject::name).orElse("");
        writeStatus(master);
    }

    /** What is to be done about labels, pod by pod: the operator takes its time, and several may be called master meanwhile. */
    List<Runnable> labelling() {
        return probeable().stream()
                .<Runnable>map(pod -> () -> label(pod, redis.isMaster(ip(pod)) ? "master" : "slave"))
                .toList();
    }

    private long size() {
        return instance.number(3, "spec", "clusterSize");
    }

    /** The pods in order of their numbers, without those that are not Ready. */
    private List<KubeObject> probeable() {
        return Stream.iterate(0, i -> i < size(), i -> i + 1)
                .flatMap(i -> api.find(ObjectRef.pod(instance.namespace(), instance.name() + "-" + i)).stream())
                .filter(p -> p.text("status", "phase").equals("Running") && Pods.isReady(p))
                .toList();
    }

    private List<KubeObject> pods(boolean masters) {
        return probeable().stream()
                .filter(p -> redis.isMaster(ip(p)) == masters)
                .toList();
    }

    private static String ip(KubeObject pod) {
        return pod.text("status", "podIP");
    }

    private Optional<KubeObject> withReplicas(List<KubeObject> masters) {
        return masters.stream().filter(p -> redis.replicasOf(ip(p)) > 0).findFirst();
    }

    /** The one master, as it was before; of several the one that the others follow now, if there is any. */
    private Optional<KubeObject> connect() {
        List<KubeObject> masters = pods(true);
        List<KubeObject> slaves = pods(false);
        boolean incomplete = masters.size() + slaves.size() < size();
        if (masters.size() > 1) {
            return unite(masters, slaves, incomplete);
        }
        if (masters.size() == 1
                && !slaves.isEmpty()
                && withReplicas(masters).isEmpty()
                && !incomplete
                && !sentinels.areWanted()) {
            log.accept("Detected disconnected slaves, reconfiguring replication");
            follow(slaves, masters.getFirst());
        }
        return masters.stream().findFirst();
    }

    private Optional<KubeObject> unite(List<KubeObject> masters, List<KubeObject> slaves, boolean incomplete) {
        log.accept("Creating redis replication by executing replication creation commands");
        Optional<KubeObject> real = withReplicas(masters);
        if (real.isEmpty() && slaves.isEmpty() && !incomplete) {
            real = Optional.of(elected(masters));
        }
        if (incomplete) {
            log.accept("Skipping replication reconfiguration because the observed topology is incomplete");
        } else if (real.isEmpty()) {
            log.accept("Skipping replication reconfiguration because the current master could not be identified");
        } else {
            follow(masters, real.get());
        }
        return real;
    }

    /** The one that was master last by its name, however old its data are; else the one with the longest history. */
    private KubeObject elected(List<KubeObject> masters) {
        String last = api.find(instance.ref()).orElse(instance).text("status", "masterNode");
        Optional<KubeObject> named =
                masters.stream().filter(p -> p.name().equals(last)).findFirst();
        named.ifPresent(
                p -> log.accept("No master with attached slaves found, falling back to Status.MasterNode " + p.name()));
        return named.orElseGet(() -> masters.stream()
                .reduce((a, b) -> redis.offset(ip(b)) > redis.offset(ip(a)) ? b : a)
                .orElseThrow());
    }

    private void follow(List<KubeObject> pods, KubeObject master) {
        pods.stream().filter(p -> !p.name().equals(master.name())).forEach(p -> redis.follow(ip(p), ip(master)));
    }

    private void writeStatus(String master) {
        KubeObject now = api.find(instance.ref()).orElse(instance);
        Map<String, ?> status = Tree.of("connectionInfo", connection(), "masterNode", master);
        if (!Objects.equals(Json.copy(status), Json.copy(now.get("status")))) {
            api.updateStatus(now.with(status, "status"), actor);
        }
    }

    private Map<String, @Nullable Object> connection() {
        boolean bySentinels = sentinels.areWanted();
        String service = bySentinels ? EmbeddedManifests.service(instance) : instance.name() + "-master";
        return Tree.of(
                "host", "%s.%s.svc.cluster.local".formatted(service, instance.namespace()),
                "port", bySentinels ? EmbeddedManifests.PORT : ReplicationManifests.PORT,
                "masterName", bySentinels ? EmbeddedSentinels.GROUP : null);
    }

    private void label(KubeObject pod, String role) {
        if (!role.equals(pod.labels().get(ROLE))) {
            KubeObject now = api.find(pod.ref()).orElse(pod);
            api.update(now.with(role, "metadata", "labels", ROLE), actor);
        }
    }
}
