package dev.coxswain.suite;

import static org.assertj.core.api.Assertions.assertThat;

import dev.coxswain.action.Actions;
import dev.coxswain.app.supervision.Supervision;
import dev.coxswain.cluster.KubeObject;
import dev.coxswain.cluster.ObjectRef;
import dev.coxswain.expression.CelExpressions;
import dev.coxswain.fleet.profile.BuiltInProfiles;
import dev.coxswain.fleet.recognition.FleetModel;
import dev.coxswain.kube.memory.Manifests;
import dev.coxswain.playbook.Playbook;
import dev.coxswain.playbook.PlaybookReader;
import dev.coxswain.run.engine.RunEngine;
import dev.coxswain.run.journal.RunJson;
import dev.coxswain.run.record.Run;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.function.Predicate;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestMethodOrder;

/**
 * A replica that its probe kills while it loads, and what people may say about it: no, yes but somebody interferes, yes.
 *
 * <p>The tests go through one incident in this order, for it takes minutes to make one on real containers. Each has the
 * playbook under a name of its own, so that no cooldown of one is in the way of the next.
 */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
abstract class MainJobSuite {

    private static final String HOME = "coxswain";
    private static final Path PLAYBOOK = Path.of("playbooks/redis-replica-probe-stuck/playbook.yaml");

    private Ground ground;
    private Hands hands;
    private RedisShop shop;
    private ObjectRef replica;
    private ObjectRef primary;
    private String namespace;

    abstract Ground ground() throws IOException;

    @BeforeAll
    void makeTheIncident() throws IOException {
        ground = ground();
        hands = new Hands(ground.transport());
        namespace = "suite-" + Long.toString(ground.clock().millis(), 36);
        hands.apply("{apiVersion: v1, kind: Namespace, metadata: {name: " + HOME + "}}");
        hands.apply(Manifests.all(hands.whoAmI()));
        shop = new RedisShop(hands, ground, namespace);
        shop.open();
        primary = shop.primary();
        replica = shop.breakReplica();
        shop.eventually(
                "the probe has killed it twice",
                Duration.ofMinutes(15),
                () -> RedisShop.restarts(hands.get(replica)) >= 3);
    }

    @AfterAll
    void cleanUp() {
        if (shop != null) {
            shop.close();
        }
        if (hands != null) {
            runs("suite-")
                    .forEach(run -> hands.delete(
                            new ObjectRef(RunJson.GVK, HOME, run.spec().name())));
        }
        if (ground != null) {
            ground.close();
        }
    }

    @Test
    @Order(1)
    void whatIsDeniedChangesNothing() throws IOException {
        Map<String, Object> before = spec(shop.operator().orElseThrow());

        Run over = supervised("suite-denied", Duration.ofMinutes(15), asked -> hands.answer(asked, "Deny"), _ -> {});

        assertThat(over.state().phase()).isEqualTo("Denied");
        assertThat(spec(shop.operator().orElseThrow())).isEqualTo(before);
        assertThat(shop.primary()).isEqualTo(primary);
    }

    @Test
    @Order(2)
    void whenSomebodyScalesTheOperatorBackTheRunGivesUpAndTheirScaleStays() throws IOException {
        Run over =
                supervised("suite-interfered", Duration.ofMinutes(30), asked -> hands.answer(asked, "Approve"), run -> {
                    if (operatorReplicas() == 0) {
                        hands.merge(RedisShop.OPERATOR, Map.of("spec", Map.of("replicas", 1)));
                    }
                });

        assertThat(over.state().phase()).isEqualTo("Failed");
        assertThat(story(over)).contains("scaled back to 1");
        assertThat(operatorReplicas()).isEqualTo(1);
        assertThat(holdAnnotations()).isEmpty();
        assertThat(shop.primary()).isEqualTo(primary);
    }

    @Test
    @Order(3)
    void theReplicaIsHealedAndNobodyElseIsDisturbed() throws IOException {
        Map<String, String> before = shop.lives();

        Run over = supervised("suite-healed", Duration.ofMinutes(60), asked -> hands.answer(asked, "Approve"), _ -> {});

        assertThat(over.state().phase()).as(story(over)).isEqualTo("Succeeded");
        assertThat(operatorReplicas()).isEqualTo(1);
        assertThat(holdAnnotations()).isEmpty();
        assertThat(shop.primary()).isEqualTo(primary);
        assertThat(shop.info(primary)).contains("connected_slaves:2");
        Map<String, String> after = shop.lives();
        assertThat(RedisShop.restarts(hands.get(replica))).isZero();
        assertThat(after.get(replica.name())).isNotEqualTo(before.get(replica.name()));
        after.remove(replica.name());
        before.remove(replica.name());
        assertThat(after).as("every other server lives on").isEqualTo(before);
    }

    /** A supervisor with this one playbook, from the incident until its run is over. */
    private Run supervised(
            String name,
            Duration within,
            java.util.function.Consumer<Run> whenAsked,
            java.util.function.Consumer<Run> meanwhile)
            throws IOException {
        Supervision supervision = new Supervision(
                ground.transport(),
                new FleetModel(BuiltInProfiles.all(new CelExpressions()).stream()
                        .map(profile -> profile.name().equals("spotahome-redis")
                                ? profile.alsoFrom(imageName(ground.images().operator()))
                                : profile)
                        .toList()),
                Supervision.Settings.standard(HOME, List.of(playbook(name))),
                ground.clock(),
                ground.tempo(),
                new Random(1),
                () -> true);
        try (supervision) {
            supervision.start();
            boolean[] answered = {false};
            Predicate<Run> isOver = run -> {
                if (RunEngine.openQuestion(run).isPresent() && !answered[0]) {
                    answered[0] = true;
                    whenAsked.accept(run);
                }
                meanwhile.accept(run);
                return run.state().isFinished();
            };
            shop.eventually(name + " is over", within, () -> runs(name).stream().anyMatch(isOver));
            return runs(name).getFirst();
        }
    }

    private static String imageName(String image) {
        int tag = image.lastIndexOf(':');
        return tag > image.lastIndexOf('/') ? image.substring(0, tag) : image;
    }

    private static Playbook playbook(String name) throws IOException {
        String text = Files.readString(PLAYBOOK).replaceFirst("name: redis-replica-probe-stuck", "name: " + name);
        PlaybookReader.Result read = PlaybookReader.read(PLAYBOOK.toString(), text, Actions.builtIn());
        assertThat(read.diagnostics().hasErrors())
                .as(read.diagnostics().print())
                .isFalse();
        return read.playbooks().getFirst();
    }

    private List<Run> runs(String prefix) {
        return hands.list(RunJson.GVK, HOME).stream()
                .map(RunJson::read)
                .filter(run -> run.spec().name().startsWith(prefix))
                .toList();
    }

    private static String story(Run run) {
        StringBuilder text = new StringBuilder();
        run.timeline()
                .forEach(moment -> text.append(moment.at())
                        .append("  ")
                        .append(moment.text())
                        .append('\n'));
        return text.toString();
    }

    private static Map<String, Object> spec(KubeObject object) {
        Map<String, Object> spec = new java.util.TreeMap<>();
        object.map("spec").forEach((key, value) -> spec.put(key, String.valueOf(value)));
        return spec;
    }

    private long operatorReplicas() {
        return shop.operator().orElseThrow().number(-1, "spec", "replicas");
    }

    private List<String> holdAnnotations() {
        Optional<KubeObject> operator = shop.operator();
        return operator.stream()
                .flatMap(o -> o.map("metadata", "annotations").keySet().stream())
                .filter(key -> key.startsWith("coxswain.dev/"))
                .toList();
    }
}
