package dev.coxswain.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.coxswain.app.rehearsal.SimulatedCluster;
import dev.coxswain.cli.console.Task;
import dev.coxswain.cluster.ApiRequest;
import dev.coxswain.cluster.Json;
import dev.coxswain.kube.client.KubeClients;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;

class SecuredSimulatorTest {

    @Test
    void theKubeconfigLetsInAndNothingElseDoes(@TempDir Path directory) throws IOException {
        Path kubeconfig = directory.resolve("kubeconfig");
        try (SimulatedCluster cluster = SimulatedCluster.startSecured(0, 1, kubeconfig)) {
            assertThat(cluster.url()).startsWith("https://");
            assertThat(KubeClients.fromKubeconfig(kubeconfig)
                            .send(ApiRequest.get("/api/v1/namespaces/shop/pods", Map.of()))
                            .status())
                    .isEqualTo(200);
            Path stranger = directory.resolve("stranger");
            Files.writeString(
                    stranger,
                    Files.readString(kubeconfig)
                            .replaceAll("(?m)^\\s+client-(certificate|key)-data:.*\\n", "")
                            .replaceAll("(?m)^(\\s*)user:\\s*$", "$1user: {}"));
            StringWriter err = new StringWriter();
            CommandLine line = Main.commandLine().setOut(new PrintWriter(new StringWriter(), true));
            line.setErr(new PrintWriter(err, true));
            assertThat(line.execute("runs", "--kubeconfig", stranger.toString()))
                    .isEqualTo(Task.CLUSTER);
            assertThat(err.toString()).contains("forbidden", "system:anonymous").doesNotContain("\tat ");
        }
    }

    @Test
    void whoAmIIsTheNameInTheCertificate(@TempDir Path directory) throws IOException {
        Path kubeconfig = directory.resolve("kubeconfig");
        try (SimulatedCluster cluster = SimulatedCluster.startSecured(0, 1, kubeconfig)) {
            StringWriter out = new StringWriter();
            CommandLine line = Main.commandLine().setOut(new PrintWriter(out, true));
            line.setErr(new PrintWriter(new StringWriter(), true));
            assertThat(line.execute(
                            "run",
                            "redis-replica-probe-stuck",
                            "shop/rfr-cart-2",
                            "-o",
                            "json",
                            "--kubeconfig",
                            kubeconfig.toString()))
                    .isZero();
            assertThat(Json.at(Json.parse(out.toString()), "spec", "requestedBy"))
                    .isEqualTo("kubernetes-admin");
            assertThat(cluster.server().list(dev.coxswain.run.journal.RunJson.GVK))
                    .hasSize(1);
        }
    }
}
