package dev.coxswain.simulator.api.rest;

import dev.coxswain.cluster.ApiRequest;
import dev.coxswain.cluster.ApiResponse;
import dev.coxswain.cluster.Json;
import dev.coxswain.cluster.KubeObject;
import dev.coxswain.simulator.api.Refusals;
import dev.coxswain.simulator.api.Refusals.Cause;
import dev.coxswain.simulator.api.kind.Kind;
import dev.coxswain.simulator.api.kind.Kind.Trait;
import dev.coxswain.simulator.api.registry.Objects;
import dev.coxswain.simulator.api.registry.Store;
import dev.coxswain.simulator.api.registry.Write;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Scale, eviction and binding: subresources whose body is a kind of its own. Status is the object itself. */
public final class Subresources {

    private final Store store;
    private final Objects objects;

    public Subresources(Store store, Objects objects) {
        this.store = store;
        this.objects = objects;
    }

    /** Whether this class answers; refuses a subresource that the kind does not have. */
    public boolean own(Target target) {
        return switch (target.subresource()) {
            case "" -> false;
            case "status" -> {
                if (!target.kind().has(Trait.STATUS)) {
                    throw Refusals.noSuchResource();
                }
                yield false;
            }
            case "scale" -> target.kind().has(Trait.SCALE) || noSuch();
            case "eviction", "binding" -> target.kind().name().equals("Pod") || noSuch();
            default -> noSuch();
        };
    }

    private static boolean noSuch() {
        throw Refusals.noSuchResource();
    }

    public ApiResponse answer(String verb, Target target, ApiRequest request, Write write) {
        return switch (target.subresource()) {
            case "scale" -> scale(verb, target, request, write);
            case "eviction" -> new Evictions(store, objects).evict(target, request, write);
            default -> bind(target, request, write);
        };
    }

    private ApiResponse bind(Target target, ApiRequest request, Write write) {
        KubeObject pod = objects.get(target.kind(), target.ref());
        if (!pod.text("spec", "nodeName").isEmpty()) {
            throw Refusals.conflict(
                    "",
                    "pods/binding",
                    pod.name(),
                    "pod " + pod.name() + " is already assigned to node \"" + pod.text("spec", "nodeName") + "\"");
        }
        String node = Json.asText(Json.at(request.body(), "target", "name"));
        objects.bind(target.kind(), target.ref(), node, write);
        return new ApiResponse(201, Map.of(), success());
    }

    public static Map<String, @Nullable Object> success() {
        return Refusals.object(
                "kind", "Status", "apiVersion", "v1", "metadata", Refusals.object(), "status", "Success", "code", 201L);
    }

    private ApiResponse scale(String verb, Target target, ApiRequest request, Write write) {
        Kind kind = target.kind();
        KubeObject object = objects.get(kind, target.ref());
        Map<String, @Nullable Object> scale = scaleOf(kind, object);
        if (verb.equals("get")) {
            return Rest.ok(scale);
        }
        Map<String, @Nullable Object> wanted = switch (verb) {
            case "update" -> Json.asMap(request.body());
            case "patch" -> Patches.patched(kind, request.contentType().replaceAll(";.*", ""), scale, request.body());
            default -> throw Refusals.methodNotAllowed();
        };
        long replicas = Json.asLong(Json.at(wanted, "spec", "replicas"), 0);
        if (replicas < 0) {
            throw Refusals.invalid(
                    "autoscaling",
                    "Scale",
                    target.name(),
                    List.of(new Cause(
                            "FieldValueInvalid",
                            "Invalid value: " + replicas + ": must be greater than or equal to 0",
                            "spec.replicas")));
        }
        KubeObject scaled = object.with(replicas, path(kind, "specReplicasPath", "spec.replicas"))
                .with(Json.at(wanted, "metadata", "resourceVersion"), "metadata", "resourceVersion");
        KubeObject written = objects.update(kind, target.ref(), scaled.tree(), write.on("scale"));
        return Rest.ok(scaleOf(kind, written));
    }

    private static String[] path(Kind kind, String field, String builtIn) {
        Object path = Json.at(kind.custom().orElse(Map.of()), "subresources", "scale", field);
        return (path == null ? builtIn : Json.asText(path).substring(1)).split("\\.");
    }

    private static Map<String, @Nullable Object> scaleOf(Kind kind, KubeObject object) {
        Map<String, @Nullable Object> metadata = Refusals.object();
        for (String field : List.of("name", "namespace", "uid", "resourceVersion", "creationTimestamp")) {
            metadata.put(field, object.get("metadata", field));
        }
        long replicas = object.number(0, path(kind, "specReplicasPath", "spec.replicas"));
        Map<String, @Nullable Object> status =
                Refusals.object("replicas", object.number(0, path(kind, "statusReplicasPath", "status.replicas")));
        String selector = kind.isCustom()
                ? object.text(path(kind, "labelSelectorPath", "status.selector"))
                : labels(object.map("spec", "selector", "matchLabels"));
        if (!selector.isEmpty()) {
            status.put("selector", selector);
        }
        return Refusals.object(
                "kind",
                "Scale",
                "apiVersion",
                "autoscaling/v1",
                "metadata",
                metadata,
                "spec",
                replicas == 0 ? Refusals.object() : Refusals.object("replicas", replicas),
                "status",
                status);
    }

    private static String labels(Map<String, @Nullable Object> labels) {
        return new TreeMap<>(labels)
                .entrySet().stream()
                        .map(entry -> entry.getKey() + "=" + Json.asText(entry.getValue()))
                        .collect(Collectors.joining(","));
    }
}
