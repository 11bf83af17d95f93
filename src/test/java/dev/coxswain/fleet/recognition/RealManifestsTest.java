package dev.coxswain.fleet.recognition;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.groups.Tuple.tuple;

import dev.coxswain.cluster.KubeObject;
import dev.coxswain.expression.CelExpressions;
import dev.coxswain.fleet.Answers;
import dev.coxswain.fleet.Datastore;
import dev.coxswain.fleet.Fleet;
import dev.coxswain.fleet.Member;
import dev.coxswain.fleet.Operator;
import dev.coxswain.fleet.profile.BuiltInProfiles;
import dev.coxswain.fleet.profile.OperatorProfile;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.assertj.core.api.InstanceOfAssertFactories;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The profiles against what the operators' own projects ship, and against what a real cluster showed. */
class RealManifestsTest {

    private final List<OperatorProfile> profiles = BuiltInProfiles.all(new CelExpressions());

    @ParameterizedTest
    @CsvSource({"spotahome, spotahome-redis", "opstree, opstree-redis"})
    void everyWayToInstallTheOperatorIsRecognised(String folder, String profile) throws IOException {
        for (Path manifest : SharedFacts.files("operators/" + folder + "/install")) {
            Fleet fleet = Fleets.of(profiles, new Snapshot().put(Files.readString(manifest)), Answers.NONE);

            assertThat(fleet.operators()).as(manifest.toString()).isNotEmpty().allSatisfy(operator -> {
                assertThat(operator.profile()).isEqualTo(profile);
                assertThat(operator.version()).isNotEmpty();
                assertThat(operator.replicas()).isPositive();
            });
        }
    }

    @ParameterizedTest
    @CsvSource({
        "spotahome/samples/basic.yaml, spotahome-redis, redisfailover",
        "spotahome/samples/persistent-storage.yaml, spotahome-redis, redisfailover-persistent",
        "opstree/samples/redis-replication.yaml, opstree-redis, redis-replication",
        "opstree/samples/redis-sentinel.yaml, opstree-redis, redis-sentinel"
    })
    void theSampleResourcesAreDatastores(String sample, String profile, String name) {
        Snapshot snapshot = new Snapshot();
        for (KubeObject object : Snapshot.objects(SharedFacts.text("operators/" + sample))) {
            snapshot.put(object.with("shop", "metadata", "namespace"));
        }
        Datastore datastore = Fleets.of(profiles, snapshot, Answers.NONE)
                .datastore(profile, "shop", name)
                .orElseThrow();

        assertThat(datastore.members()).isEmpty();
        assertThat(datastore.values()).containsEntry("healthy", false);
    }

    @Test
    void aRealRedisFailoverIsReadWithItsMembers() {
        Snapshot snapshot = new Snapshot();
        List<String> healthyUntilTheReplicaRestarted = new ArrayList<>();
        FleetModel model = new FleetModel(List.of(profiles.getFirst().alsoFrom("local/spotahome-operator")));
        SharedFacts.replay("recordings/spotahome-probe-stuck-cured-through-the-cr.jsonl", snapshot, at -> {
            if (at > 51 && at < 67.845 && healthyUntilTheReplicaRestarted.isEmpty()) {
                Datastore cart = model.fleet(snapshot, Answers.NONE)
                        .datastore("spotahome-redis", "shop", "cart")
                        .orElseThrow();
                assertThat(cart.values()).containsEntry("healthy", true);
                assertThat(cart.operator()).map(Operator::name).contains("redis-operator");
                assertThat(cart.members())
                        .filteredOn(member -> member.component().equals("redis"))
                        .extracting(
                                Member::name,
                                member -> member.values().get("role"),
                                member -> member.values().get("volume"))
                        .containsExactly(
                                tuple("rfr-cart-0", "master", "data-rfr-cart-0"),
                                tuple("rfr-cart-1", "slave", "data-rfr-cart-1"),
                                tuple("rfr-cart-2", "slave", "data-rfr-cart-2"));
                assertThat(cart.members())
                        .filteredOn(member -> member.component().equals("sentinel"))
                        .hasSize(3);
                healthyUntilTheReplicaRestarted.add("seen");
            }
        });

        assertThat(healthyUntilTheReplicaRestarted).containsExactly("seen");
        Datastore cart = model.fleet(snapshot, Answers.NONE).datastores().getFirst();
        assertThat(cart.values().get("components"))
                .asInstanceOf(InstanceOfAssertFactories.MAP)
                .containsOnlyKeys("redis", "sentinel");
    }

    @Test
    void aRealRedisReplicationIsReadWithItsMembers() {
        Snapshot snapshot = new Snapshot();
        FleetModel model = new FleetModel(List.of(profiles.get(1).alsoFrom("local/opstree-operator")));
        Set<String> waiting = new LinkedHashSet<>();
        SharedFacts.replay(
                "recordings/opstree-b-probe-deadlock.jsonl",
                snapshot,
                _ -> model.fleet(snapshot, Answers.NONE)
                        .datastores()
                        .forEach(datastore -> datastore
                                .members()
                                .forEach(member -> waiting.add(
                                        String.valueOf(member.values().get("waiting"))))));
        assertThat(waiting).contains("CrashLoopBackOff");
        Fleet fleet = model.fleet(snapshot, Answers.NONE);
        Datastore cache = fleet.datastore("opstree-redis", "ops", "cache").orElseThrow();

        assertThat(fleet.operators()).extracting(Operator::name).containsExactly("redis-operator");
        Datastore watch = fleet.datastore("opstree-redis", "ops", "watch").orElseThrow();
        assertThat(watch.members())
                .extracting(Member::name)
                .containsExactly("watch-sentinel-0", "watch-sentinel-1", "watch-sentinel-2");
        assertThat(watch.values()).containsEntry("healthy", true);
        assertThat(cache.operator()).isPresent();
        assertThat(cache.values()).containsEntry("healthy", false).containsEntry("paused", false);
        assertThat(cache.members()).extracting(Member::container).containsExactly("cache", "cache", "cache");
        assertThat(cache.members())
                .extracting(member -> member.values().get("volume"))
                .containsExactly("cache-cache-0", "cache-cache-1", "cache-cache-2");
        Map<String, ?> killed = cache.members().stream()
                .filter(member -> Boolean.FALSE.equals(member.values().get("ready")))
                .findFirst()
                .orElseThrow()
                .values();
        assertThat(killed.get("role")).isEqualTo("");
        assertThat(killed.get("lastExit"))
                .asInstanceOf(InstanceOfAssertFactories.MAP)
                .containsEntry("reason", "Completed");
    }
}
