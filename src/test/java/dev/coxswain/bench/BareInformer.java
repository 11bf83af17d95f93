package dev.coxswain.bench;

import io.kubernetes.client.custom.V1Patch;
import io.kubernetes.client.informer.ResourceEventHandler;
import io.kubernetes.client.informer.SharedInformerFactory;
import io.kubernetes.client.openapi.ApiClient;
import io.kubernetes.client.openapi.ApiException;
import io.kubernetes.client.openapi.apis.CoreV1Api;
import io.kubernetes.client.openapi.models.V1ContainerStatus;
import io.kubernetes.client.openapi.models.V1Pod;
import io.kubernetes.client.openapi.models.V1PodList;
import io.kubernetes.client.util.CallGeneratorParams;
import io.kubernetes.client.util.Config;
import io.kubernetes.client.util.KubeConfig;
import io.kubernetes.client.util.PatchUtils;
import java.io.IOException;
import java.io.Reader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import org.jspecify.annotations.Nullable;

/**
 * The yardstick: what somebody writes in an afternoon with the client library alone. One informer, one patch for each restart; no
 * journal, no locks, no limits, nothing kept of what was done.
 */
final class BareInformer {

    private final CoreV1Api api;
    private final ExecutorService workers = Executors.newFixedThreadPool(8);

    private BareInformer(ApiClient client) {
        this.api = new CoreV1Api(client);
    }

    /** @param arguments the URL of an API server, or a kubeconfig */
    public static void main(String[] arguments) throws IOException, InterruptedException {
        ApiClient client = client(arguments[0]);
        client.setReadTimeout(0);
        BareInformer informer = new BareInformer(client);
        SharedInformerFactory factory = new SharedInformerFactory(client);
        factory.sharedIndexInformerFor(
                        (CallGeneratorParams params) -> informer.api
                                .listPodForAllNamespaces()
                                .watch(params.watch)
                                .resourceVersion(params.resourceVersion)
                                .timeoutSeconds(params.timeoutSeconds)
                                .buildCall(null),
                        V1Pod.class,
                        V1PodList.class,
                        0)
                .addEventHandler(informer.handler());
        factory.startAllRegisteredInformers();
        new CountDownLatch(1).await();
    }

    private static ApiClient client(String cluster) throws IOException {
        if (cluster.startsWith("http:")) {
            return Config.fromUrl(cluster);
        }
        try (Reader reader = Files.newBufferedReader(Path.of(cluster), StandardCharsets.UTF_8)) {
            return Config.fromConfig(KubeConfig.loadKubeConfig(reader));
        }
    }

    private ResourceEventHandler<V1Pod> handler() {
        return new ResourceEventHandler<>() {
            @Override
            public void onAdd(V1Pod pod) {
                look(pod);
            }

            @Override
            public void onUpdate(V1Pod before, V1Pod pod) {
                look(pod);
            }

            @Override
            public void onDelete(V1Pod pod, boolean unknown) {
                // what is gone needs no annotation
            }
        };
    }

    private void look(V1Pod pod) {
        List<V1ContainerStatus> containers =
                pod.getStatus() == null ? null : pod.getStatus().getContainerStatuses();
        if (containers == null || containers.isEmpty()) {
            return;
        }
        V1ContainerStatus first = containers.getFirst();
        String restarts = String.valueOf(first.getRestartCount());
        @Nullable Map<String, String> annotations = pod.getMetadata().getAnnotations();
        boolean isDone = annotations != null && restarts.equals(annotations.get(Fleet.RESTARTS_SEEN));
        if (!first.getReady() && first.getRestartCount() > 0 && !isDone) {
            workers.execute(() ->
                    annotate(pod.getMetadata().getNamespace(), pod.getMetadata().getName(), restarts));
        }
    }

    private void annotate(String namespace, String name, String restarts) {
        V1Patch patch =
                new V1Patch("{\"metadata\":{\"annotations\":{\"" + Fleet.RESTARTS_SEEN + "\":\"" + restarts + "\"}}}");
        try {
            PatchUtils.patch(
                    V1Pod.class,
                    () -> api.patchNamespacedPod(name, namespace, patch).buildCall(null),
                    V1Patch.PATCH_FORMAT_JSON_MERGE_PATCH,
                    api.getApiClient());
        } catch (ApiException refused) {
            throw new IllegalStateException(refused.getResponseBody(), refused);
        }
    }
}
