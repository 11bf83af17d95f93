package dev.coxswain.suite;

import dev.coxswain.kube.client.KubeClients;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.io.TempDir;
import org.testcontainers.junit.jupiter.Container;
import org.testcontainers.junit.jupiter.Testcontainers;
import org.testcontainers.k3s.K3sContainer;
import org.testcontainers.utility.DockerImageName;

/** K3s in a container; pulls the released images of operator and Redis. Skipped without Docker. */
@Testcontainers(disabledWithoutDocker = true)
class MainJobOnK3sIT extends MainJobSuite {

    @Container
    private static final K3sContainer K3S = new K3sContainer(DockerImageName.parse("rancher/k3s:v1.33.5-k3s1"));

    @TempDir
    private static Path directory;

    @Override
    Ground ground() throws IOException {
        Path kubeconfig = Files.writeString(directory.resolve("kubeconfig"), K3S.getKubeConfigYaml());
        return new RealGround(KubeClients.fromKubeconfig(kubeconfig), Ground.Images.configured());
    }
}
