package dev.coxswain.bench;

import com.google.gson.JsonArray;
import com.google.gson.JsonObject;
import io.kubernetes.client.custom.V1Patch;
import io.kubernetes.client.informer.ResourceEventHandler;
import io.kubernetes.client.informer.SharedInformerFactory;
import io.kubernetes.client.openapi.ApiClient;
import io.kubernetes.client.util.Config;
import io.kubernetes.client.util.KubeConfig;
import io.kubernetes.client.util.generic.dynamic.DynamicKubernetesApi;
import io.kubernetes.client.util.generic.dynamic.DynamicKubernetesObject;
import java.io.IOException;
import java.io.Reader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;

/**
 * The yardstick: what somebody writes in an afternoon with the client library alone. One informer, one patch for each restart; no
 * journal, no locks, no limits, nothing kept of what was done. It reads JSON as it comes, because the library's models refuse pods
 * with fields that they do not know.
 */
final class BareInformer {

    private final DynamicKubernetesApi pods;
    private final ExecutorService workers = Executors.newFixedThreadPool(8);

    private BareInformer(ApiClient client) {
        this.pods = new DynamicKubernetesApi("", "v1", "pods", client);
    }

    /** @param arguments the URL of an API server, or a kubeconfig */
    public static void main(String[] arguments) throws IOException, InterruptedException {
        ApiClient client = client(arguments[0]);
        client.setReadTimeout(0);
        BareInformer informer = new BareInformer(client);
        SharedInformerFactory factory = new SharedInformerFactory(client);
        factory.sharedIndexInformerFor(informer.pods, DynamicKubernetesObject.class, 0)
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

    private ResourceEventHandler<DynamicKubernetesObject> handler() {
        return new ResourceEventHandler<>() {
            @Override
            public void onAdd(DynamicKubernetesObject pod) {
                look(pod.getRaw());
            }

            @Override
            public void onUpdate(DynamicKubernetesObject before, DynamicKubernetesObject pod) {
                look(pod.getRaw());
            }

            @Override
            public void onDelete(DynamicKubernetesObject pod, boolean unknown) {
                // what is gone needs no annotation
            }
        };
    }

    private void look(JsonObject pod) {
        JsonObject metadata = pod.getAsJsonObject("metadata");
        JsonArray containers =
                pod.has("status") ? pod.getAsJsonObject("status").getAsJsonArray("containerStatuses") : null;
        if (containers == null || containers.isEmpty()) {
            return;
        }
        JsonObject first = containers.get(0).getAsJsonObject();
        int restarts = first.get("restartCount").getAsInt();
        JsonObject annotations = metadata.getAsJsonObject("annotations");
        boolean isDone = annotations != null
                && annotations.has(Fleet.RESTARTS_SEEN)
                && annotations.get(Fleet.RESTARTS_SEEN).getAsString().equals(String.valueOf(restarts));
        if (!first.get("ready").getAsBoolean() && restarts > 0 && !isDone) {
            workers.execute(() -> annotate(metadata, restarts));
        }
    }

    private void annotate(JsonObject metadata, int restarts) {
        String patch = "{\"metadata\":{\"annotations\":{\"" + Fleet.RESTARTS_SEEN + "\":\"" + restarts + "\"}}}";
        var answer = pods.patch(
                metadata.get("namespace").getAsString(),
                metadata.get("name").getAsString(),
                V1Patch.PATCH_FORMAT_JSON_MERGE_PATCH,
                new V1Patch(patch));
        if (!answer.isSuccess()) {
            throw new IllegalStateException(
                    answer.getHttpStatusCode() + " " + answer.getStatus().getMessage());
        }
    }
}
