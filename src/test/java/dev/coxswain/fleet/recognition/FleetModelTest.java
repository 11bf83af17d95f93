package dev.coxswain.fleet.recognition;

import static org.assertj.core.api.Assertions.assertThat;

import dev.coxswain.cluster.Answer;
import dev.coxswain.cluster.ExecResult;
import dev.coxswain.cluster.Gvk;
import dev.coxswain.cluster.KubeObject;
import dev.coxswain.cluster.ObjectRef;
import dev.coxswain.expression.CelExpressions;
import dev.coxswain.fleet.Answers;
import dev.coxswain.fleet.Datastore;
import dev.coxswain.fleet.Hold;
import dev.coxswain.fleet.Operator;
import dev.coxswain.fleet.profile.BuiltInProfiles;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.assertj.core.api.InstanceOfAssertFactories;
import org.junit.jupiter.api.Test;

class FleetModelTest {

    private static final String OPERATOR = """
            apiVersion: apps/v1
            kind: Deployment
            metadata: {name: redis-operator, namespace: infra, uid: op-1}
            spec:
              replicas: 2
              selector: {matchLabels: {app: redisoperator}}
              template: {spec: {containers: [{name: app, image: "mirror.example.com:5000/x/spotahome/redis-operator:v1.2.4@sha256:00"}]}}
            status: {readyReplicas: 2}
            ---
            apiVersion: v1
            kind: Pod
            metadata: {name: redis-operator-abc, namespace: infra, labels: {app: redisoperator}}
            """;

    private static final String CART = """
            apiVersion: databases.spotahome.com/v1
            kind: RedisFailover
            metadata: {name: cart, namespace: shop, uid: rf-1}
            spec: {redis: {replicas: 2, port: 6380}, sentinel: {replicas: 0}}
            """;

    private final FleetModel model = new FleetModel(BuiltInProfiles.all(new CelExpressions()));

    private static String pod(int ordinal, String role, boolean ready) {
        return """
                ---
                apiVersion: v1
                kind: Pod
                metadata:
                  name: rfr-cart-%d
                  namespace: shop
                  uid: pod-%d
                  labels:
                    redisfailovers.databases.spotahome.com/name: cart
                    app.kubernetes.io/component: redis
                    redisfailovers-role: %s
                    controller-revision-hash: rfr-cart-1
                spec:
                  nodeName: node-%d
                  containers: [{name: redis, image: "redis:7", resources: {limits: {memory: 1Gi}}}]
                  volumes: [{name: data, persistentVolumeClaim: {claimName: data-rfr-cart-%d}}]
                status:
                  phase: Running
                  podIP: 10.0.0.%d
                  conditions: [{type: Ready, status: "%s", lastTransitionTime: "2026-01-01T00:01:00Z"}]
                  containerStatuses:
                  - name: redis
                    restartCount: 4
                    state: {running: {startedAt: "2026-01-01T00:02:00Z"}}
                    lastState:
                      terminated: {exitCode: 137, reason: OOMKilled, startedAt: "2026-01-01T00:00:00Z", finishedAt: "2026-01-01T00:01:50Z"}
                """.formatted(ordinal, ordinal, role, ordinal, ordinal, ordinal, ready ? "True" : "False");
    }

    private Snapshot world() {
        return new Snapshot().put(OPERATOR).put(CART).put(pod(0, "master", true) + pod(1, "slave", true));
    }

    private Datastore cart(Snapshot snapshot, Answers answers) {
        return model.fleet(snapshot, answers)
                .datastore("spotahome-redis", "shop", "cart")
                .orElseThrow();
    }

    private Answers saying(Datastore datastore, String... info) {
        Answers answers = Answers.NONE;
        List<Asking> asked = model.questions(datastore).stream()
                .filter(asking -> asking.key().question().equals("info"))
                .toList();
        for (int i = 0; i < info.length; i++) {
            Asking asking = asked.get(i);
            answers =
                    answers.with(asking.key(), asking.read(new Answer.Printed(new ExecResult(0, info[i], "", false))));
        }
        return answers;
    }

    @Test
    void anOperatorIsFoundByItsImageInWhateverMirror() {
        Operator operator = model.fleet(world(), Answers.NONE).operators().getFirst();

        assertThat(operator.profile()).isEqualTo("spotahome-redis");
        assertThat(operator.version()).isEqualTo("v1.2.4");
        assertThat(operator.replicas()).isEqualTo(2);
        assertThat(operator.pods()).extracting(KubeObject::name).containsExactly("redis-operator-abc");
        assertThat(operator.values()).containsEntry("ready", true).containsEntry("held", false);
    }

    @Test
    void aNameAloneMakesNoOperator() {
        String lookalike = OPERATOR.replace("spotahome/redis-operator:", "example/redis-operator:");

        assertThat(model.fleet(new Snapshot().put(lookalike), Answers.NONE).operators())
                .isEmpty();
    }

    @Test
    void aWorkloadOfADatastoreIsNotAnOperatorThoughItRunsTheSameImage() {
        KubeObject workload = Snapshot.objects(OPERATOR).getFirst();
        KubeObject owned = workload.with(
                List.of(Map.of(
                        "apiVersion", "databases.spotahome.com/v1", "kind", "RedisFailover", "controller", true)),
                "metadata",
                "ownerReferences");

        assertThat(model.fleet(new Snapshot().put(owned), Answers.NONE).operators())
                .isEmpty();
    }

    @Test
    void theHoldIsReadFromTheWorkload() {
        KubeObject held = Snapshot.objects(OPERATOR)
                .getFirst()
                .with(
                        Map.of(
                                Hold.BY, "shop/run-1",
                                Hold.UNTIL, "2026-01-01T00:20:00Z",
                                Hold.REPLICAS, "2"),
                        "metadata",
                        "annotations")
                .with(0L, "spec", "replicas");
        Operator operator =
                model.fleet(new Snapshot().put(held), Answers.NONE).operators().getFirst();

        assertThat(operator.values())
                .containsEntry("held", true)
                .containsEntry("heldBy", "shop/run-1")
                .containsEntry("heldUntil", Instant.parse("2026-01-01T00:20:00Z"))
                .containsEntry("ready", false);
    }

    @Test
    void aMemberTellsWhatKilledItLast() {
        Map<String, ?> member = cart(world(), Answers.NONE).members().getFirst().values();

        assertThat(member.get("lastExit"))
                .isEqualTo(Map.of(
                        "reason",
                        "OOMKilled",
                        "code",
                        137L,
                        "seconds",
                        110L,
                        "startedAt",
                        Instant.parse("2026-01-01T00:00:00Z"),
                        "finishedAt",
                        Instant.parse("2026-01-01T00:01:50Z")));
        assertThat(member.get("restarts")).isEqualTo(4L);
        assertThat(member.get("limits")).isEqualTo(Map.of("memory", "1Gi"));
        assertThat(member.get("volume")).isEqualTo("data-rfr-cart-0");
        assertThat(member.get("workload")).isEqualTo("rfr-cart");
        assertThat(member.get("readyChangedAt")).isEqualTo(Instant.parse("2026-01-01T00:01:00Z"));
    }

    @Test
    void aLabelMakesNoPrimaryOnlyAnAnswerDoes() {
        Datastore unasked = cart(world(), Answers.NONE);
        assertThat(unasked.values()).doesNotContainKey("primary").containsEntry("healthy", true);

        // the labels say that 0 is the master; redis knows better
        Datastore asked = cart(
                world(),
                saying(unasked, "role:slave\r\nmaster_host:10.0.0.1\r\nmaster_link_status:up\r\n", "role:master\r\n"));
        assertThat(asked.values().get("primary"))
                .asInstanceOf(InstanceOfAssertFactories.MAP)
                .containsEntry("name", "rfr-cart-1");
        assertThat((List<?>) asked.values().get("replicas")).hasSize(1);
        assertThat(asked.members().get(1).values()).containsEntry("primary", true);
    }

    @Test
    void twoMastersAreNoPrimaryAndNotHealthy() {
        Datastore asked = cart(world(), saying(cart(world(), Answers.NONE), "role:master", "role:master"));

        assertThat(asked.values()).doesNotContainKey("primary").containsEntry("healthy", false);
        assertThat((List<?>) asked.values().get("primaries")).hasSize(2);
    }

    @Test
    void aReplicaOfItselfIsAttachedToNobody() {
        Datastore asked =
                cart(world(), saying(cart(world(), Answers.NONE), "role:master", "role:slave\nmaster_host:127.0.0.1"));

        assertThat((List<?>) asked.values().get("replicas")).isEmpty();
    }

    @Test
    void theQuestionGoesToTheContainerWithThePortOfTheResource() {
        Asking asking = model.questions(cart(world(), Answers.NONE)).getFirst();

        assertThat(asking.key()).isEqualTo(new Answers.Key("pod-0", "info"));
        assertThat(asking.query().pod()).isEqualTo(ObjectRef.pod("shop", "rfr-cart-0"));
        assertThat(asking.query().container()).isEqualTo("redis");
        assertThat(asking.query().command())
                .containsExactly(
                        "sh",
                        "-c",
                        "[ -z \"$REDIS_PASSWORD\" ] || export REDISCLI_AUTH=\"$REDIS_PASSWORD\"; exec redis-cli \"$@\"",
                        "redis-cli",
                        "-p",
                        "6380",
                        "INFO");
    }

    @Test
    void thePortIsRedisOwnUnlessTheResourceSaysOtherwise() {
        Snapshot world = world().put(CART.replace("port: 6380", "image: redis"));

        assertThat(model.questions(cart(world, Answers.NONE)).getFirst().query().command())
                .contains("6379");
    }

    @Test
    void aMemberThatDoesNotAnswerSaysNothingAndWhy() {
        Asking asking = model.questions(cart(world(), Answers.NONE)).getFirst();
        Answers answers = Answers.NONE.with(asking.key(), asking.read(new Answer.Silence("timed out after 5s")));

        assertThat(cart(world(), answers).members().getFirst().values())
                .containsEntry("says", Map.of())
                .containsEntry("silent", true)
                .containsEntry("silence", "info: timed out after 5s");
    }

    @Test
    void aContainerThatDoesNotRunIsNotAskedAndSilent() {
        KubeObject waiting = Snapshot.objects(pod(0, "slave", false).replaceFirst("---\n", ""))
                .getFirst()
                .with(
                        List.of(Map.of(
                                "name", "redis", "state", Map.of("waiting", Map.of("reason", "CrashLoopBackOff")))),
                        "status",
                        "containerStatuses");
        Datastore datastore = cart(world().put(waiting), Answers.NONE);

        assertThat(model.questions(datastore))
                .extracting(asking -> asking.key().pod())
                .containsOnly("pod-1");
        assertThat(datastore.members().getFirst().values())
                .containsEntry("silent", true)
                .containsEntry("waiting", "CrashLoopBackOff")
                .containsEntry("silence", "container redis is not running");
    }

    @Test
    void aRecreatedPodHasNotAnsweredYet() {
        Answers answers = saying(cart(world(), Answers.NONE), "role:master");
        Snapshot world = world().put(pod(0, "slave", true).replace("uid: pod-0", "uid: pod-9"));

        assertThat(cart(world, answers).members().getFirst().values()).containsEntry("says", Map.of());
    }

    @Test
    void objectsOfAnyShapeReadAsEmptyAndNeverFail() {
        String broken = """
                apiVersion: databases.spotahome.com/v1
                kind: RedisFailover
                metadata: {name: cart, namespace: shop, labels: 7}
                spec: [what, is, this]
                status: 3
                ---
                apiVersion: v1
                kind: Pod
                metadata:
                  name: rfr-cart-0
                  namespace: shop
                  labels: {redisfailovers.databases.spotahome.com/name: cart, app.kubernetes.io/component: redis}
                ---
                apiVersion: v1
                kind: Pod
                metadata:
                  name: rfr-cart-1
                  namespace: shop
                  labels: {redisfailovers.databases.spotahome.com/name: cart, app.kubernetes.io/component: redis}
                spec: {containers: redis, volumes: {a: b}}
                status: {conditions: [1, {type: Ready, status: yes, lastTransitionTime: yesterday}], containerStatuses: [x, {name: redis, state: running, restartCount: many}]}
                ---
                apiVersion: apps/v1
                kind: Deployment
                metadata: {name: odd, namespace: shop}
                spec: {template: {spec: {containers: [3, {image: [spotahome/redis-operator]}]}}}
                """;
        Datastore datastore = cart(new Snapshot().put(broken), Answers.NONE);

        assertThat(datastore.members())
                .hasSize(2)
                .allSatisfy(member -> assertThat(member.values())
                        .containsEntry("ready", false)
                        .containsEntry("restarts", 0L)
                        .containsEntry("role", "")
                        .containsEntry("node", "")
                        .containsEntry("volume", "")
                        .containsEntry("lastExit", Map.of("reason", "", "code", -1L, "seconds", 0L)));
        assertThat(datastore.values()).containsEntry("healthy", false);
        assertThat(datastore.operator()).isEmpty();
    }

    @Test
    void ofTwoOperatorsTheOneInTheDatastoresNamespaceServesIt() {
        Snapshot world = world().put(OPERATOR.replace("namespace: infra", "namespace: shop"));
        assertThat(cart(world, Answers.NONE).operator().orElseThrow().namespace())
                .isEqualTo("shop");

        Snapshot elsewhere = world().put(OPERATOR.replace("namespace: infra", "namespace: other"));
        assertThat(cart(elsewhere, Answers.NONE).operator()).isEmpty();
    }

    @Test
    void theKindsToWatchAreThoseOfTheProfilesAndTheWorkloads() {
        assertThat(model.kinds())
                .contains(
                        Gvk.of("v1", "Pod"),
                        Gvk.of("apps/v1", "Deployment"),
                        Gvk.of("apps/v1", "StatefulSet"),
                        Gvk.of("databases.spotahome.com/v1", "RedisFailover"),
                        Gvk.of("redis.redis.opstreelabs.in/v1beta2", "RedisReplication"));
    }
}
