package dev.coxswain.kube.effect;

import dev.coxswain.cluster.ApiRequest;
import dev.coxswain.cluster.Effect;
import dev.coxswain.cluster.Json;
import dev.coxswain.cluster.ObjectRef;
import dev.coxswain.cluster.PatchType;
import dev.coxswain.cluster.Preconditions;
import dev.coxswain.kube.client.RestMapper;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Words effects as requests. Preconditions are put where the server answers 409 when they do not hold. */
public final class EffectRequests {

    public static final String FIELD_MANAGER = "coxswain";

    private EffectRequests() {}

    static ApiRequest create(Effect.Create create, RestMapper.Resource resource, Map<String, String> query) {
        Map<String, String> all = new LinkedHashMap<>(query);
        all.put("fieldManager", FIELD_MANAGER);
        String path = resource.path(create.object().namespace());
        return new ApiRequest(
                "POST", path, all, "application/json", create.object().tree());
    }

    static ApiRequest patch(Effect.Patch patch, RestMapper.Resource resource, Map<String, String> query) {
        Map<String, String> all = new LinkedHashMap<>(query);
        all.put("fieldManager", FIELD_MANAGER);
        if (patch.type() == PatchType.APPLY) {
            // what is applied was planned and approved: a field that somebody else owns is taken over, and stays
            // visible
            // as ours in managedFields
            all.put("force", "true");
        }
        String subresource = patch.subresource().isEmpty() ? "" : "/" + patch.subresource();
        return new ApiRequest(
                "PATCH",
                resource.path(patch.target()) + subresource,
                all,
                patch.type().mediaType(),
                body(patch));
    }

    private static Object body(Effect.Patch patch) {
        return switch (patch.type()) {
            case JSON -> operations(patch);
            case MERGE, STRATEGIC ->
                withPreconditions(Json.mutableMap(Json.asMap(patch.body())), patch.preconditions());
            case APPLY ->
                named(withPreconditions(Json.mutableMap(Json.asMap(patch.body())), patch.preconditions()), patch);
        };
    }

    /** Setting the uid to what it is changes nothing; setting it to anything else is a conflict. A failed test is a 422. */
    private static List<@Nullable Object> operations(Effect.Patch patch) {
        List<@Nullable Object> operations = new ArrayList<>();
        patch.preconditions().uid().ifPresent(uid -> operations.add(set("/metadata/uid", uid)));
        patch.preconditions().resourceVersion().ifPresent(v -> operations.add(set("/metadata/resourceVersion", v)));
        operations.addAll(Json.asList(patch.body()));
        return operations;
    }

    private static Map<String, @Nullable Object> set(String path, String value) {
        return Map.of("op", "add", "path", path, "value", value);
    }

    private static Map<String, @Nullable Object> withPreconditions(
            Map<String, @Nullable Object> body, Preconditions preconditions) {
        if (preconditions.equals(Preconditions.NONE)) {
            return body;
        }
        Map<String, @Nullable Object> metadata = new LinkedHashMap<>(Json.asMap(body.get("metadata")));
        preconditions.uid().ifPresent(uid -> metadata.put("uid", uid));
        preconditions.resourceVersion().ifPresent(version -> metadata.put("resourceVersion", version));
        body.put("metadata", metadata);
        return body;
    }

    private static Map<String, @Nullable Object> named(Map<String, @Nullable Object> body, Effect.Patch patch) {
        ObjectRef target = patch.target();
        Map<String, @Nullable Object> metadata = new LinkedHashMap<>(Json.asMap(body.get("metadata")));
        metadata.put("name", target.name());
        if (!target.namespace().isEmpty()) {
            metadata.put("namespace", target.namespace());
        }
        body.putIfAbsent("apiVersion", target.gvk().apiVersion());
        body.putIfAbsent("kind", target.gvk().kind());
        body.put("metadata", metadata);
        return body;
    }

    static ApiRequest delete(Effect.Delete delete, RestMapper.Resource resource, Map<String, String> query) {
        Map<String, @Nullable Object> options = deleteOptions(delete.preconditions());
        delete.gracePeriod().ifPresent(grace -> options.put("gracePeriodSeconds", grace.toSeconds()));
        return new ApiRequest("DELETE", resource.path(delete.target()), query, "application/json", options);
    }

    static ApiRequest evict(Effect.Evict evict, RestMapper.Resource resource, Map<String, String> query) {
        Map<String, @Nullable Object> eviction = new LinkedHashMap<>();
        eviction.put("apiVersion", "policy/v1");
        eviction.put("kind", "Eviction");
        eviction.put(
                "metadata",
                Map.of(
                        "name",
                        evict.target().name(),
                        "namespace",
                        evict.target().namespace()));
        eviction.put("deleteOptions", deleteOptions(evict.preconditions()));
        String path = resource.path(evict.target()) + "/eviction";
        return new ApiRequest("POST", path, query, "application/json", eviction);
    }

    private static Map<String, @Nullable Object> deleteOptions(Preconditions preconditions) {
        Map<String, @Nullable Object> options = new LinkedHashMap<>();
        options.put("apiVersion", "v1");
        options.put("kind", "DeleteOptions");
        Map<String, @Nullable Object> wanted = new LinkedHashMap<>();
        preconditions.uid().ifPresent(uid -> wanted.put("uid", uid));
        preconditions.resourceVersion().ifPresent(version -> wanted.put("resourceVersion", version));
        if (!wanted.isEmpty()) {
            options.put("preconditions", wanted);
        }
        return options;
    }
}
