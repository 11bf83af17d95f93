package dev.coxswain.run.journal;

import dev.coxswain.cluster.Effect;
import dev.coxswain.cluster.Gvk;
import dev.coxswain.cluster.Json;
import dev.coxswain.cluster.KubeObject;
import dev.coxswain.cluster.ObjectRef;
import dev.coxswain.cluster.PatchType;
import dev.coxswain.cluster.Preconditions;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Effects as the journal keeps them. Bodies are kept as text: a patch that removes a field says so with a null, and an API server
 * may drop nulls from a custom resource.
 */
public final class EffectJson {

    private EffectJson() {}

    public static Map<String, @Nullable Object> write(Effect effect) {
        Map<String, @Nullable Object> json = new LinkedHashMap<>();
        switch (effect) {
            case Effect.Create(KubeObject object) -> {
                json.put("do", "create");
                json.put("object", Json.print(object.tree()));
            }
            case Effect.Patch patch -> {
                json.put("do", "patch");
                json.put("type", patch.type().name());
                json.put("body", Json.print(patch.body()));
                putUnlessEmpty(json, "subresource", patch.subresource());
                put(json, patch.preconditions());
            }
            case Effect.Delete delete -> {
                json.put("do", "delete");
                delete.gracePeriod().ifPresent(grace -> json.put("gracePeriodSeconds", grace.toSeconds()));
                put(json, delete.preconditions());
            }
            case Effect.Evict evict -> {
                json.put("do", "evict");
                put(json, evict.preconditions());
            }
            case Effect.Exec exec -> {
                json.put("do", "exec");
                json.put("container", exec.container());
                json.put("command", exec.command());
                json.put("timeoutSeconds", exec.timeout().toSeconds());
                json.put("maxBytes", (long) exec.maxBytes());
                json.put("repeatable", exec.repeatable());
                put(json, exec.preconditions());
            }
        }
        json.put("target", write(effect.target()));
        return json;
    }

    static Effect read(Map<String, @Nullable Object> json) {
        ObjectRef target = ref(Json.asMap(json.get("target")));
        return switch (Json.asText(json.get("do"))) {
            case "create" -> new Effect.Create(KubeObject.of(Json.asMap(Json.parse(Json.asText(json.get("object"))))));
            case "patch" ->
                new Effect.Patch(
                        target,
                        Fields.oneOf(PatchType.class, json, "type"),
                        body(Json.asText(json.get("body"))),
                        preconditions(json),
                        Json.asText(json.get("subresource")));
            case "delete" ->
                new Effect.Delete(
                        target,
                        preconditions(json),
                        json.get("gracePeriodSeconds") instanceof Number seconds
                                ? Optional.of(Duration.ofSeconds(seconds.longValue()))
                                : Optional.empty());
            case "evict" -> new Effect.Evict(target, preconditions(json));
            case "exec" ->
                new Effect.Exec(
                        target,
                        preconditions(json),
                        Json.asText(json.get("container")),
                        Json.asList(json.get("command")).stream()
                                .map(Json::asText)
                                .toList(),
                        Duration.ofSeconds(Json.asLong(json.get("timeoutSeconds"), 30)),
                        (int) Json.asLong(json.get("maxBytes"), 0),
                        Boolean.TRUE.equals(json.get("repeatable")));
            default -> throw new IllegalArgumentException("the journal holds an unknown effect: " + json.get("do"));
        };
    }

    private static Object body(String text) {
        return Optional.ofNullable(Json.parse(text))
                .orElseThrow(() -> new IllegalArgumentException("the body of a patch is null"));
    }

    public static Map<String, @Nullable Object> write(ObjectRef ref) {
        Map<String, @Nullable Object> json = new LinkedHashMap<>();
        json.put("apiVersion", ref.gvk().apiVersion());
        json.put("kind", ref.gvk().kind());
        putUnlessEmpty(json, "namespace", ref.namespace());
        json.put("name", ref.name());
        return json;
    }

    private static ObjectRef ref(Map<String, @Nullable Object> json) {
        return new ObjectRef(
                Gvk.of(Json.asText(json.get("apiVersion")), Json.asText(json.get("kind"))),
                Json.asText(json.get("namespace")),
                Json.asText(json.get("name")));
    }

    private static void put(Map<String, @Nullable Object> json, Preconditions preconditions) {
        preconditions.uid().ifPresent(uid -> json.put("uid", uid));
        preconditions.resourceVersion().ifPresent(version -> json.put("resourceVersion", version));
    }

    private static Preconditions preconditions(Map<String, @Nullable Object> json) {
        return new Preconditions(text(json, "uid"), text(json, "resourceVersion"));
    }

    private static Optional<String> text(Map<String, @Nullable Object> json, String key) {
        return Optional.of(Json.asText(json.get(key))).filter(text -> !text.isEmpty());
    }

    private static void putUnlessEmpty(Map<String, @Nullable Object> json, String key, String value) {
        if (!value.isEmpty()) {
            json.put(key, value);
        }
    }
}
