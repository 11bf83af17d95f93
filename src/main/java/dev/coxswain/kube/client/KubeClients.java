package dev.coxswain.kube.client;

import dev.coxswain.expression.Diagnostics;
import dev.coxswain.expression.YamlDocument;
import dev.coxswain.expression.YamlNode;
import io.kubernetes.client.openapi.ApiClient;
import io.kubernetes.client.util.ClientBuilder;
import io.kubernetes.client.util.Config;
import io.kubernetes.client.util.KubeConfig;
import java.io.File;
import java.io.IOException;
import java.io.Reader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/** Connects to an API server: by kubeconfig (certificates, tokens, exec plugins), from within a pod, or by plain address. */
public final class KubeClients {

    static final String USER_AGENT = "coxswain";

    private KubeClients() {}

    /** Uses the current context of the file. */
    public static HttpTransport fromKubeconfig(Path file) throws IOException {
        return fromKubeconfig(file, "");
    }

    /** @param context empty for the file's current context */
    public static HttpTransport fromKubeconfig(Path file, String context) throws IOException {
        check(file);
        return new HttpTransport(new FreshClient(
                FreshClient.filesOf(file, config(file, context)),
                () -> ClientBuilder.kubeconfig(config(file, context)).build()));
    }

    private static KubeConfig config(Path file, String context) throws IOException {
        try (Reader reader = Files.newBufferedReader(file, StandardCharsets.UTF_8)) {
            KubeConfig config = KubeConfig.loadKubeConfig(reader);
            // relative paths to certificates and exec plugins start at the file
            config.setFile(file.toFile());
            if (!context.isEmpty() && !config.setContext(context)) {
                throw new IOException("no context " + context + " in " + file);
            }
            findTokenFiles(config, file);
            return config;
        }
    }

    /** The library looks for all other files beside the kubeconfig, and for these where we were started. */
    @SuppressWarnings("unchecked")
    private static void findTokenFiles(KubeConfig config, Path file) {
        for (Object entry : Optional.ofNullable(config.getUsers()).orElseGet(ArrayList::new)) {
            if (entry instanceof Map<?, ?> named
                    && named.get("user") instanceof Map<?, ?> user
                    && user.get("tokenFile") instanceof String name) {
                ((Map<String, Object>) user)
                        .put(
                                "tokenFile",
                                file.toAbsolutePath().resolveSibling(name).toString());
            }
        }
    }

    /** The client library answers anything but a kubeconfig with exceptions of its YAML parser, or worse. */
    private static void check(Path file) throws IOException {
        String text = Files.readString(file);
        Diagnostics diagnostics = new Diagnostics(file.toString(), text);
        List<YamlNode> documents = YamlDocument.read(text, diagnostics);
        if (diagnostics.hasErrors()) {
            throw new IOException(diagnostics.print().strip());
        }
        if (documents.size() != 1 || !(documents.getFirst() instanceof YamlNode.Mapping)) {
            throw new IOException(file + " is no kubeconfig");
        }
    }

    /** With the service account of the pod that we run in; its token is read again as it is renewed. */
    public static HttpTransport inCluster() throws IOException {
        return new HttpTransport(new FreshClient(
                List.of(Path.of(Config.SERVICEACCOUNT_CA_PATH), Path.of(Config.SERVICEACCOUNT_TOKEN_PATH)),
                () -> ClientBuilder.cluster().build()));
    }

    /** Whether there is a kubeconfig where kubectl would look, or a pod's service account. */
    public static boolean isConfigured() {
        return usualKubeconfig().isPresent() || Files.exists(Path.of(Config.SERVICEACCOUNT_TOKEN_PATH));
    }

    /** The kubeconfig that kubectl would use, with another of its contexts. */
    public static HttpTransport standard(String context) throws IOException {
        Path file = usualKubeconfig()
                .orElseThrow(() -> new IOException("there is no kubeconfig in which to find context " + context));
        return fromKubeconfig(file, context);
    }

    /** Of several files in KUBECONFIG the first that is there; they are not merged. */
    private static Optional<Path> usualKubeconfig() {
        String given = Optional.ofNullable(System.getenv(Config.ENV_KUBECONFIG)).orElse("");
        Stream<Path> places = given.isBlank()
                ? Stream.of(Path.of(System.getProperty("user.home"), ".kube", "config"))
                : Stream.of(given.split(File.pathSeparator, -1))
                        .filter(place -> !place.isBlank())
                        .map(Path::of);
        return places.filter(Files::isRegularFile).findFirst();
    }

    /** The kubeconfig that kubectl would use, or else the pod's service account. */
    public static HttpTransport standard() throws IOException {
        Optional<Path> file = usualKubeconfig();
        return file.isPresent() ? fromKubeconfig(file.get()) : inCluster();
    }

    /** Without credentials: for the simulator and for {@code kubectl proxy}. */
    public static HttpTransport fromUrl(String url) {
        return new HttpTransport(new ApiClient().setBasePath(url));
    }
}
