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
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;

class CommandsTest {

    @SuppressWarnings("NullAway.Init")
    private static SimulatedCluster cluster;

    private static final ObjectRef OPERATOR = ObjectRef.of("apps/v1", "Deployment", "redis-operator", "redis-operator");

    private static final String PROBE_STUCK = "redis-replica-probe-stuck";

    private record Said(int exit, String out, String err) {}

    @BeforeAll
    static void up() {
        cluster = SimulatedCluster.start(0, 1);
    }

    @AfterAll
    static void down() {
        cluster.close();
    }

    private static Said coxswain(String... args) {
        StringWriter out = new StringWriter();
        StringWriter err = new StringWriter();
        CommandLine line = Main.commandLine();
        line.setOut(new PrintWriter(out, true));
        line.setErr(new PrintWriter(err, true));
        int exit = line.execute(args);
        return new Said(exit, out.toString(), err.toString());
    }

    @Test
    void operatorsAreListedWithWhatTheyServe() {
        Said said = coxswain("operators", "--server", cluster.url());
        assertThat(said.exit()).as(said.err()).isZero();
        assertThat(said.out()).contains("redis-operator", "spotahome-redis", "no");
    }

    @Test
    void datastoresAreListedForProgramsToo() {
        Said said = coxswain("datastores", "--server", cluster.url(), "-o", "json");
        assertThat(said.exit()).as(said.err()).isZero();
        assertThat(said.out()).contains("\"member\" : \"rfr-cart-0\"").contains("\"datastore\" : \"session\"");
    }

    @Test
    void whyTellsEachConditionAlsoWhenNothingFires() {
        Said said = coxswain("why", "redis-replica-probe-stuck", "--server", cluster.url());
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
        Said said = coxswain("approve", "nothing", "--server", cluster.url());
        assertThat(said.exit()).isEqualTo(Task.WRONG);
        assertThat(said.err()).contains("there is no run coxswain/nothing");
    }

    @Test
    void nothingIsRestoredWhenNothingIsHeld() {
        Said said = coxswain("restore", "--server", cluster.url());
        assertThat(said.exit()).as(said.err()).isZero();
        assertThat(said.out()).contains("no operator is held");
    }

    @Test
    void aHeldOperatorIsGivenBackOnceItsTimeIsUpOrWhenAllAreWanted() {
        hold("2999-01-01T00:00:00Z");
        Said early = coxswain("restore", "--all", "--server", cluster.url());
        assertThat(early.exit()).as(early.err()).isZero();
        assertThat(early.out()).contains("gave Deployment redis-operator/redis-operator back to 1 replicas");
        hold("2020-01-01T00:00:00Z");
        Said late = coxswain("restore", "--server", cluster.url());
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
        assertThat(coxswain("validate", "playbooks").exit()).isZero();
        Path bad = directory.resolve("bad.yaml");
        Files.writeString(bad, "apiVersion: coxswain.dev/v1alpha1\nkind: Playbok\nmetadata: {name: x}\n");
        Said said = coxswain("validate", bad.toString());
        assertThat(said.exit()).isEqualTo(Task.WRONG);
        assertThat(said.out()).contains("bad.yaml:2:");
    }

    @Test
    void aPlanShowsEachChangeWithWhatIsThereNowAndCreatesNothing() {
        Said said = coxswain("plan", PROBE_STUCK, "shop/rfr-cart-2", "--server", cluster.url());
        assertThat(said.exit()).as(said.err()).isZero();
        assertThat(said.out())
                .contains("one person has to agree within 30m", "~ spec.replicas: 1 -> 0", "digest ")
                .contains("delete Pod shop/rfr-cart-2", "these lose their operator too: shop2/session");
        assertThat(cluster.server().list(RunJson.GVK)).isEmpty();
    }

    @Test
    void aPlanForProgramsHoldsTheDigestAndTheEffects() {
        Said said = coxswain("plan", PROBE_STUCK, "rfr-cart-2", "--server", cluster.url(), "-o", "json");
        assertThat(said.exit()).as(said.err()).isZero();
        Object plan = Json.parse(said.out());
        assertThat(Json.asText(Json.at(plan, "digest"))).hasSize(16);
        assertThat(Json.asList(Json.at(plan, "effects"))).hasSize(6);
    }

    @Test
    void aParameterChangesThePlan() {
        Said said = coxswain(
                "plan", PROBE_STUCK, "shop/rfr-cart-2", "-p", "cure=through-the-cr", "--server", cluster.url());
        assertThat(said.exit()).as(said.err()).isZero();
        assertThat(said.out()).contains("customLivenessProbe").doesNotContain("spec.replicas");
    }

    @Test
    void aVetoIsToldAndExitsWithOne() {
        String primary = cluster.world().primaryOf("shop", "cart").orElseThrow();
        Said said = coxswain("plan", PROBE_STUCK, "shop/" + primary, "--server", cluster.url());
        assertThat(said.exit()).isEqualTo(Task.WRONG);
        assertThat(said.out()).contains("vetoed: the member is the primary");
    }

    @Test
    void whatIsMistypedIsToldWithWhatWasMeant() {
        assertThat(coxswain("plan", "redis-replica-probe-stick", "x", "--server", cluster.url())
                        .err())
                .contains("did you mean 'redis-replica-probe-stuck'?");
        assertThat(coxswain("plan", PROBE_STUCK, "shop/rfr-card-2", "--server", cluster.url())
                        .err())
                .contains("did you mean 'shop/rfr-cart-2'?");
        assertThat(coxswain("plan", PROBE_STUCK, "--server", cluster.url()).err())
                .contains("name one of", "shop/rfr-cart-2");
        assertThat(coxswain("plan", PROBE_STUCK, "rfr-cart-2", "-p", "kure=x", "--server", cluster.url())
                        .err())
                .contains("did you mean 'cure'?");
        assertThat(coxswain("plan", PROBE_STUCK, "rfr-cart-2", "-p", "cure=x", "--server", cluster.url())
                        .err())
                .contains("it is one of at-zero, through-the-cr");
    }

    @Test
    void aServerThatIsNotThereIsTold() {
        Said said = coxswain("runs", "--server", "http://127.0.0.1:1");
        assertThat(said.exit()).isEqualTo(Task.CLUSTER);
        assertThat(said.err()).startsWith("coxswain: ");
    }

    @Test
    void aKubeconfigThatIsNoneIsToldWithItsFile(@TempDir Path directory) throws IOException {
        Said missing =
                coxswain("runs", "--kubeconfig", directory.resolve("none").toString());
        assertThat(missing.exit()).isEqualTo(Task.CLUSTER);
        assertThat(missing.err()).contains("there is no file " + directory.resolve("none"));
        Path broken = Files.writeString(directory.resolve("broken"), "clusters: [\n");
        Said unreadable = coxswain("runs", "--kubeconfig", broken.toString());
        assertThat(unreadable.exit()).isEqualTo(Task.CLUSTER);
        assertThat(unreadable.err()).contains("broken:2:1").doesNotContain("\tat ");
    }

    @Test
    void manifestsArePrintedWhole() {
        assertThat(coxswain("manifests").out())
                .contains("playbookruns.coxswain.dev", "ValidatingAdmissionPolicyBinding");
    }
}
