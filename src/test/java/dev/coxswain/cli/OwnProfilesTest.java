package dev.coxswain.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.coxswain.app.rehearsal.SimulatedCluster;
import dev.coxswain.cluster.Json;
import dev.coxswain.cluster.KubeObject;
import dev.coxswain.fleet.profile.Toys;
import dev.coxswain.simulator.api.Api;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.snakeyaml.engine.v2.api.Load;
import org.snakeyaml.engine.v2.api.LoadSettings;

/** Commands know the profiles that the cluster holds, as the supervisor does. */
class OwnProfilesTest {

    private static final String OURS = """
            apiVersion: apps/v1
            kind: Deployment
            metadata: {namespace: shop, name: toy-operator}
            spec:
              replicas: 0
              selector: {matchLabels: {app: toy-operator}}
              template:
                metadata: {labels: {app: toy-operator}}
                spec: {containers: [{name: app, image: "toys/operator:v1.0.0"}]}
            ---
            """ + Toys.PROFILE + """
            ---
            apiVersion: coxswain.dev/v1alpha1
            kind: OperatorProfile
            metadata: {name: broken}
            spec:
              operator:
                images: [broken/operator]
              atZero: nothing is mended
              datastores:
              - resource: {apiVersion: toys.example.com/v1, kind: Toy}
                components: [{name: box, selector: {a: b}, container: box, workload: {kind: StatefulSet, name: x}}]
                primary: member.sayz
                replica: "false"
                healthy: "true"
            ---
            apiVersion: coxswain.dev/v1alpha1
            kind: Playbook
            metadata: {namespace: coxswain, name: greet-toys}
            spec:
              trigger: {manual: {target: operator, profiles: [toy]}}
              approval: {mode: Never}
              steps: [{name: tell, uses: notify, with: {message: "${operator.name}"}}]
            """;

    @SuppressWarnings("NullAway.Init")
    private static SimulatedCluster cluster;

    @BeforeAll
    static void up() {
        cluster = SimulatedCluster.start(0, 1);
        for (Object document : new Load(LoadSettings.builder().build()).loadAllFromString(OURS)) {
            cluster.server().create(KubeObject.of(Json.asMap(document)), new Api.Actor("kubernetes-admin", "kubectl"));
        }
    }

    @AfterAll
    static void down() {
        cluster.close();
    }

    @Test
    void operatorsOfAProfileInTheClusterAreListedAndABrokenProfileIsTold() {
        Said said = Said.by("operators", "--server", cluster.url());
        assertThat(said.exit()).as(said.err()).isZero();
        assertThat(said.out()).contains("toy-operator", "spotahome-redis");
        assertThat(said.err()).contains("broken is not used").contains("sayz");
    }

    @Test
    void aPlaybookIsPlannedAndStartedOnSuchAnOperator() {
        Said plan = Said.by("plan", "greet-toys", "shop/toy-operator", "--server", cluster.url());
        assertThat(plan.exit()).as(plan.err()).isZero();
        Said run = Said.by("run", "greet-toys", "shop/toy-operator", "--server", cluster.url());
        assertThat(run.exit()).as(run.err()).isZero();
        assertThat(run.out()).contains("operator shop/toy-operator");
    }

    @Test
    void whereProfilesMayNotBeReadTheBuiltInOnesAreKnown() {
        cluster.server()
                .setAuthorizer(attributes -> new dev.coxswain.simulator.api.Authorizer.Decision(
                        !attributes.resource().equals("operatorprofiles"), "no"));
        Said said = Said.by("operators", "--server", cluster.url());
        assertThat(said.exit()).as(said.err()).isZero();
        assertThat(said.out()).contains("spotahome-redis").doesNotContain("toy-operator");
        assertThat(said.err()).contains("profiles of the cluster are left out");
        cluster.server().setAuthorizer(_ -> new dev.coxswain.simulator.api.Authorizer.Decision(true, ""));
    }
}
