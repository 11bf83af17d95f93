package dev.coxswain.suite;

import static org.awaitility.Awaitility.await;

import dev.coxswain.cluster.Gvk;
import dev.coxswain.cluster.Json;
import dev.coxswain.cluster.KubeObject;
import dev.coxswain.cluster.ObjectRef;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;

/**
 * Two RedisFailovers under the Spotahome operator in a namespace of their own: {@code cart} with volumes, {@code session} with a
 * password. Brings the operator along where there is none.
 */
final class RedisShop {

    static final ObjectRef OPERATOR = ObjectRef.of("apps/v1", "Deployment", "redis-operator", "redis-operator");

    private static final Gvk POD = Gvk.of("v1", "Pod");
    private static final long KEYS = 1_000_000;

    /** Microseconds for each key: a million of them take about four minutes, twice what the operator's probe allows. */
    private static final int KEY_LOAD_DELAY = 150;

    private final Hands hands;
    private final Ground ground;
    private final String namespace;
    private boolean operatorIsOurs;

    RedisShop(Hands hands, Ground ground, String namespace) {
        this.hands = hands;
        this.ground = ground;
        this.namespace = namespace;
    }

    /** Both are up, and the cart is full. */
    void open() {
        bringOperator();
        hands.apply(volumes());
        hands.apply(failovers());
        eventually(
                "all pods are ready",
                Duration.ofMinutes(10),
                () -> members("cart").size() == 3
                        && members("session").size() == 3
                        && hands.list(POD, namespace).size() == 12
                        && hands.list(POD, namespace).stream().allMatch(RedisShop::isReady));
        eventually(
                "both replicas are attached",
                Duration.ofMinutes(5),
                () -> info(primary()).contains("connected_slaves:2"));
        fill();
    }

    private void bringOperator() {
        operatorIsOurs = hands.find(OPERATOR).isEmpty();
        if (!operatorIsOurs) {
            return;
        }
        hands.apply(resource("redisfailovers.json"));
        hands.apply("""
                {apiVersion: v1, kind: Namespace, metadata: {name: redis-operator}}
                ---
                {apiVersion: v1, kind: ServiceAccount, metadata: {name: redis-operator, namespace: redis-operator}}
                ---
                apiVersion: rbac.authorization.k8s.io/v1
                kind: ClusterRoleBinding
                metadata: {name: redis-operator}
                roleRef: {apiGroup: rbac.authorization.k8s.io, kind: ClusterRole, name: cluster-admin}
                subjects: [{kind: ServiceAccount, name: redis-operator, namespace: redis-operator}]
                """);
        hands.apply(resource("spotahome-operator.json")
                .replace(
                        "quay.io/spotahome/redis-operator:v1.3.0",
                        ground.images().operator()));
    }

    private static String resource(String name) {
        try (InputStream in = RedisShop.class.getResourceAsStream("/dev/coxswain/simulator/world/" + name)) {
            return new String(java.util.Objects.requireNonNull(in, name).readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private String volumes() {
        return """
                {apiVersion: v1, kind: Namespace, metadata: {name: NS}}
                ---
                {apiVersion: v1, kind: Secret, metadata: {name: session-auth, namespace: NS}, stringData: {password: s3ssion}}
                """.replace("NS", namespace)
                + List.of(0, 1, 2).stream()
                        .map(i -> """
                                ---
                                apiVersion: v1
                                kind: PersistentVolume
                                metadata: {name: NS-N}
                                spec:
                                  capacity: {storage: 1Gi}
                                  accessModes: [ReadWriteOnce]
                                  persistentVolumeReclaimPolicy: Retain
                                  storageClassName: NS
                                  hostPath: {path: /var/tmp/NS-N, type: DirectoryOrCreate}
                                """.replace("NS", namespace).replace("-N", "-" + i))
                        .collect(Collectors.joining());
    }

    /** The cart's servers read a file of their volume too, so that one of them can be made slow to load and stays so. */
    private String failovers() {
        return """
                apiVersion: databases.spotahome.com/v1
                kind: RedisFailover
                metadata: {name: cart, namespace: NS}
                spec:
                  sentinel:
                    replicas: 3
                    image: REDIS
                    imagePullPolicy: IfNotPresent
                    resources: {requests: {cpu: 10m, memory: 20Mi}}
                    customConfig: [down-after-milliseconds 3000, failover-timeout 6000]
                  redis:
                    replicas: 3
                    image: REDIS
                    imagePullPolicy: IfNotPresent
                    command:
                    - sh
                    - -c
                    - >-
                      touch /data/test.conf; exec redis-server /redis/redis.conf --protected-mode no
                      --loading-process-events-interval-bytes 4096 --include /data/test.conf
                    resources: {requests: {cpu: 10m, memory: 50Mi}}
                    customConfig: [maxmemory 2gb, 'save ""']
                    # directories of the host belong to root
                    securityContext: {runAsUser: 0, runAsGroup: 0, fsGroup: 0, runAsNonRoot: false}
                    containerSecurityContext: {runAsUser: 0, runAsGroup: 0, runAsNonRoot: false}
                    storage:
                      keepAfterDeletion: true
                      persistentVolumeClaim:
                        metadata: {name: data}
                        spec: {accessModes: [ReadWriteOnce], storageClassName: NS, resources: {requests: {storage: 1Gi}}}
                ---
                apiVersion: databases.spotahome.com/v1
                kind: RedisFailover
                metadata: {name: session, namespace: NS}
                spec:
                  auth: {secretPath: session-auth}
                  sentinel:
                    replicas: 3
                    image: REDIS
                    imagePullPolicy: IfNotPresent
                    resources: {requests: {cpu: 10m, memory: 20Mi}}
                    customConfig: [down-after-milliseconds 3000, failover-timeout 6000]
                  redis:
                    replicas: 3
                    image: REDIS
                    imagePullPolicy: IfNotPresent
                    resources: {requests: {cpu: 10m, memory: 50Mi}}
                    storage: {emptyDir: {}}
                """.replace("NS", namespace).replace("REDIS", ground.images().redis());
    }

    private void fill() {
        ObjectRef primary = primary();
        String script = "for i=1,100000 do redis.call('SET',ARGV[1]..':'..i,'value') end return redis.call('DBSIZE')";
        for (int batch = 0; keys(primary) < KEYS && batch < 10; batch++) {
            cli(primary, "eval", script, "0", "b" + batch);
        }
        eventually(
                "every replica has all keys",
                Duration.ofMinutes(3),
                () -> members("cart").stream().allMatch(pod -> keys(pod.ref()) >= KEYS));
    }

    private long keys(ObjectRef pod) {
        String printed = cli(pod, "dbsize").strip();
        return printed.chars().allMatch(Character::isDigit) && !printed.isEmpty() ? Long.parseLong(printed) : 0;
    }

    /** The last replica restarts, and from now on loads for longer than its probe allows. */
    ObjectRef breakReplica() {
        ObjectRef replica = members("cart").stream()
                .map(KubeObject::ref)
                .filter(pod -> !pod.equals(primary()))
                .reduce((first, last) -> last)
                .orElseThrow();
        cli(replica, "save");
        hands.exec(replica, "redis", "sh", "-c", "echo key-load-delay " + KEY_LOAD_DELAY + " > /data/test.conf");
        cli(replica, "shutdown", "nosave");
        return replica;
    }

    /** Who says of itself that it is the cart's master. */
    ObjectRef primary() {
        List<ObjectRef> masters = members("cart").stream()
                .map(KubeObject::ref)
                .filter(pod -> info(pod).contains("role:master"))
                .toList();
        return masters.size() == 1
                ? masters.getFirst()
                : ObjectRef.pod(namespace, "not-one-master-but-" + masters.size());
    }

    String info(ObjectRef pod) {
        return cli(pod, "info", "replication");
    }

    private String cli(ObjectRef pod, String... command) {
        List<String> words = new ArrayList<>(List.of("redis-cli"));
        words.addAll(List.of(command));
        return hands.exec(pod, "redis", words.toArray(String[]::new));
    }

    /** The servers of a failover, by name. */
    List<KubeObject> members(String failover) {
        return hands.list(POD, namespace).stream()
                .filter(pod -> pod.name().startsWith("rfr-" + failover + "-"))
                .sorted(java.util.Comparator.comparing(KubeObject::name))
                .toList();
    }

    /** What tells one life of a server from another: name to uid and restarts. */
    Map<String, String> lives() {
        return hands.list(POD, namespace).stream()
                .filter(pod -> pod.name().startsWith("rfr-"))
                .collect(Collectors.toMap(KubeObject::name, pod -> pod.uid() + " restarted " + restarts(pod)));
    }

    static long restarts(KubeObject pod) {
        return Json.asLong(Json.at(container(pod), "restartCount"), -1);
    }

    static boolean isReady(KubeObject pod) {
        return Boolean.TRUE.equals(Json.at(container(pod), "ready"));
    }

    private static @org.jspecify.annotations.Nullable Object container(KubeObject pod) {
        List<?> statuses = pod.list("status", "containerStatuses");
        return statuses.isEmpty() ? null : statuses.getFirst();
    }

    void eventually(String what, Duration within, Callable<Boolean> isSo) {
        await(what)
                .pollInterval(Duration.ofMillis(Math.max(
                        50, ground.tempo().onTheWall(Duration.ofSeconds(3)).toMillis())))
                .atMost(ground.tempo().onTheWall(within).plusSeconds(5))
                .until(isSo);
    }

    void close() {
        hands.delete(ObjectRef.of("v1", "Namespace", "", namespace));
        for (int i = 0; i < 3; i++) {
            hands.delete(ObjectRef.of("v1", "PersistentVolume", "", namespace + "-" + i));
        }
        if (operatorIsOurs) {
            hands.delete(ObjectRef.of("v1", "Namespace", "", "redis-operator"));
            hands.delete(ObjectRef.of("rbac.authorization.k8s.io/v1", "ClusterRoleBinding", "", "redis-operator"));
        }
    }

    Optional<KubeObject> operator() {
        return hands.find(OPERATOR);
    }
}
