package dev.coxswain.suite;

import dev.coxswain.approval.Question;
import dev.coxswain.cluster.ApiRequest;
import dev.coxswain.cluster.ApiResponse;
import dev.coxswain.cluster.Effect;
import dev.coxswain.cluster.ExecResult;
import dev.coxswain.cluster.Gvk;
import dev.coxswain.cluster.Json;
import dev.coxswain.cluster.KubeObject;
import dev.coxswain.cluster.ObjectRef;
import dev.coxswain.cluster.Preconditions;
import dev.coxswain.kube.client.HttpTransport;
import dev.coxswain.kube.client.RestMapper;
import dev.coxswain.run.engine.RunEngine;
import dev.coxswain.run.record.Run;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.snakeyaml.engine.v2.api.Load;
import org.snakeyaml.engine.v2.api.LoadSettings;

/** What a person does with kubectl: apply, get, exec, delete. */
final class Hands {

    private static final Gvk DECISION = Gvk.of("coxswain.dev/v1alpha1", "Decision");

    private final HttpTransport transport;
    private RestMapper mapper;

    Hands(HttpTransport transport) {
        this.transport = transport;
        this.mapper = new RestMapper(transport, InstantSource.system());
    }

    /** {@code kubectl apply --server-side -f -} */
    void apply(String yaml) {
        for (Object document : new Load(LoadSettings.builder().build()).loadAllFromString(yaml)) {
            KubeObject object = KubeObject.of(Json.asMap(Json.copy(document)));
            ok(new ApiRequest(
                    "PATCH",
                    path(object.ref()),
                    Map.of("fieldManager", "suite", "force", "true"),
                    "application/apply-patch+yaml",
                    object.tree()));
        }
    }

    /** The name under which the API server knows us, and here the supervisor too. */
    String whoAmI() {
        ApiResponse review = ok(new ApiRequest(
                "POST",
                "/apis/authentication.k8s.io/v1/selfsubjectreviews",
                Map.of(),
                "application/json",
                Map.of("apiVersion", "authentication.k8s.io/v1", "kind", "SelfSubjectReview")));
        return Json.asText(Json.at(review.body(), "status", "userInfo", "username"));
    }

    void merge(ObjectRef ref, Map<String, Object> body) {
        ok(new ApiRequest("PATCH", path(ref), Map.of("fieldManager", "suite"), "application/merge-patch+json", body));
    }

    Optional<KubeObject> find(ObjectRef ref) {
        ApiResponse response = send(ApiRequest.get(path(ref), Map.of()));
        return response.status() == 404
                ? Optional.empty()
                : Optional.of(KubeObject.of(Json.asMap(checked(response).body())));
    }

    KubeObject get(ObjectRef ref) {
        return find(ref).orElseThrow(() -> new AssertionError("there is no " + ref));
    }

    List<KubeObject> list(Gvk gvk, String namespace) {
        List<KubeObject> all = new ArrayList<>();
        ApiResponse answer = ok(ApiRequest.get(resource(gvk).path(namespace), Map.of()));
        for (Object item : Json.asList(Json.at(answer.body(), "items"))) {
            Map<String, Object> tree =
                    new java.util.LinkedHashMap<>(Map.of("apiVersion", gvk.apiVersion(), "kind", gvk.kind()));
            Json.asMap(item).forEach((key, value) -> tree.put(key, java.util.Objects.requireNonNull(value)));
            all.add(KubeObject.of(tree));
        }
        return all;
    }

    /** Already gone is as good. */
    void delete(ObjectRef ref) {
        ApiResponse response =
                send(new ApiRequest("DELETE", path(ref), Map.of("propagationPolicy", "Background"), "", null));
        if (response.status() != 404) {
            checked(response);
        }
    }

    /** What it printed; of a container that does not run at the moment, why it could not be asked. */
    String exec(ObjectRef pod, String container, String... command) {
        try {
            ExecResult result = transport.exec(new Effect.Exec(
                    pod, Preconditions.NONE, container, List.of(command), Duration.ofMinutes(1), 65_536, true));
            return result.stdout() + result.stderr();
        } catch (IOException refused) {
            return String.valueOf(refused.getMessage());
        }
    }

    /** {@code kubectl create} of a Decision about the question that the run asks at the moment. */
    void answer(Run run, String answer) {
        Question question = RunEngine.openQuestion(run).orElseThrow();
        ApiResponse me = ok(new ApiRequest(
                "POST",
                "/apis/authentication.k8s.io/v1/selfsubjectreviews",
                Map.of(),
                "application/json",
                Map.of("apiVersion", "authentication.k8s.io/v1", "kind", "SelfSubjectReview")));
        Map<String, Object> spec = Map.of(
                "run", run.spec().name(),
                "question", question.id(),
                "digest", question.digest(),
                "answer", answer,
                "by", Json.asText(Json.at(me.body(), "status", "userInfo", "username")));
        Map<String, Object> metadata =
                Map.of("namespace", run.spec().namespace(), "name", run.spec().name() + "-" + question.id());
        ok(new ApiRequest(
                "POST",
                resource(DECISION).path(run.spec().namespace()),
                Map.of(),
                "application/json",
                Map.of(
                        "apiVersion",
                        DECISION.apiVersion(),
                        "kind",
                        DECISION.kind(),
                        "metadata",
                        metadata,
                        "spec",
                        spec)));
    }

    private String path(ObjectRef ref) {
        return resource(ref.gvk()).path(ref);
    }

    private RestMapper.Resource resource(Gvk gvk) {
        try {
            Optional<RestMapper.Resource> known = mapper.resource(gvk);
            if (known.isEmpty()) {
                // perhaps its definition has been applied since
                mapper = new RestMapper(transport, InstantSource.system());
                known = mapper.resource(gvk);
            }
            return known.orElseThrow(() -> new AssertionError("the cluster does not serve " + gvk));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private ApiResponse ok(ApiRequest request) {
        return checked(send(request));
    }

    private ApiResponse send(ApiRequest request) {
        try {
            return transport.send(request);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static ApiResponse checked(ApiResponse response) {
        if (!response.isSuccess()) {
            throw new AssertionError("HTTP " + response.status() + ": " + response.message());
        }
        return response;
    }
}
