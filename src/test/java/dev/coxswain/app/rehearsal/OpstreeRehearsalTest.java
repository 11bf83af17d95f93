package dev.coxswain.app.rehearsal;

import static org.assertj.core.api.Assertions.assertThat;

import dev.coxswain.action.Actions;
import dev.coxswain.cluster.Gvk;
import dev.coxswain.cluster.Json;
import dev.coxswain.cluster.KubeObject;
import dev.coxswain.cluster.ObjectRef;
import dev.coxswain.playbook.Playbook;
import dev.coxswain.playbook.PlaybookReader;
import dev.coxswain.run.record.Run;
import dev.coxswain.simulator.controller.object.Pods;
import dev.coxswain.simulator.opstree.OpstreeOperator;
import dev.coxswain.simulator.redis.RedisProcess;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.Test;

/** What a scenario does not tell of the cure under the Opstree operator: how it was on the way. */
class OpstreeRehearsalTest {

    private static final Path PLAYBOOK = Path.of("playbooks/opstree-replica-probe-stuck/playbook.yaml");
    private static final Gvk POD = Gvk.of("v1", "Pod");
    private static final ObjectRef SET = ObjectRef.of("apps/v1", "StatefulSet", "shop", "cache");
    private static final ObjectRef REPLICATION = new ObjectRef(OpstreeOperator.REPLICATION, "shop", "cache");

    private final RedisStage stage;

    OpstreeRehearsalTest() throws IOException {
        stage = new RedisStage(
                new RedisStage.Datastore("shop", "cache", new Scenario.Keeper.Opstree(3, 3, 0)),
                playbook(),
                setting -> new Soloist(setting, UnaryOperator.identity()));
    }

    private static Playbook playbook() throws IOException {
        return PlaybookReader.read(PLAYBOOK.toString(), Files.readString(PLAYBOOK), Actions.builtIn())
                .playbooks()
                .getFirst();
    }

    private String phase() {
        Run run = stage.rehearsal().runs().getFirst();
        return run.state().phase();
    }

    private void curesTheReplica() {
        stage.world().restartWithSlowLoad("shop", "cache-2", Duration.ofSeconds(131));
        stage.rehearsal().passes(Duration.ofMinutes(15));
        stage.answer("Approve");
        stage.rehearsal().passes(Duration.ofMinutes(30));
        assertThat(phase()).isEqualTo("Succeeded");
    }

    /** What clients write to a Ready server that follows nobody is lost. */
    @Test
    void noServerIsReadyBeforeItIsAttached() {
        List<String> alone = new ArrayList<>();
        stage.server().onChange(POD, change -> {
            KubeObject pod = change.object();
            boolean master =
                    stage.world().process(pod).filter(RedisProcess::isMaster).isPresent();
            if (pod.name().equals("cache-2") && Pods.isReady(pod) && master) {
                alone.add(stage.server().find(SET).orElseThrow().resourceVersion());
            }
        });
        curesTheReplica();
        assertThat(alone).isEmpty();
    }

    @Test
    void theAnnotationIsTrueOrAbsentAndNothingElseIsWrittenOnTheResource() {
        Set<String> annotations = new LinkedHashSet<>();
        stage.server()
                .onChange(
                        OpstreeOperator.REPLICATION,
                        change -> annotations.add(change.object().annotations().toString()));
        curesTheReplica();
        assertThat(annotations)
                .containsExactlyInAnyOrder("{}", "{redisreplication.opstreelabs.in/skip-reconcile=true}");
        assertThat(stage.server().find(REPLICATION).orElseThrow().annotations()).isEmpty();
    }

    @Test
    void thePartitionStandsInTheSameEditAsTheProbeAndTheStatefulSetEndsAsItBegan() {
        KubeObject before = stage.server().find(SET).orElseThrow();
        List<String> edits = new ArrayList<>();
        stage.server().onChange(SET.gvk(), change -> {
            KubeObject set = change.object();
            Object container =
                    set.list("spec", "template", "spec", "containers").getFirst();
            String edit = "partition %s, liveness %s, readiness %s"
                    .formatted(
                            set.get("spec", "updateStrategy", "rollingUpdate", "partition"),
                            Json.at(container, "livenessProbe", "failureThreshold"),
                            Json.at(container, "readinessProbe", "successThreshold"));
            if (set.ref().equals(SET) && (edits.isEmpty() || !edits.getLast().equals(edit))) {
                edits.add(edit);
            }
        });
        curesTheReplica();
        assertThat(edits)
                .containsExactly(
                        "partition 0, liveness 3, readiness 1",
                        "partition 2, liveness 360, readiness 6",
                        "partition 3, liveness 3, readiness 1",
                        "partition 0, liveness 3, readiness 1");
        KubeObject after = stage.server().find(SET).orElseThrow();
        assertThat(after.get("spec")).isEqualTo(before.get("spec"));
        assertThat(after.text("status", "updateRevision")).isEqualTo(before.text("status", "updateRevision"));
    }
}
