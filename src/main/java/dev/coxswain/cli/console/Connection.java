package dev.coxswain.cli.console;

import dev.coxswain.cluster.ApiRequest;
import dev.coxswain.cluster.ApiResponse;
import dev.coxswain.cluster.Gvk;
import dev.coxswain.cluster.Json;
import dev.coxswain.cluster.KubeObject;
import dev.coxswain.kube.client.HttpTransport;
import dev.coxswain.kube.client.KubeClients;
import dev.coxswain.kube.client.RestMapper;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Instant;
import java.time.InstantSource;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.time.format.DateTimeParseException;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** The options that say which cluster a command speaks to. */
public final class Connection {

    @Option(
            names = "--kubeconfig",
            paramLabel = "FILE",
            description = "The kubeconfig; by default as kubectl finds it.")
    private @Nullable Path kubeconfig;

    @Option(names = "--context", paramLabel = "NAME", description = "The context in the kubeconfig.")
    private @Nullable String context;

    @Option(names = "--server", paramLabel = "URL", description = "An API server that wants no credentials.")
    private @Nullable String server;

    @Option(
            names = {"-n", "--namespace"},
            paramLabel = "NAMESPACE",
            defaultValue = "coxswain",
            description = "The supervisor's namespace, in which runs and decisions live (default: ${DEFAULT-VALUE}).")
    private String namespace = "coxswain";

    public String namespace() {
        return namespace;
    }

    /** The same for a process that is configured by keys. */
    public Map<String, Object> settings() {
        Map<String, Object> settings = new LinkedHashMap<>();
        settings.put("coxswain.namespace", namespace);
        if (server != null) {
            settings.put("coxswain.cluster.server", server);
        }
        if (kubeconfig != null) {
            settings.put("coxswain.cluster.kubeconfig", kubeconfig.toString());
        }
        if (context != null) {
            settings.put("coxswain.cluster.context", context);
        }
        return settings;
    }

    /** @throws IOException when there is no usable configuration */
    public HttpTransport transport() throws IOException {
        if (server != null) {
            return KubeClients.fromUrl(server);
        }
        if (kubeconfig != null) {
            return context == null
                    ? KubeClients.fromKubeconfig(kubeconfig)
                    : KubeClients.fromKubeconfig(kubeconfig, context);
        }
        if (KubeClients.isConfigured()) {
            return context == null ? KubeClients.standard() : KubeClients.standard(context);
        }
        throw new IOException(
                "no cluster to speak to: there is no kubeconfig (neither $KUBECONFIG nor ~/.kube/config), and"
                        + " this is no pod of a cluster; name one with --kubeconfig FILE or --server URL, or try `"
                        + Launched.by()
                        + " demo`, which needs none");
    }

    /** The options that lead another command to the same cluster, as they are typed. */
    public String asTyped() {
        return (server != null ? " --server " + server : kubeconfig != null ? " --kubeconfig " + kubeconfig : "")
                + (context != null ? " --context " + context : "");
    }

    /** A cluster to ask, object by object. */
    public static final class Cluster {
        private final HttpTransport transport;
        private final RestMapper mapper;

        public Cluster(HttpTransport transport) {
            this.transport = transport;
            this.mapper = new RestMapper(transport, InstantSource.system());
        }

        public HttpTransport transport() {
            return transport;
        }

        public RestMapper mapper() {
            return mapper;
        }

        public Optional<KubeObject> find(Gvk gvk, String namespace, String name) throws IOException {
            ApiResponse response = transport.send(ApiRequest.get(
                    resource(gvk).path(new dev.coxswain.cluster.ObjectRef(gvk, namespace, name)), Map.of()));
            if (response.status() == 404) {
                return Optional.empty();
            }
            return Optional.of(KubeObject.of(Json.asMap(checked(response).body())));
        }

        public KubeObject create(KubeObject object) throws IOException {
            ApiResponse response = transport.send(new ApiRequest(
                    "POST",
                    resource(object.gvk()).path(object.namespace()),
                    Map.of(),
                    "application/json",
                    object.tree()));
            return KubeObject.of(Json.asMap(checked(response).body()));
        }

        public KubeObject annotate(KubeObject object, String key, String value) throws IOException {
            ApiResponse response = transport.send(new ApiRequest(
                    "PATCH",
                    resource(object.gvk()).path(object.ref()),
                    Map.of(),
                    "application/merge-patch+json",
                    Map.of("metadata", Map.of("annotations", Map.of(key, value)))));
            return KubeObject.of(Json.asMap(checked(response).body()));
        }

        /** What time it is for the API server, which alone decides how old things are; this machine's clock may be off. */
        public Instant now() throws IOException {
            ApiResponse response = transport.send(ApiRequest.get("/version", Map.of()));
            String date = response.headers().getOrDefault("date", "");
            try {
                return date.isEmpty()
                        ? InstantSource.system().instant()
                        : ZonedDateTime.parse(date, DateTimeFormatter.RFC_1123_DATE_TIME)
                                .toInstant();
            } catch (DateTimeParseException unreadable) {
                return InstantSource.system().instant();
            }
        }

        /** The name under which the API server knows whoever is asking. */
        public String whoAmI() throws IOException {
            ApiResponse response = transport.send(new ApiRequest(
                    "POST",
                    "/apis/authentication.k8s.io/v1/selfsubjectreviews",
                    Map.of(),
                    "application/json",
                    Map.of("apiVersion", "authentication.k8s.io/v1", "kind", "SelfSubjectReview")));
            return Json.asText(Json.at(checked(response).body(), "status", "userInfo", "username"));
        }

        private RestMapper.Resource resource(Gvk gvk) throws IOException {
            return mapper.resource(gvk)
                    .orElseThrow(() -> new IOException("this cluster does not know " + gvk + ": " + Complaint.INSTALL));
        }

        private static ApiResponse checked(ApiResponse response) throws IOException {
            if (!response.isSuccess()) {
                throw new IOException(Complaint.of(response));
            }
            return response;
        }
    }
}
