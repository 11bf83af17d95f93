package dev.coxswain.cli.console;

import static org.assertj.core.api.Assertions.assertThat;

import dev.coxswain.app.rehearsal.SimulatedCluster;
import dev.coxswain.cluster.KubeObject;
import dev.coxswain.cluster.ObjectRef;
import dev.coxswain.cluster.Preconditions;
import dev.coxswain.kube.client.KubeClients;
import dev.coxswain.simulator.api.Api;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RecognitionTest {

    private static final ObjectRef POLICY = ObjectRef.of(
            "admissionregistration.k8s.io/v1", "ValidatingAdmissionPolicy", "", "playbookruns.coxswain.dev");

    private static final Api.Actor SOMEBODY = new Api.Actor("kubernetes-admin", "kubectl");

    @Test
    void whoeverIsNotTheSupervisorOfThePoliciesIsToldHowToBecomeIt(@TempDir Path directory) throws IOException {
        Path kubeconfig = directory.resolve("kubeconfig");
        try (SimulatedCluster cluster = SimulatedCluster.startSecured(0, 1, kubeconfig)) {
            Connection.Cluster asked = new Connection.Cluster(KubeClients.fromKubeconfig(kubeconfig));
            name(cluster, "system:serviceaccount:coxswain:coxswain");
            assertThat(Recognition.complaint(asked))
                    .hasValueSatisfying(complaint -> assertThat(complaint)
                            .contains(
                                    "this supervisor is kubernetes-admin",
                                    "expect system:serviceaccount:coxswain:coxswain",
                                    "coxswain manifests --supervisor 'kubernetes-admin' | kubectl apply"));

            name(cluster, "kubernetes-admin");
            assertThat(Recognition.complaint(asked)).isEmpty();

            cluster.server().delete(POLICY, Preconditions.NONE, SOMEBODY);
            assertThat(Recognition.complaint(asked)).isEmpty();
        }
    }

    private static void name(SimulatedCluster cluster, String supervisor) {
        KubeObject policy = cluster.server().find(POLICY).orElseThrow();
        List<Object> variables = policy.list("spec", "variables").stream()
                .<Object>map(variable -> variable instanceof Map<?, ?> map && "supervisor".equals(map.get("name"))
                        ? Map.of("name", "supervisor", "expression", "'" + supervisor + "'")
                        : variable)
                .toList();
        cluster.server().update(policy.with(variables, "spec", "variables"), SOMEBODY);
    }
}
