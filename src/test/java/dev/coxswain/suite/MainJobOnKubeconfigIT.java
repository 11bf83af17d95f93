package dev.coxswain.suite;

import dev.coxswain.kube.client.KubeClients;
import java.io.IOException;
import java.nio.file.Path;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;

/** Takes some twenty minutes: a real replica loads for four minutes, and the playbook waits for what really happens. */
@EnabledIfSystemProperty(
        named = "coxswain.test.kubeconfig",
        matches = ".+",
        disabledReason = "no cluster given; run with -Dcoxswain.test.kubeconfig=FILE")
class MainJobOnKubeconfigIT extends MainJobSuite {
    @Override
    Ground ground() throws IOException {
        Path kubeconfig = Path.of(System.getProperty("coxswain.test.kubeconfig"));
        return new RealGround(KubeClients.fromKubeconfig(kubeconfig), Ground.Images.configured());
    }
}
