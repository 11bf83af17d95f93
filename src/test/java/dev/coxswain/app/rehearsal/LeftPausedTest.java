package dev.coxswain.app.rehearsal;

import static org.assertj.core.api.Assertions.assertThat;

import dev.coxswain.action.Actions;
import dev.coxswain.cluster.Answer;
import dev.coxswain.cluster.Effect;
import dev.coxswain.cluster.KubeObject;
import dev.coxswain.cluster.ObjectRef;
import dev.coxswain.cluster.Query;
import dev.coxswain.expression.CelExpressions;
import dev.coxswain.fleet.Datastore;
import dev.coxswain.fleet.profile.BuiltInProfiles;
import dev.coxswain.fleet.recognition.FleetModel;
import dev.coxswain.kube.effect.ApiAsker;
import dev.coxswain.kube.effect.ApiEffector;
import dev.coxswain.kube.effect.TokenBucket;
import dev.coxswain.playbook.PlaybookReader;
import dev.coxswain.run.journal.RunJson;
import dev.coxswain.run.supervision.LeftPaused;
import dev.coxswain.run.world.FleetReader;
import dev.coxswain.simulator.api.Identity;
import dev.coxswain.simulator.api.InProcessTransport;
import dev.coxswain.simulator.opstree.OpstreeOperator;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.Test;

/** A supervisor that is gone for good while an operator leaves a datastore alone because of it. */
class LeftPausedTest {

    private static final Path PLAYBOOK = Path.of("playbooks/opstree-replica-probe-stuck/playbook.yaml");
    private static final ObjectRef REPLICATION = new ObjectRef(OpstreeOperator.REPLICATION, "shop", "cache");
    private static final String SKIP = "redisreplication.opstreelabs.in/skip-reconcile";

    private final FleetModel model = new FleetModel(BuiltInProfiles.all(new CelExpressions()));
    private boolean dead;
    private final RedisStage stage;

    LeftPausedTest() throws IOException {
        stage = new RedisStage(
                new RedisStage.Datastore("shop", "cache", new Scenario.Keeper.Opstree(3, 3, 0)),
                PlaybookReader.read(PLAYBOOK.toString(), Files.readString(PLAYBOOK), Actions.builtIn())
                        .playbooks()
                        .getFirst(),
                setting -> {
                    Cast alive = new Soloist(setting, UnaryOperator.identity());
                    return () -> {
                        if (!dead) {
                            alive.act();
                        }
                    };
                });
    }

    private KubeObject replication() {
        return stage.server().find(REPLICATION).orElseThrow();
    }

    private List<LeftPaused> left() {
        LiveView view = new LiveView(stage.server());
        return LeftPaused.among(
                new FleetReader(model).read(view.get(), Map.of()),
                model,
                stage.rehearsal().runs());
    }

    private Datastore asked(LeftPaused left) {
        ApiAsker asker = new ApiAsker(transport(), mapper());
        Map<Query, Answer> answers = new LinkedHashMap<>();
        model.questions(left.datastore()).forEach(asking -> answers.put(asking.query(), asker.ask(asking.query())));
        return new FleetReader(model)
                .read(new LiveView(stage.server()).get(), answers).datastores().stream()
                        .filter(datastore -> datastore.resource().ref().equals(REPLICATION))
                        .findFirst()
                        .orElseThrow();
    }

    private InProcessTransport transport() {
        return new InProcessTransport(stage.server(), Identity.ADMIN);
    }

    private dev.coxswain.kube.client.RestMapper mapper() {
        return new dev.coxswain.kube.client.RestMapper(transport(), InstantSource.system());
    }

    private void diesWhileItIsPaused() {
        stage.world().restartWithSlowLoad("shop", "cache-2", Duration.ofSeconds(131));
        stage.rehearsal().passes(Duration.ofMinutes(15));
        assertThat(left()).isEmpty();
        stage.answer("Approve");
        for (int i = 0; i < 900 && !replication().annotations().containsKey(SKIP); i++) {
            stage.rehearsal().passes(Duration.ofSeconds(1));
        }
        dead = true;
        assertThat(replication().annotations()).containsEntry(SKIP, "true");
    }

    @Test
    void theJournalTellsWhoPausedItAndItIsGivenBackByTakingTheAnnotationAway() {
        diesWhileItIsPaused();
        stage.rehearsal().passes(Duration.ofMinutes(5));

        LeftPaused left = left().getFirst();
        assertThat(LeftPaused.danger(asked(left))).isEmpty();
        ApiEffector effector =
                new ApiEffector(transport(), mapper(), new TokenBucket(InstantSource.system(), 100, 100));
        for (Effect effect : left.giveBack()) {
            effector.apply(effect);
        }
        assertThat(replication().annotations()).isEmpty();
        assertThat(left()).isEmpty();
    }

    private void livesAgain() {
        dead = false;
        for (int i = 0; i < 1800 && replication().annotations().containsKey(SKIP); i++) {
            stage.rehearsal().passes(Duration.ofSeconds(1));
        }
    }

    private KubeObject run() {
        return stage.server().list(RunJson.GVK).getFirst();
    }

    /** There is no deadline of the pause; what ends it is the run, by whatever it ends. */
    @Test
    void p1ASupervisorThatComesBackGivesItBackWhenTheRunIsCancelled() {
        diesWhileItIsPaused();
        stage.server()
                .update(
                        run().with("somebody", "metadata", "annotations", RunJson.CANCEL),
                        new dev.coxswain.simulator.api.Api.Actor("kubernetes-admin", "kubectl"));
        stage.rehearsal().passes(Duration.ofHours(2));
        assertThat(replication().annotations()).as("nobody is there").containsEntry(SKIP, "true");

        livesAgain();
        assertThat(replication().annotations()).isEmpty();
        stage.rehearsal().passes(Duration.ofMinutes(30));
        assertThat(run().text("status", "phase")).isEqualTo("Cancelled");
    }

    @Test
    void p1ARunThatIsDeletedGivesItBackBeforeItGoes() {
        diesWhileItIsPaused();
        stage.server()
                .delete(
                        run().ref(),
                        dev.coxswain.cluster.Preconditions.NONE,
                        new dev.coxswain.simulator.api.Api.Actor("kubernetes-admin", "kubectl"));
        List<String> said = new ArrayList<>();
        stage.server().onChange(RunJson.GVK, change -> said.add(change.object().text("status", "message")));
        livesAgain();
        assertThat(replication().annotations()).isEmpty();
        assertThat(said).as("why it ended").anyMatch(why -> why.contains("the deletion of the run"));
        assertThat(stage.recreated()).as("nothing else was done").isEmpty();
    }

    @Test
    void p1WhenTheTimeOfAStepIsUpItIsGivenBackAndTheRunFails() {
        diesWhileItIsPaused();
        // so late that every step between has had its time
        stage.rehearsal().passes(Duration.ofHours(6));
        livesAgain();
        assertThat(replication().annotations()).isEmpty();
        stage.rehearsal().passes(Duration.ofMinutes(30));
        assertThat(run().text("status", "phase"))
                .as(run().text("status", "message"))
                .isEqualTo("Failed");
    }

    @Test
    void withoutAPrimaryAPersonHasToDecide() {
        diesWhileItIsPaused();
        stage.server()
                .delete(
                        ObjectRef.of("v1", "Pod", "shop", "cache-0"),
                        dev.coxswain.cluster.Preconditions.NONE,
                        new dev.coxswain.simulator.api.Api.Actor("kubernetes-admin", "kubectl"));
        stage.rehearsal().passes(Duration.ofSeconds(2));

        assertThat(LeftPaused.danger(asked(left().getFirst())))
                .hasValueSatisfying(why -> assertThat(why).contains("not exactly one ready primary"));
    }

    @Test
    void whatAPersonPausedIsNoneOfOurs() {
        stage.server()
                .update(
                        replication().with("true", "metadata", "annotations", SKIP),
                        new dev.coxswain.simulator.api.Api.Actor("kubernetes-admin", "kubectl"));
        stage.rehearsal().passes(Duration.ofSeconds(5));
        assertThat(left()).isEmpty();
    }
}
