package dev.coxswain.simulator.api;

import static org.assertj.core.api.Assertions.assertThat;

import dev.coxswain.cluster.ApiRequest;
import dev.coxswain.cluster.ApiResponse;
import dev.coxswain.cluster.Gvk;
import dev.coxswain.cluster.Json;
import dev.coxswain.cluster.KubeObject;
import dev.coxswain.cluster.ObjectRef;
import dev.coxswain.cluster.Preconditions;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class ApiServerTest {

    private static final Gvk CONFIG_MAP = Gvk.of("v1", "ConfigMap");
    private static final Api.Actor ACTOR = new Api.Actor("tester", "tester");

    private final ApiServer server =
            new ApiServer(InstantSource.fixed(Instant.parse("2026-01-01T00:00:00Z")), new Random(1));

    @Test
    void whatAnOwnerOwnedGoesWithIt() {
        KubeObject owner = server.create(configMap("owner"), ACTOR);
        Map<String, String> reference =
                Map.of("apiVersion", "v1", "kind", "ConfigMap", "name", "owner", "uid", owner.uid());
        server.create(configMap("owned").with(List.of(reference), "metadata", "ownerReferences"), ACTOR);

        server.delete(owner.ref(), Preconditions.NONE, ACTOR);

        assertThat(server.list(CONFIG_MAP, "default")).isEmpty();
    }

    @Test
    void aFinalizerHoldsAnObjectUntilItIsTakenAway() {
        KubeObject held =
                server.create(configMap("held").with(List.of("example.com/a"), "metadata", "finalizers"), ACTOR);

        server.delete(held.ref(), Preconditions.NONE, ACTOR);
        KubeObject ending = server.find(held.ref()).orElseThrow();
        assertThat(ending.isBeingDeleted()).isTrue();

        server.update(ending.with(null, "metadata", "finalizers"), ACTOR);
        assertThat(server.find(held.ref())).isEmpty();
    }

    @Test
    void aRunningPodStaysUntilItsKubeletRemovesIt() {
        Map<String, Object> spec =
                Map.of("nodeName", "n1", "containers", List.of(Map.of("name", "c", "image", "redis:7")));
        KubeObject pod = server.create(
                KubeObject.of(Map.of(
                        "apiVersion",
                        "v1",
                        "kind",
                        "Pod",
                        "metadata",
                        Map.of("name", "p", "namespace", "default"),
                        "spec",
                        spec)),
                ACTOR);

        server.delete(pod.ref(), Preconditions.NONE, ACTOR);
        assertThat(server.find(pod.ref()).orElseThrow().number(0, "metadata", "deletionGracePeriodSeconds"))
                .isEqualTo(30);

        server.remove(pod.ref(), Preconditions.NONE, ACTOR);
        assertThat(server.find(pod.ref())).isEmpty();
    }

    @Test
    void theSameUpdateTwiceIsOneVersionAndOneChange() {
        List<Api.Change> changes = new ArrayList<>();
        server.onChange(CONFIG_MAP, changes::add);
        KubeObject created = server.create(configMap("a"), ACTOR);
        KubeObject changed = server.update(created.with("2", "data", "k"), ACTOR);
        KubeObject again = server.update(changed.with("2", "data", "k"), ACTOR);

        assertThat(again.resourceVersion()).isEqualTo(changed.resourceVersion());
        assertThat(changes).extracting(Api.Change::type).containsExactly(Api.ChangeType.ADDED, Api.ChangeType.MODIFIED);
    }

    @Test
    void whoScaledADeploymentBackCanBeTold() {
        Map<String, Object> template = Map.of(
                "metadata", Map.of("labels", Map.of("app", "x")),
                "spec", Map.of("containers", List.of(Map.of("name", "c", "image", "i:1"))));
        server.create(
                KubeObject.of(Map.of(
                        "apiVersion",
                        "apps/v1",
                        "kind",
                        "Deployment",
                        "metadata",
                        Map.of("name", "d", "namespace", "default"),
                        "spec",
                        Map.of("selector", Map.of("matchLabels", Map.of("app", "x")), "template", template))),
                ACTOR);
        ApiResponse scaled = server.handle(
                new ApiRequest(
                        "PATCH",
                        "/apis/apps/v1/namespaces/default/deployments/d/scale",
                        Map.of("fieldManager", "argocd"),
                        "application/merge-patch+json",
                        Map.of("spec", Map.of("replicas", 0L))),
                Identity.ADMIN);

        assertThat(scaled.status()).isEqualTo(200);
        KubeObject deployment = server.find(ObjectRef.of("apps/v1", "Deployment", "default", "d"))
                .orElseThrow();
        Optional<@Nullable Object> owner = deployment.list("metadata", "managedFields").stream()
                .filter(entry -> Json.at(entry, "fieldsV1", "f:spec", "f:replicas") != null)
                .findFirst();
        assertThat(Json.at(owner.orElseThrow(), "manager")).isEqualTo("argocd");
    }

    @Test
    void aWatchFromAForgottenVersionIsToldToStartOver() {
        KubeObject first = server.create(configMap("a"), ACTOR);
        server.create(configMap("b"), ACTOR);
        server.forgetHistory();
        List<Map<String, @Nullable Object>> events = new ArrayList<>();
        Watch watch = server.watch(
                ApiRequest.get(
                        "/api/v1/namespaces/default/configmaps", Map.of("resourceVersion", first.resourceVersion())),
                Identity.ADMIN,
                events::add);

        assertThat(watch.isClosed()).isTrue();
        assertThat(Json.at(events.getFirst(), "object", "code")).isEqualTo(410L);
    }

    private static KubeObject configMap(String name) {
        return KubeObject.of(Map.of(
                "apiVersion", "v1", "kind", "ConfigMap", "metadata", Map.of("name", name, "namespace", "default")));
    }
}
