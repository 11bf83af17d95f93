package dev.coxswain.kube;

import io.kubernetes.client.openapi.ApiClient;
import io.kubernetes.client.util.ClientBuilder;
import io.kubernetes.client.util.KubeConfig;
import java.io.IOException;
import java.io.Reader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;

/** Connects to an API server: by kubeconfig (certificates, tokens, exec plugins), from within a pod, or by plain address. */
public final class KubeClients {

    private static final String USER_AGENT = "coxswain";

    private KubeClients() {}

    /** Uses the current context of the file. */
    public static HttpTransport fromKubeconfig(Path file) throws IOException {
        return fromKubeconfig(file, "");
    }

    /** @param context empty for the file's current context */
    public static HttpTransport fromKubeconfig(Path file, String context) throws IOException {
        try (Reader reader = Files.newBufferedReader(file, StandardCharsets.UTF_8)) {
            KubeConfig config = KubeConfig.loadKubeConfig(reader);
            // relative paths to certificates and exec plugins start at the file
            config.setFile(file.toFile());
            if (!context.isEmpty() && !config.setContext(context)) {
                throw new IOException("no context " + context + " in " + file);
            }
            return transport(ClientBuilder.kubeconfig(config).build());
        }
    }

    /** With the service account of the pod that we run in; its token is read again as it is renewed. */
    public static HttpTransport inCluster() throws IOException {
        return transport(ClientBuilder.cluster().build());
    }

    /** The kubeconfig that kubectl would use, or else the pod's service account. */
    public static HttpTransport standard() throws IOException {
        return transport(ClientBuilder.standard().build());
    }

    /** Without credentials: for the simulator and for {@code kubectl proxy}. */
    public static HttpTransport fromUrl(String url) {
        return transport(new ApiClient().setBasePath(url));
    }

    private static HttpTransport transport(ApiClient client) {
        client.setUserAgent(USER_AGENT);
        return new HttpTransport(client);
    }
}
