package dev.coxswain.faults;

import static org.assertj.core.api.Assertions.assertThat;

import dev.coxswain.approval.Decision;
import dev.coxswain.cluster.Gvk;
import dev.coxswain.cluster.Json;
import dev.coxswain.cluster.KubeObject;
import dev.coxswain.cluster.ObjectRef;
import dev.coxswain.cluster.Preconditions;
import dev.coxswain.run.journal.RunJson;
import dev.coxswain.run.supervision.Supervisor;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.TreeMap;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** Days of incidents, approvals, drained nodes and dying supervisors under virtual time: nothing may pile up. */
class EnduranceTest {

    private static final long HOURS = Long.getLong("coxswain.hours", 12);

    private static final int KEPT = 2;
    private static final int LARGEST_OBJECT = 256 * 1024;
    private static final Duration INCIDENT_EVERY = Duration.ofHours(2);
    private static final Duration DRAINED_FOR = Duration.ofMinutes(10);
    private static final Gvk POD = Gvk.of("v1", "Pod");
    private static final Gvk NODE = Gvk.of("v1", "Node");
    private static final Gvk CONFIG_MAP = Gvk.of("v1", "ConfigMap");

    /** A supervisor dies at each of these writes, and the next one starts. */
    private static final List<Fault> DEATHS = IntStream.rangeClosed(1, 60)
            .<Fault>mapToObj(i -> new Fault.Crash(i % 2, i * 7, i % 3 == 0, Duration.ofSeconds(i)))
            .toList();

    private final SplittableRandom chance = new SplittableRandom(7);
    private final People people = new People(
            () -> List.of("Approve", "Approve", "Approve", "Deny", "").get(chance.nextInt(5)));
    private final TreeMap<String, Integer> happened = new TreeMap<>();
    private final List<Integer> sizes = new ArrayList<>();

    @Test
    void nothingPilesUpOverDaysOfIncidents() {
        try (Silence silence = new Silence()) {
            Estate estate = new Estate(new Forgetful(), DEATHS, silence);
            estate.server().onChange(RunJson.GVK, change -> {
                sizes.add(bytes(change.object()));
                happened.merge(change.object().text("status", "phase") + " " + change.type(), 1, Integer::sum);
            });
            lives(estate, Duration.ofHours(HOURS / 2));
            Footprint early = Footprint.of(estate.server());
            lives(estate, Duration.ofHours(HOURS / 2));
            Footprint late = Footprint.of(estate.server());
            print(early, late);
            assertNothingPiledUp(estate, early, late);
        }
    }

    private static final class Forgetful implements Build {
        @Override
        public Supervisor.Retention retention() {
            return new Supervisor.Retention(KEPT, Duration.ofDays(30));
        }
    }

    private void lives(Estate estate, Duration by) {
        Duration end = estate.age().plus(by);
        while (estate.age().compareTo(end) < 0) {
            incident(estate);
            estate.passes(INCIDENT_EVERY, people);
            assertThat(estate.violations()).isEmpty();
        }
    }

    private void incident(Estate estate) {
        String datastore = Estate.DATASTORES.get(chance.nextInt(Estate.DATASTORES.size()));
        List<String> servers = estate.world().servers(Estate.NAMESPACE, datastore).stream()
                .map(KubeObject::name)
                .toList();
        servers.forEach(server -> estate.world().setLoad(Estate.NAMESPACE, server, Duration.ofSeconds(1)));
        switch (chance.nextInt(8)) {
            case 0 -> kill(estate, servers.get(chance.nextInt(servers.size())));
            case 1 -> drain(estate, "node-" + (1 + chance.nextInt(3)));
            case 2 -> {
                stick(estate, datastore);
                // the run is in the middle of its work when another server goes
                estate.passes(Duration.ofMinutes(6 + chance.nextInt(10)), people);
                kill(estate, servers.get(chance.nextInt(servers.size())));
            }
            default -> stick(estate, datastore);
        }
    }

    private void stick(Estate estate, String datastore) {
        happened.merge("replica stuck", 1, Integer::sum);
        Duration load = Duration.ofSeconds(150 + chance.nextInt(120));
        String replica = estate.world().replicaOf(Estate.NAMESPACE, datastore);
        estate.world().restartWithSlowLoad(Estate.NAMESPACE, replica, load);
    }

    private void kill(Estate estate, String server) {
        happened.merge("server killed", 1, Integer::sum);
        ObjectRef pod = ObjectRef.pod(Estate.NAMESPACE, server);
        if (estate.server().find(pod).isPresent()) {
            estate.server().delete(pod, Preconditions.NONE, Estate.PERSON);
        }
    }

    private void drain(Estate estate, String node) {
        happened.merge("node drained", 1, Integer::sum);
        cordon(estate, node, true);
        estate.server().list(POD).stream()
                .filter(pod -> pod.text("spec", "nodeName").equals(node))
                .forEach(pod -> estate.server().delete(pod.ref(), Preconditions.NONE, Estate.PERSON));
        estate.passes(DRAINED_FOR, people);
        cordon(estate, node, false);
    }

    private static void cordon(Estate estate, String name, boolean cordoned) {
        KubeObject node = estate.server().find(new ObjectRef(NODE, "", name)).orElseThrow();
        estate.server().update(node.with(cordoned ? true : null, "spec", "unschedulable"), Estate.PERSON);
    }

    private static int bytes(KubeObject object) {
        return Json.print(object.tree()).getBytes(StandardCharsets.UTF_8).length;
    }

    private void assertNothingPiledUp(Estate estate, Footprint early, Footprint late) {
        List<KubeObject> runs = estate.runs();
        long unfinished = runs.stream().filter(run -> !Evidence.isFinished(run)).count();
        assertThat(runs.size() - unfinished).isBetween(1L, (long) KEPT);
        assertThat(happened).containsKeys("Succeeded DELETED", "Succeeded MODIFIED", "replica stuck");
        assertThat(estate.server().list(Decision.GVK))
                .as("answers go with their runs")
                .hasSizeLessThanOrEqualTo(3 * runs.size());
        assertThat(sizes).allMatch(size -> size < LARGEST_OBJECT);
        assertThat(estate.server().list(CONFIG_MAP)).allMatch(map -> bytes(map) < LARGEST_OBJECT / 4);
        assertThat(late.objects()).isLessThan(early.objects() + 150);
        assertThat(late.heap()).isLessThan(early.heap() + early.heap() / 5 + 8_000_000);
        assertThat(late.threads()).isLessThanOrEqualTo(early.threads() + 2);
        assertThat(late.descriptors()).isLessThanOrEqualTo(early.descriptors() + 5);
    }

    /** For those who play more of them than the build does. */
    private void print(Footprint early, Footprint late) {
        org.slf4j.LoggerFactory.getLogger(EnduranceTest.class)
                .info(
                        "{} hours: {}; the largest journal was {} bytes; {} after half of it, {} at the end",
                        HOURS,
                        happened,
                        sizes.stream().max(Integer::compare).orElse(0),
                        early,
                        late);
    }
}
