package dev.coxswain.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.coxswain.app.rehearsal.SimulatedCluster;
import dev.coxswain.cli.console.Task;
import dev.coxswain.cluster.Json;
import dev.coxswain.cluster.KubeObject;
import dev.coxswain.cluster.ObjectRef;
import dev.coxswain.fleet.Hold;
import dev.coxswain.run.journal.RunJson;
import dev.coxswain.simulator.api.Api;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class CommandsTest {

    @SuppressWarnings("NullAway.Init")
    private static SimulatedCluster cluster;

    private static final ObjectRef OPERATOR = ObjectRef.of("apps/v1", "Deployment", "redis-operator", "redis-operator");

    private static final String PROBE_STUCK = "redis-replica-probe-stuck";

    @BeforeAll
    static void up() {
        cluster = SimulatedCluster.start(0, 1);
    }

    @AfterAll
    static void down() {
        cluster.close();
    }

    @Test
    void operatorsAreListedWithWhatTheyServe() {
        Said said = Said.by("operators", "--server", cluster.url());
        assertThat(said.exit()).as(said.err()).isZero();
        assertThat(said.out()).contains("redis-operator", "spotahome-redis", "no");
    }

    @Test
    void anOperatorFromAnotherImageIsKnownWhenTheImageIsNamed() {
        Map<String, Object> container = Map.of("name", "operator", "image", "registry.example/home/redis-minder:2");
        KubeObject deployment = KubeObject.of(Map.of(
                "apiVersion",
                "apps/v1",
                "kind",
                "Deployment",
                "metadata",
                Map.of("namespace", "default", "name", "home-made"),
                "spec",
                Map.of(
                        "replicas", 0L,
                        "selector", Map.of("matchLabels", Map.of("app", "home-made")),
                        "template",
                                Map.of(
                                        "metadata", Map.of("labels", Map.of("app", "home-made")),
                                        "spec", Map.of("containers", List.of(container))))));
        cluster.server().create(deployment, new Api.Actor("kubernetes-admin", "kubectl"));

        assertThat(Said.by("operators", "--server", cluster.url()).out()).doesNotContain("home-made");
        Said said = Said.by(
                "operators", "--server", cluster.url(), "--operator-image", "spotahome-redis=home/redis-minder");
        assertThat(said.out()).as(said.err()).contains("home-made", "redis-operator");
        Said wrong = Said.by("operators", "--server", cluster.url(), "--operator-image", "spotahome=home/redis-minder");
        assertThat(wrong.exit()).isEqualTo(Task.WRONG);
        assertThat(wrong.err()).contains("no such profile; there are spotahome-redis, opstree-redis");
    }

    @Test
    void datastoresAreListedForProgramsToo() {
        Said said = Said.by("datastores", "--server", cluster.url(), "-o", "json");
        assertThat(said.exit()).as(said.err()).isZero();
        assertThat(said.out()).contains("\"member\" : \"rfr-cart-0\"").contains("\"datastore\" : \"session\"");
    }

    @Test
    void whyTellsEachConditionAlsoWhenNothingFires() {
        Said said = Said.by("why", "redis-replica-probe-stuck", "--server", cluster.url());
        assertThat(said.exit()).as(said.err()).isZero();
        assertThat(said.out())
                .contains(
                        "member shop/rfr-cart-2: does not fire",
                        "  yes  member.component",
                        "  NO   !member.ready",
                        "members were not asked, because 'when' does not hold");
    }

    @Test
    void aRunThatDoesNotExistIsSaidSo() {
        Said said = Said.by("approve", "nothing", "--server", cluster.url());
        assertThat(said.exit()).isEqualTo(Task.WRONG);
        assertThat(said.err()).contains("there is no run coxswain/nothing");
    }

    @Test
    void nothingIsRestoredWhenNothingIsHeld() {
        Said said = Said.by("restore", "--server", cluster.url());
        assertThat(said.exit()).as(said.err()).isZero();
        assertThat(said.out()).contains("no operator is held");
    }

    @Test
    void aHeldOperatorIsGivenBackOnceItsTimeIsUpOrWhenAllAreWanted() {
        hold("2999-01-01T00:00:00Z");
        Said early = Said.by("restore", "--all", "--server", cluster.url());
        assertThat(early.exit()).as(early.err()).isZero();
        assertThat(early.out()).contains("gave Deployment redis-operator/redis-operator back to 1 replicas");
        hold("2020-01-01T00:00:00Z");
        Said late = Said.by("restore", "--server", cluster.url());
        assertThat(late.exit()).as(late.err()).isZero();
        assertThat(late.out()).contains("gave Deployment redis-operator/redis-operator back to 1 replicas");
        assertThat(cluster.server().find(OPERATOR).orElseThrow().number(0, "spec", "replicas"))
                .isEqualTo(1);
    }

    private static void hold(String until) {
        KubeObject operator = cluster.server().find(OPERATOR).orElseThrow();
        cluster.server()
                .update(
                        operator.with("coxswain/some-run", "metadata", "annotations", Hold.BY)
                                .with(until, "metadata", "annotations", Hold.UNTIL)
                                .with("1", "metadata", "annotations", Hold.REPLICAS)
                                .with(0L, "spec", "replicas"),
                        new Api.Actor("kubernetes-admin", "kubectl"));
    }

    @Test
    void goodPlaybooksValidateAndBadOnesExitWithOne(@TempDir Path directory) throws IOException {
        assertThat(Said.by("validate", "playbooks").exit()).isZero();
        Path bad = directory.resolve("bad.yaml");
        Files.writeString(bad, "apiVersion: coxswain.dev/v1alpha1\nkind: Playbok\nmetadata: {name: x}\n");
        Said said = Said.by("validate", bad.toString());
        assertThat(said.exit()).isEqualTo(Task.WRONG);
        assertThat(said.out()).contains("bad.yaml:2:");
    }

    @Test
    void oneScenarioIsPlayedByItsName() {
        Said said = Said.by("test", "playbooks", "--scenario", "redis-replica-probe-stuck/no-master");

        assertThat(said.exit()).as(said.out() + said.err()).isZero();
        assertThat(said.out().lines())
                .containsExactly("pass  redis-replica-probe-stuck/no-master", "1 scenario, 0 failed");
    }

    @Test
    void aScenarioThatIsNotThereAndAFileInPlaceOfADirectoryAreOneClearLineEach() {
        Said unknown = Said.by("test", "playbooks", "--scenario", "no-mastr");
        assertThat(unknown.exit()).isEqualTo(Task.WRONG);
        assertThat(unknown.err()).contains("there is no scenario 'no-mastr'; did you mean 'no-master'?");

        String file = "playbooks/redis-replica-probe-stuck/scenarios/no-master.yaml";
        Said misplaced = Said.by("test", file);
        assertThat(misplaced.exit()).isEqualTo(Task.WRONG);
        assertThat(misplaced.out()).isEmpty();
        assertThat(misplaced.err()).isEqualToIgnoringNewLines("coxswain: there is no directory " + file);
    }

    @Test
    void aPlanShowsEachChangeWithWhatIsThereNowAndCreatesNothing() {
        Said said = Said.by("plan", PROBE_STUCK, "shop/rfr-cart-2", "--server", cluster.url());
        assertThat(said.exit()).as(said.err()).isZero();
        assertThat(said.out())
                .contains("one person has to agree within 30m", "~ spec.replicas: 1 -> 0", "digest ")
                .contains("delete Pod shop/rfr-cart-2", "these lose their operator too: shop2/session");
        assertThat(cluster.server().list(RunJson.GVK)).isEmpty();
    }

    @Test
    void aPlanForProgramsHoldsTheDigestAndTheEffects() {
        Said said = Said.by("plan", PROBE_STUCK, "rfr-cart-2", "--server", cluster.url(), "-o", "json");
        assertThat(said.exit()).as(said.err()).isZero();
        Object plan = Json.parse(said.out());
        assertThat(Json.asText(Json.at(plan, "digest"))).hasSize(16);
        assertThat(Json.asList(Json.at(plan, "effects"))).hasSize(6);
    }

    @Test
    void aParameterChangesThePlan() {
        Said said =
                Said.by("plan", PROBE_STUCK, "shop/rfr-cart-2", "-p", "cure=through-the-cr", "--server", cluster.url());
        assertThat(said.exit()).as(said.err()).isZero();
        assertThat(said.out()).contains("customLivenessProbe").doesNotContain("spec.replicas");
    }

    @Test
    void aVetoIsToldAndExitsWithOne() {
        String primary = cluster.world().primaryOf("shop", "cart").orElseThrow();
        Said said = Said.by("plan", PROBE_STUCK, "shop/" + primary, "--server", cluster.url());
        assertThat(said.exit()).isEqualTo(Task.WRONG);
        assertThat(said.out()).contains("vetoed: the member is the primary");
    }

    @Test
    void whatIsMistypedIsToldWithWhatWasMeant() {
        assertThat(Said.by("plan", "redis-replica-probe-stick", "x", "--server", cluster.url())
                        .err())
                .contains("did you mean 'redis-replica-probe-stuck'?");
        assertThat(Said.by("plan", PROBE_STUCK, "shop/rfr-card-2", "--server", cluster.url())
                        .err())
                .contains("did you mean 'shop/rfr-cart-2'?");
        assertThat(Said.by("plan", PROBE_STUCK, "--server", cluster.url()).err())
                .contains("name one of", "shop/rfr-cart-2");
        assertThat(Said.by("plan", PROBE_STUCK, "rfr-cart-2", "-p", "kure=x", "--server", cluster.url())
                        .err())
                .contains("did you mean 'cure'?");
        assertThat(Said.by("plan", PROBE_STUCK, "rfr-cart-2", "-p", "cure=x", "--server", cluster.url())
                        .err())
                .contains("it is one of at-zero, through-the-cr");
    }

    @Test
    void aServerThatIsNotThereIsTold() {
        Said said = Said.by("runs", "--server", "http://127.0.0.1:1");
        assertThat(said.exit()).isEqualTo(Task.CLUSTER);
        assertThat(said.err()).startsWith("coxswain: ");
    }

    @Test
    void aKubeconfigThatIsNoneIsToldWithItsFile(@TempDir Path directory) throws IOException {
        Said missing = Said.by("runs", "--kubeconfig", directory.resolve("none").toString());
        assertThat(missing.exit()).isEqualTo(Task.CLUSTER);
        assertThat(missing.err()).contains("there is no file " + directory.resolve("none"));
        Path broken = Files.writeString(directory.resolve("broken"), "clusters: [\n");
        Said unreadable = Said.by("runs", "--kubeconfig", broken.toString());
        assertThat(unreadable.exit()).isEqualTo(Task.CLUSTER);
        assertThat(unreadable.err()).contains("broken:2:1").doesNotContain("\tat ");
    }

    @Test
    void manifestsArePrintedWhole() {
        assertThat(Said.by("manifests").out())
                .contains("playbookruns.coxswain.dev", "ValidatingAdmissionPolicyBinding");
    }
}
