package dev.coxswain.app.rehearsal;

import static org.assertj.core.api.Assertions.assertThat;

import dev.coxswain.action.Actions;
import dev.coxswain.approval.Question;
import dev.coxswain.cluster.ExecResult;
import dev.coxswain.cluster.KubeObject;
import dev.coxswain.cluster.ObjectRef;
import dev.coxswain.expression.CelExpressions;
import dev.coxswain.fleet.Hold;
import dev.coxswain.fleet.profile.BuiltInProfiles;
import dev.coxswain.fleet.recognition.FleetModel;
import dev.coxswain.kube.memory.Manifests;
import dev.coxswain.playbook.Playbook;
import dev.coxswain.playbook.PlaybookReader;
import dev.coxswain.run.engine.RunEngine;
import dev.coxswain.run.journal.Journal;
import dev.coxswain.run.record.Run;
import dev.coxswain.run.record.Verdict;
import dev.coxswain.simulator.VirtualTime;
import dev.coxswain.simulator.api.Api;
import dev.coxswain.simulator.api.ApiServer;
import dev.coxswain.simulator.api.ContainerRuntime;
import dev.coxswain.simulator.world.RedisWorld;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.Test;
import org.snakeyaml.engine.v2.api.Load;
import org.snakeyaml.engine.v2.api.LoadSettings;

/** The main job on the simulator, under virtual time: the replica that its probe kills again and again. */
class RedisRehearsalTest {

    private static final ObjectRef OPERATOR = ObjectRef.of("apps/v1", "Deployment", "redis-operator", "redis-operator");
    private static final Api.Actor ADMIN = new Api.Actor("kubernetes-admin", "kubectl");

    private final VirtualTime time = new VirtualTime(Instant.parse("2026-03-01T03:00:00Z"));
    private final ApiServer server = new ApiServer(time, new Random(1));
    private final RedisWorld world;
    private final List<String> asked = new ArrayList<>();
    private final Rehearsal rehearsal;

    RedisRehearsalTest() throws IOException {
        this.world = RedisWorld.builder(time, server, server.lock())
                .failover("shop", "cart")
                .build();
        server.setRuntime(listened(world.runtime()));
        for (Object document : new Load(LoadSettings.builder().build()).loadAllFromString(Manifests.all())) {
            server.create(KubeObject.of(dev.coxswain.cluster.Json.asMap(document)), ADMIN);
        }
        server.create(
                KubeObject.of(Map.of("apiVersion", "v1", "kind", "Namespace", "metadata", Map.of("name", "coxswain"))),
                ADMIN);
        this.rehearsal = rehearsal(UnaryOperator.identity());
    }

    private ContainerRuntime listened(ContainerRuntime runtime) {
        return new ContainerRuntime() {
            @Override
            public ExecResult exec(ObjectRef pod, String container, List<String> command, byte[] stdin) {
                asked.add(pod.name() + " " + command.getLast());
                return runtime.exec(pod, container, command, stdin);
            }

            @Override
            public String log(ObjectRef pod, String container, LogOptions options) {
                return runtime.log(pod, container, options);
            }
        };
    }

    private Rehearsal rehearsal(UnaryOperator<Journal> journal) throws IOException {
        Path file = Path.of("playbooks/redis-replica-probe-stuck/playbook.yaml");
        PlaybookReader.Result read = PlaybookReader.read(file.toString(), Files.readString(file), Actions.builtIn());
        assertThat(read.diagnostics().print()).isEmpty();
        List<Playbook> playbooks = read.playbooks();
        FleetModel fleet = new FleetModel(BuiltInProfiles.all(new CelExpressions()));
        Cast cast = new Soloist(new Cast.Setting(time, server, fleet, playbooks, "coxswain"), journal);
        return new Rehearsal(time, world::advance, server, cast);
    }

    private Run onlyRun() {
        assertThat(rehearsal.runs()).hasSize(1);
        return rehearsal.runs().getFirst();
    }

    private void answer(String answer) {
        Run run = onlyRun();
        Question question = RunEngine.openQuestion(run).orElseThrow(() -> new AssertionError(story(run)));
        server.create(
                KubeObject.of(Map.of(
                        "apiVersion",
                        "coxswain.dev/v1alpha1",
                        "kind",
                        "Decision",
                        "metadata",
                        Map.of("namespace", "coxswain", "name", "answer-" + question.id()),
                        "spec",
                        Map.of(
                                "run", run.spec().name(),
                                "question", question.id(),
                                "digest", question.digest(),
                                "answer", answer,
                                "by", "kubernetes-admin"))),
                ADMIN);
    }

    private static String story(Run run) {
        return String.join(
                "\n", run.timeline().stream().map(m -> m.at() + "  " + m.text()).toList());
    }

    @Test
    void theStuckReplicaIsHealedAndTheOperatorGivenBack() {
        String primary = world.primaryOf("shop", "cart").orElseThrow();
        String replica = world.replicaOf("shop", "cart");
        world.restartWithSlowLoad("shop", replica, Duration.ofSeconds(230));
        rehearsal.passes(Duration.ofMinutes(15));
        answer("Approve");
        rehearsal.passes(Duration.ofMinutes(40));
        Run run = onlyRun();
        assertThat(run.state().phase()).as(story(run)).isEqualTo(Verdict.SUCCEEDED.phase());
        KubeObject operator = server.find(OPERATOR).orElseThrow();
        assertThat(operator.number(-1, "spec", "replicas")).isEqualTo(1);
        assertThat(Hold.of(operator)).isEmpty();
        assertThat(world.primaryOf("shop", "cart")).contains(primary);
        assertThat(world.redisCli("shop", replica, "INFO", "replication").stdout())
                .contains("master_link_status:up");
    }

    @Test
    void whileItWaitsForOneServerTheOthersAreNotAsked() {
        String replica = world.replicaOf("shop", "cart");
        world.restartWithSlowLoad("shop", replica, Duration.ofSeconds(230));
        rehearsal.passes(Duration.ofMinutes(15));
        answer("Approve");
        while (!story(onlyRun()).contains("is recreated")) {
            rehearsal.passes(Duration.ofSeconds(1));
        }
        rehearsal.passes(Duration.ofSeconds(30));
        asked.clear();
        rehearsal.passes(Duration.ofMinutes(1));

        assertThat(asked).hasSizeBetween(10, 20).containsOnly(replica + " INFO");
    }

    @Test
    void nothingIsChangedWhenNobodyAnswers() {
        String replica = world.replicaOf("shop", "cart");
        String uid = world.pod("shop", replica).orElseThrow().uid();
        world.restartWithSlowLoad("shop", replica, Duration.ofSeconds(230));
        rehearsal.passes(Duration.ofMinutes(50));
        Run run = rehearsal.runs().getFirst();
        assertThat(run.state().phase()).as(story(run)).isEqualTo(Verdict.EXPIRED.phase());
        assertThat(world.pod("shop", replica).orElseThrow().uid()).isEqualTo(uid);
        assertThat(server.find(OPERATOR).orElseThrow().annotations()).doesNotContainKey(Hold.BY);
    }
}
