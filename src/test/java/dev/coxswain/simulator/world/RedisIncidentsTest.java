package dev.coxswain.simulator.world;

import static org.assertj.core.api.Assertions.assertThat;

import dev.coxswain.cluster.Json;
import dev.coxswain.cluster.KubeObject;
import dev.coxswain.simulator.api.ContainerRuntime;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** The loops of a replica as Kubernetes and Redis 7.0.15 were seen to show them. */
class RedisIncidentsTest {

    private static final String SHOP = "shop";

    private final RedisWorld world =
            RedisWorld.builder(7).failover(SHOP, "cart").build();
    private final RedisIncidents incidents = new RedisIncidents(world);
    private final String replica = world.replicaOf(SHOP, "cart");

    private KubeObject pod(String name) {
        return world.pod(SHOP, name).orElseThrow();
    }

    private @Nullable Object status(String name, String... path) {
        return Json.at(pod(name).list("status", "containerStatuses").getFirst(), path);
    }

    private List<String> log(String pod, boolean previous) {
        return world.runtime()
                .log(pod(pod).ref(), "redis", new ContainerRuntime.LogOptions(Optional.empty(), previous, false))
                .lines()
                .toList();
    }

    private String info(String pod) {
        return world.redisCli(SHOP, pod, "INFO").stdout();
    }

    @Test
    void aReplicaWithTooLittleMemoryIsKilledWhileItLoads() {
        incidents.tooLittleMemory(SHOP, "cart", "64Mi");
        world.advance(Duration.ofMinutes(4));

        String killed = world.api().list(dev.coxswain.cluster.Gvk.of("v1", "Pod"), SHOP).stream()
                .filter(p -> p.name().startsWith("rfr-")
                        && p.list("status", "containerStatuses").stream()
                                .anyMatch(c -> Json.asLong(Json.at(c, "restartCount"), 0) > 1))
                .map(KubeObject::name)
                .findFirst()
                .orElse("none");
        assertThat(killed)
                .isNotEqualTo("none")
                .isNotEqualTo(world.primaryOf(SHOP, "cart").orElseThrow());
        assertThat(status(killed, "lastState", "terminated", "exitCode")).isEqualTo(137L);
        assertThat(status(killed, "lastState", "terminated", "reason")).isEqualTo("OOMKilled");
        assertThat(status(killed, "state", "waiting", "reason")).isEqualTo("CrashLoopBackOff");
    }

    @Test
    void aReplicaThatCannotSaveAnswersMisconfAndPanicsAtTheNextWrite() {
        incidents.fullDisk(SHOP, replica);
        String df = world.runtime()
                .exec(pod(replica).ref(), "redis", List.of("df", "-P", "/data"), new byte[0])
                .stdout();
        assertThat(df.lines().skip(1).findFirst().orElseThrow()).containsPattern(" 9\\d% /data");

        world.advance(Duration.ofMinutes(6));
        assertThat(status(replica, "lastState", "terminated", "exitCode")).isEqualTo(139L);
        assertThat(status(replica, "lastState", "terminated", "reason")).isEqualTo("Error");
        assertThat(log(replica, true))
                .anyMatch(line -> line.contains("No space left on device"))
                .anyMatch(line -> line.contains("Replica was unable to write command to disk"));
        assertThat(status(replica, "restartCount")).isEqualTo(1L);
        assertThat(world.primaryOf(SHOP, "cart").orElseThrow()).isNotEqualTo(replica);
    }

    @Test
    void aReplicaThatReadsMoreSlowlyThanClientsWriteSynchronisesForEver() {
        String primary = world.primaryOf(SHOP, "cart").orElseThrow();
        incidents.writesFasterThanSync(SHOP, "cart", replica, Duration.ofSeconds(15), 20_000_000);
        TreeSet<String> links = new TreeSet<>();
        TreeSet<String> loading = new TreeSet<>();
        world.advance(Duration.ofMinutes(1));
        for (int second = 0; second < 900; second += 5) {
            world.advance(Duration.ofSeconds(5));
            String said = info(replica);
            said.lines().filter(line -> line.startsWith("master_link_status")).forEach(links::add);
            said.lines().filter(line -> line.startsWith("loading:")).forEach(loading::add);
        }
        assertThat(links).containsExactly("master_link_status:down");
        assertThat(loading).containsExactly("loading:0", "loading:1");
        // the one restart is the cause, not the loop
        assertThat(status(replica, "restartCount")).isEqualTo(1L);
        assertThat(log(primary, false).stream().filter(line -> line.contains("overcoming of output buffer limits")))
                .hasSizeGreaterThan(5);
    }
}
