package dev.coxswain.simulator.spotahome;

import dev.coxswain.cluster.Json;
import dev.coxswain.cluster.KubeObject;
import dev.coxswain.cluster.ObjectRef;
import dev.coxswain.cluster.Preconditions;
import dev.coxswain.simulator.api.Api;
import dev.coxswain.simulator.controller.object.Kinds;
import dev.coxswain.simulator.controller.object.Owner;
import dev.coxswain.simulator.controller.object.Tree;
import dev.coxswain.simulator.redis.RedisNetwork;
import dev.coxswain.simulator.redis.RedisQuestions;
import dev.coxswain.simulator.redis.SentinelQuestions;
import dev.coxswain.simulator.redis.Unanswered;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.BiConsumer;
import org.jspecify.annotations.Nullable;

/**
 * One pass of the Spotahome operator over one RedisFailover.
 *
 * <p>(1) Write all objects anew. (2) With a pod missing, not running or going: no more. (3) No master: the oldest pod becomes
 * master when no sentinel knows better; two masters: give up. (4) Label the pods in order and ask each whom it follows; the
 * first that follows another ends the labelling, and all are told whom to follow; the first refusal (a server that loads)
 * ends the pass. (5) With every link up, delete one pod of an older revision, replicas before the master. (6) Correct the
 * sentinels.
 */
final class SpotahomePass {

    private final Api api;
    private final Api.Actor actor;
    private final KubeObject failover;
    private final BiConsumer<String, String> log;
    private final RedisQuestions redis;
    private final SentinelQuestions sentinels;

    SpotahomePass(Api api, Api.Actor actor, RedisNetwork network, KubeObject failover, BiConsumer<String, String> log) {
        this.api = api;
        this.actor = actor;
        this.failover = failover;
        this.log = log;
        int port = (int) failover.number(6379, "spec", "redis", "port");
        this.redis = new RedisQuestions(network, password(), port);
        this.sentinels = new SentinelQuestions(network, "mymaster", port);
    }

    private String password() {
        String secret = failover.text("spec", "auth", "secretPath");
        if (secret.isEmpty()) {
            return "";
        }
        String encoded = api.find(new ObjectRef(Kinds.SECRET, failover.namespace(), secret))
                .map(s -> s.text("data", "password"))
                .orElse("");
        return new String(java.util.Base64.getDecoder().decode(encoded), java.nio.charset.StandardCharsets.UTF_8);
    }

    /** Looks after the servers and sentinels. */
    void checkAndHeal() {
        if (!isRunning(pods(), failover.number(3, "spec", "redis", "replicas"))
                || !isRunning(sentinelPods(), failover.number(3, "spec", "sentinel", "replicas"))) {
            return;
        }
        if (!chooseMaster()) {
            return;
        }
        String master = pods().stream()
                .map(SpotahomePass::ip)
                .filter(redis::isMaster)
                .findFirst()
                .orElseThrow(() -> new Unanswered("number of redis nodes known as master is different than 1"));
        followMaster(master);
        rollOne(master);
        correctSentinels(master);
    }

    /** Writes all objects anew, whoever changed them. */
    void ensure() {
        SpotahomeManifests manifests = new SpotahomeManifests(failover);
        manifests.services().forEach(s -> write(s, "ports", "selector"));
        manifests.configMaps(password()).forEach(this::writeData);
        manifests.budgets().forEach(b -> write(b, "minAvailable", "selector"));
        KubeObject wanted = manifests.statefulSet();
        write(wanted, "replicas", "template", "updateStrategy");
        write(manifests.sentinelDeployment(), "replicas", "template");
    }

    private void writeData(KubeObject wanted) {
        Optional<KubeObject> before = api.find(wanted.ref());
        if (before.isEmpty()) {
            api.create(wanted, actor);
        } else if (!wanted.map("data").equals(before.get().map("data"))) {
            api.update(before.get().with(wanted.get("data"), "data"), actor);
        }
    }

    /** Creates the object, or lays the given fields of its spec over what is there; annotations of others stay. */
    private void write(KubeObject wanted, String... fields) {
        Optional<KubeObject> before = api.find(wanted.ref());
        if (before.isEmpty()) {
            api.create(wanted, actor);
            return;
        }
        KubeObject after = before.get()
                .with(
                        Tree.merged(before.get().map("metadata", "labels"), wanted.map("metadata", "labels")),
                        "metadata",
                        "labels");
        for (String field : fields) {
            after = after.with(wanted.get("spec", field), "spec", field);
        }
        api.update(after, actor);
    }

    private List<KubeObject> pods() {
        return podsOf(Kinds.STATEFUL_SET, "rfr-" + failover.name());
    }

    private List<KubeObject> sentinelPods() {
        String deployment = "rfs-" + failover.name();
        return api.list(Kinds.POD, failover.namespace()).stream()
                .filter(p -> Owner.of(p)
                        .filter(o -> o.gvk().equals(Kinds.REPLICA_SET))
                        .flatMap(api::find)
                        .flatMap(Owner::of)
                        .filter(o -> o.name().equals(deployment))
                        .isPresent())
                .toList();
    }

    private List<KubeObject> podsOf(dev.coxswain.cluster.Gvk kind, String owner) {
        ObjectRef ref = new ObjectRef(kind, failover.namespace(), owner);
        return api.list(Kinds.POD, failover.namespace()).stream()
                .filter(p -> Owner.of(p).filter(ref::equals).isPresent())
                .toList();
    }

    private static boolean isRunning(List<KubeObject> pods, long wanted) {
        return pods.size() >= wanted
                && pods.stream().allMatch(p -> p.text("status", "phase").equals("Running") && !p.isBeingDeleted());
    }

    private static String ip(KubeObject pod) {
        return pod.text("status", "podIP");
    }

    /** Whether the pass may go on. */
    private boolean chooseMaster() {
        long masters =
                pods().stream().map(SpotahomePass::ip).filter(redis::isMaster).count();
        if (masters > 1) {
            throw new Unanswered("more than one master, fix manually");
        }
        if (masters == 1) {
            return true;
        }
        boolean hopeless =
                sentinelPods().stream().filter(s -> sentinels.hasQuorum(ip(s))).count()
                        < failover.number(3, "spec", "sentinel", "replicas") / 2 + 1;
        boolean nobodyKnows =
                sentinelPods().stream().allMatch(s -> sentinels.monitored(ip(s)).equals("127.0.0.1"));
        if (!hopeless && !nobodyKnows) {
            log.accept("warning", "no master found, wait until failover or fix manually");
            return false;
        }
        setOldestAsMaster();
        return true;
    }

    private void setOldestAsMaster() {
        List<KubeObject> byAge = pods().stream()
                .sorted(Comparator.comparing((KubeObject p) -> p.text("metadata", "creationTimestamp"))
                        .thenComparing(KubeObject::name))
                .toList();
        String master = ip(byAge.getFirst());
        log.accept("info", "New master is " + byAge.getFirst().name() + " with ip " + master);
        redis.promote(master);
        label(byAge.getFirst(), "master");
        byAge.stream().skip(1).forEach(pod -> {
            redis.follow(ip(pod), master);
            label(pod, "slave");
        });
    }

    private void label(KubeObject pod, String role) {
        if (!role.equals(pod.labels().get(SpotahomeManifests.ROLE))) {
            KubeObject now = api.find(pod.ref()).orElse(pod);
            api.update(now.with(role, "metadata", "labels", SpotahomeManifests.ROLE), actor);
        }
    }

    private void followMaster(String master) {
        for (KubeObject pod : pods()) {
            label(pod, ip(pod).equals(master) ? "master" : "slave");
            String followed = redis.masterOf(ip(pod));
            if (!followed.isEmpty() && !followed.equals(master)) {
                log.accept(
                        "warning",
                        "Slave not associated to master: slave %s don't have the master %s, has %s"
                                .formatted(ip(pod), master, followed));
                setMasterOnAll(master);
                return;
            }
        }
    }

    private void setMasterOnAll(String master) {
        for (KubeObject pod : pods()) {
            if (ip(pod).equals(master)) {
                continue;
            }
            try {
                redis.follow(ip(pod), master);
            } catch (Unanswered refused) {
                log.accept(
                        "error",
                        "Make slave failed, slave ip: %s, master ip: %s, error: %s"
                                .formatted(ip(pod), master, refused.getMessage()));
                throw refused;
            }
        }
    }

    private void rollOne(String master) {
        List<KubeObject> slaves =
                pods().stream().filter(p -> !ip(p).equals(master)).toList();
        if (!slaves.stream().allMatch(p -> redis.isLinked(ip(p)))) {
            return;
        }
        String revision = api.find(new ObjectRef(Kinds.STATEFUL_SET, failover.namespace(), "rfr-" + failover.name()))
                .map(s -> s.text("status", "updateRevision"))
                .orElse("");
        Optional<KubeObject> outdated = java.util.stream.Stream.concat(
                        slaves.stream(), pods().stream().filter(p -> ip(p).equals(master)))
                .filter(p -> !revision.equals(p.labels().get("controller-revision-hash")))
                .findFirst();
        outdated.ifPresent(pod -> {
            log.accept("info", "Deleting pod " + pod.name() + " to update it");
            api.delete(pod.ref(), Preconditions.sameObject(pod), actor);
        });
    }

    private void correctSentinels(String master) {
        long wanted = failover.number(3, "spec", "sentinel", "replicas");
        for (KubeObject sentinel : sentinelPods()) {
            if (!sentinels.monitored(ip(sentinel)).equals(master)) {
                log.accept("debug", "Sentinel is not monitoring the correct master");
                sentinels.remove(ip(sentinel));
                sentinels.monitor(ip(sentinel), master, String.valueOf(wanted / 2 + 1));
            }
        }
        for (KubeObject sentinel : sentinelPods()) {
            resetWhenWrong(ip(sentinel), wanted);
            failover.list("spec", "sentinel", "customConfig")
                    .forEach(line -> configure(ip(sentinel), Json.asText((@Nullable Object) line)));
        }
    }

    private void resetWhenWrong(String sentinel, long wanted) {
        Map<String, String> known = sentinels.info(sentinel);
        long slaves = failover.number(3, "spec", "redis", "replicas") - 1;
        boolean wrongSentinels = !String.valueOf(wanted).equals(known.get("sentinels"));
        if (wrongSentinels || !String.valueOf(slaves).equals(known.get("slaves"))) {
            log.accept(
                    "warning",
                    "Sentinel %s mismatch number of %s in memory. resetting"
                            .formatted(sentinel, wrongSentinels ? "sentinels" : "expected slaves"));
            sentinels.reset(sentinel, "*");
        }
    }

    /** @param line as in the CR: {@code down-after-milliseconds 3000} */
    private void configure(String sentinel, String line) {
        int space = line.indexOf(' ');
        if (space > 0) {
            sentinels.set(sentinel, line.substring(0, space), line.substring(space + 1));
        }
    }
}
