package dev.coxswain.kube.client;

import io.kubernetes.client.util.ClientBuilder;
import io.kubernetes.client.util.KubeConfig;
import io.micronaut.context.annotation.ConfigurationProperties;
import java.io.IOException;
import java.io.Reader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/**
 * Which cluster is supervised, and as whom: {@code coxswain.cluster.*}.
 *
 * @param kubeconfig a file; without one the kubeconfig that kubectl would use, or else the pod's service account
 * @param context in that file; without one its current context
 * @param server an API server that wants no credentials; goes before a kubeconfig
 */
@ConfigurationProperties("coxswain.cluster")
public record ClusterAccess(
        @Nullable String kubeconfig,
        @Nullable String context,
        @Nullable String server) {

    /** @throws IOException when there is no usable configuration; the message names the file */
    ClientBuilder builder() throws IOException {
        if (server != null) {
            return new ClientBuilder().setBasePath(server);
        }
        return kubeconfig == null ? ClientBuilder.standard() : fromFile(Path.of(kubeconfig));
    }

    private ClientBuilder fromFile(Path file) throws IOException {
        if (!Files.isReadable(file)) {
            throw new IOException("coxswain.cluster.kubeconfig: there is no readable file " + file);
        }
        try (Reader reader = Files.newBufferedReader(file, StandardCharsets.UTF_8)) {
            KubeConfig config = KubeConfig.loadKubeConfig(reader);
            // relative paths to certificates and exec plugins start at the file
            config.setFile(file.toFile());
            if (context != null && !config.setContext(context)) {
                throw new IOException("coxswain.cluster.context: no context " + context + " in " + file);
            }
            return ClientBuilder.kubeconfig(config);
        }
    }

    /** The options that lead a command to the same cluster, as they are typed. */
    public String asTyped() {
        if (server != null) {
            return " --server " + server;
        }
        return (kubeconfig == null ? "" : " --kubeconfig " + kubeconfig)
                + (context == null ? "" : " --context " + context);
    }

    /**
     * The wire, whose credentials are read again when their files change.
     *
     * @throws IOException when there is no usable configuration; the message names the file
     */
    HttpTransport transport() throws IOException {
        if (server != null) {
            return KubeClients.fromUrl(server);
        }
        if (kubeconfig == null) {
            return context == null ? KubeClients.standard() : KubeClients.standard(context);
        }
        Path file = Path.of(kubeconfig);
        if (!Files.isReadable(file)) {
            throw new IOException("coxswain.cluster.kubeconfig: there is no readable file " + file);
        }
        return KubeClients.fromKubeconfig(file, context == null ? "" : context);
    }
}
