package dev.coxswain.simulator.api.rest;

import dev.coxswain.cluster.ApiRequest;
import dev.coxswain.cluster.ApiResponse;
import dev.coxswain.cluster.Json;
import dev.coxswain.cluster.KubeObject;
import dev.coxswain.cluster.patch.JsonPatch;
import dev.coxswain.cluster.patch.MergePatch;
import dev.coxswain.cluster.patch.PatchException;
import dev.coxswain.cluster.patch.StrategicPatch;
import dev.coxswain.simulator.api.ApiException;
import dev.coxswain.simulator.api.Refusals;
import dev.coxswain.simulator.api.Refusals.Cause;
import dev.coxswain.simulator.api.field.Apply;
import dev.coxswain.simulator.api.field.FieldCheck;
import dev.coxswain.simulator.api.kind.Kind;
import dev.coxswain.simulator.api.kind.Versions;
import dev.coxswain.simulator.api.registry.Objects;
import dev.coxswain.simulator.api.registry.Write;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The PATCH verb in its four formats. */
public final class Patches {

    public static final String APPLY = "application/apply-patch+yaml";
    private static final String JSON = "application/json-patch+json";
    private static final String MERGE = "application/merge-patch+json";
    private static final String STRATEGIC = "application/strategic-merge-patch+json";

    private final Objects objects;

    public Patches(Objects objects) {
        this.objects = objects;
    }

    public ApiResponse patch(Target target, ApiRequest request, Write write) {
        String type = request.contentType().replaceAll(";.*", "").strip();
        if (target.isCollection()) {
            throw Refusals.methodNotAllowed();
        }
        if (!List.of(JSON, MERGE, STRATEGIC, APPLY).contains(type)) {
            throw Refusals.failure(415, "UnsupportedMediaType", "415: Unsupported Media Type", Refusals.object());
        }
        if (type.equals(APPLY)) {
            return apply(target, request, write);
        }
        if (type.equals(STRATEGIC) && target.kind().isCustom()) {
            throw Refusals.failure(
                    415,
                    "UnsupportedMediaType",
                    "the body of the request was in an unknown format - accepted media types include: " + JSON + ", "
                            + MERGE + ", " + APPLY,
                    null);
        }
        KubeObject current = objects.get(target.kind(), target.ref());
        KubeObject seen = Versions.as(target.kind(), current);
        Map<String, @Nullable Object> patched = patched(target.kind(), type, seen.tree(), request.body());
        requireSameName(target, patched);
        requireSameUid(target.kind(), current, patched);
        requireTypes(target.kind(), patched);
        return Rest.ok(
                objects.update(target.kind(), target.ref(), patched, write).tree());
    }

    private static void requireSameName(Target target, Map<String, @Nullable Object> patched) {
        String name = Json.asText(Json.at(patched, "metadata", "name"));
        if (!name.equals(target.name())) {
            throw Refusals.badRequest(
                    "the name of the object (" + name + ") does not match the name on the URL (" + target.name() + ")");
        }
    }

    private static void requireSameNamespace(Target target, Map<String, @Nullable Object> metadata) {
        String namespace = Json.asText(metadata.get("namespace"));
        if (!namespace.isEmpty() && !namespace.equals(target.namespace())) {
            throw Refusals.badRequest(
                    "the namespace of the provided object does not match the namespace sent on the request");
        }
    }

    /** The server finds it twice. */
    private static void requireSameUid(Kind kind, KubeObject current, Map<String, @Nullable Object> patched) {
        String uid = Json.asText(Json.at(patched, "metadata", "uid"));
        if (!uid.isEmpty() && !uid.equals(current.uid())) {
            Cause changed = new Cause(
                    "FieldValueInvalid", "Invalid value: \"" + uid + "\": field is immutable", "metadata.uid");
            throw Refusals.invalid(kind.group(), kind.name(), current.name(), List.of(changed, changed));
        }
    }

    /** What a patch makes of an object is read back into its type, and the complaint quotes the whole object. */
    private static void requireTypes(Kind kind, Map<String, @Nullable Object> patched) {
        try {
            FieldCheck.pruned(kind, patched, new ArrayList<>());
        } catch (ApiException wrong) {
            String message = String.valueOf(wrong.getMessage());
            String quoted = Json.print(Json.print(patched));
            throw Refusals.invalid(
                    "",
                    "",
                    "",
                    List.of(new Cause(
                            "FieldValueInvalid",
                            "Invalid value: " + quoted + ": " + message.substring(message.indexOf("json: ")),
                            "patch")));
        }
    }

    /** A tree with the patch applied; refusals as the server words them. */
    public static Map<String, @Nullable Object> patched(
            Kind kind, String type, Map<String, @Nullable Object> tree, @Nullable Object body) {
        try {
            if (type.equals(JSON)) {
                if (!(body instanceof List<?> operations)) {
                    throw Refusals.badRequest(
                            "error decoding patch: json: cannot unmarshal object into Go value of type"
                                    + " []handlers.jsonPatchOp");
                }
                return Json.asMap(JsonPatch.apply(tree, Json.asList(operations)));
            }
            if (!(body instanceof Map<?, ?> map)) {
                throw Refusals.badRequest("error decoding patch: json: cannot unmarshal array into Go value of type"
                        + " map[string]interface {}");
            }
            return type.equals(STRATEGIC)
                    ? StrategicPatch.apply(kind.gvk(), tree, Json.asMap(map))
                    : Json.asMap(MergePatch.apply(tree, map));
        } catch (PatchException e) {
            if (type.equals(JSON)) {
                throw Refusals.failure(
                        422,
                        "Invalid",
                        "the server rejected our request due to an error in our request",
                        Refusals.object());
            }
            throw Refusals.failure(500, "", String.valueOf(e.getMessage()), null);
        }
    }

    private ApiResponse apply(Target target, ApiRequest request, Write write) {
        Kind kind = target.kind();
        if (!request.query().containsKey("fieldManager")) {
            throw Refusals.invalid(
                    "meta.k8s.io",
                    "PatchOptions",
                    "",
                    List.of(new Cause(
                            "FieldValueRequired", "Required value: is required for apply patch", "fieldManager")));
        }
        Map<String, @Nullable Object> wanted = Json.mutableMap(Json.asMap(request.body()));
        Map<String, @Nullable Object> metadata =
                Json.asMap(wanted.computeIfAbsent("metadata", ignored -> Refusals.object()));
        metadata.putIfAbsent("name", target.name());
        requireSameName(target, wanted);
        if (metadata.get("managedFields") != null) {
            throw Refusals.badRequest("metadata.managedFields must be nil");
        }
        requireSameNamespace(target, metadata);
        boolean force = "true".equals(request.query().get("force"));
        var current = objects.find(kind, target.ref()).map(object -> Versions.as(kind, object));
        Apply apply = new Apply(kind, write, force);
        if (current.isEmpty()) {
            KubeObject created = objects.create(
                    kind, target.namespace(), apply.merged(wanted, Refusals.object()), write.applying(apply.intent()));
            return new ApiResponse(201, Map.of(), created.tree());
        }
        Map<String, @Nullable Object> merged =
                apply.merged(wanted, current.orElseThrow().tree());
        return Rest.ok(objects.update(kind, target.ref(), merged, write.applying(apply.intent()))
                .tree());
    }
}
