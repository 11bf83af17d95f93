package dev.coxswain.simulator.api.rest;

import dev.coxswain.cluster.ApiRequest;
import dev.coxswain.cluster.ApiResponse;
import dev.coxswain.cluster.Gvk;
import dev.coxswain.cluster.Json;
import dev.coxswain.cluster.KubeObject;
import dev.coxswain.simulator.api.ApiException;
import dev.coxswain.simulator.api.Authorizer;
import dev.coxswain.simulator.api.Identity;
import dev.coxswain.simulator.api.Refusals;
import dev.coxswain.simulator.api.Refusals.Cause;
import dev.coxswain.simulator.api.ReviewHandler;
import dev.coxswain.simulator.api.discovery.Discovery;
import dev.coxswain.simulator.api.kind.Kind;
import dev.coxswain.simulator.api.kind.Kind.Trait;
import dev.coxswain.simulator.api.kind.Kinds;
import dev.coxswain.simulator.api.kind.Versions;
import dev.coxswain.simulator.api.registry.DeleteOptions;
import dev.coxswain.simulator.api.registry.Objects;
import dev.coxswain.simulator.api.registry.Store;
import dev.coxswain.simulator.api.registry.Write;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Turns a request into reads and writes, and what comes of them into an answer. */
public final class Rest {

    private final Store store;
    private final Objects objects;
    private final Patches patches;
    private final Subresources subresources;
    private final Listing listing;
    private final Discovery discovery;
    private final Gate gate;
    private final Kinds kinds;
    private final Supplier<ReviewHandler> reviews;

    public Rest(
            Store store,
            Kinds kinds,
            Objects objects,
            Supplier<Authorizer> authorizer,
            Supplier<ReviewHandler> reviews) {
        this.store = store;
        this.kinds = kinds;
        this.objects = objects;
        this.patches = new Patches(objects);
        this.subresources = new Subresources(store, objects);
        this.listing = new Listing(store, kinds);
        this.discovery = new Discovery(kinds);
        this.gate = new Gate(kinds, authorizer);
        this.reviews = reviews;
    }

    public ApiResponse answer(ApiRequest request, Identity user, List<String> duplicates) {
        if (!Target.isResource(request.path())) {
            return document(request, user);
        }
        String verb = verb(request);
        Target target = authorized(request, user, verb);
        requireOptions(request.query(), verb);
        Write write = Write.of(user, request.query(), target.subresource(), duplicates);
        ApiResponse response = perform(verb, target, request, write);
        store.tell();
        if (write.warnings().isEmpty()) {
            return response;
        }
        String warnings = write.warnings().stream()
                .map(warning -> "299 - " + Json.print(warning))
                .collect(Collectors.joining(", "));
        return new ApiResponse(response.status(), Map.of("warning", warnings), response.body());
    }

    private static String verb(ApiRequest request) {
        boolean watches = List.of("true", "1").contains(request.query().getOrDefault("watch", ""));
        return switch (request.method()) {
            case "GET" -> watches ? "watch" : "get";
            case "POST" -> "create";
            case "PUT" -> "update";
            case "PATCH" -> "patch";
            case "DELETE" -> "delete";
            default -> request.method().toLowerCase(Locale.ROOT);
        };
    }

    /** @throws ApiException 404 when nothing is served there, 403 when the user may not */
    public Target authorized(ApiRequest request, Identity user, String verb) {
        return gate.resource(request, user, verb);
    }

    /** @throws ApiException 404 where there is nothing to aggregate */
    public ApiResponse aggregatedDiscovery(ApiRequest request, Identity user) {
        gate.path(request, user);
        return discovery.aggregated(request.path()).map(Rest::ok).orElseThrow(Target::nothingThere);
    }

    public void requirePath(ApiRequest request, Identity user) {
        gate.path(request, user);
    }

    /** Which kind of object a path is about; empty where nothing is served. */
    public Optional<Kind> kindAt(String path) {
        return Target.find(path, kinds).map(Target::kind);
    }

    private ApiResponse document(ApiRequest request, Identity user) {
        gate.path(request, user);
        return discovery.document(request.path()).map(Rest::ok).orElseThrow(Target::nothingThere);
    }

    private static void requireOptions(Map<String, String> query, String verb) {
        String dryRun = query.getOrDefault("dryRun", "All");
        if (!dryRun.equals("All")) {
            String options = Character.toUpperCase(verb.charAt(0)) + verb.substring(1) + "Options";
            throw Refusals.invalid(
                    "meta.k8s.io",
                    options,
                    "",
                    List.of(new Cause(
                            "FieldValueNotSupported",
                            "Unsupported value: [" + Json.print(dryRun) + "]: supported values: \"All\"",
                            "dryRun")));
        }
    }

    private ApiResponse perform(String verb, Target target, ApiRequest request, Write write) {
        if (target.kind().has(Trait.REVIEW)) {
            return review(target, request, write);
        }
        if (target.subresource().equals("token") && target.kind().name().equals("ServiceAccount")) {
            return token(target, request, write);
        }
        if (subresources.own(target)) {
            return subresources.answer(verb, target, request, write);
        }
        return switch (verb) {
            case "get" -> target.isCollection() ? ok(listing.list(target, request.query())) : ok(get(target));
            case "create" -> create(target, request, write);
            case "update" -> update(target, request, write);
            case "patch" -> patches.patch(target, request, write);
            case "delete" -> target.isCollection() ? deleteAll(target, request, write) : delete(target, request, write);
            default -> throw Refusals.methodNotAllowed();
        };
    }

    private ApiResponse review(Target target, ApiRequest request, Write write) {
        if (!request.method().equals("POST")) {
            throw Refusals.methodNotAllowed();
        }
        Map<String, @Nullable Object> review = body(target, request);
        Json.asMap(review.computeIfAbsent("metadata", ignored -> Refusals.object()));
        return new ApiResponse(201, Map.of(), reviews.get().answer(target.kind().gvk(), review, write.user()));
    }

    /** A TokenRequest, told for which account it is. */
    private ApiResponse token(Target target, ApiRequest request, Write write) {
        if (!request.method().equals("POST")) {
            throw Refusals.methodNotAllowed();
        }
        objects.get(target.kind(), target.ref());
        Map<String, @Nullable Object> body = Json.mutableMap(Json.asMap(request.body()));
        body.put("metadata", Refusals.object("name", target.name(), "namespace", target.namespace()));
        Gvk gvk = new Gvk("authentication.k8s.io", "v1", "TokenRequest");
        return new ApiResponse(201, Map.of(), reviews.get().answer(gvk, body, write.user()));
    }

    private Map<String, @Nullable Object> get(Target target) {
        return Versions.as(target.kind(), objects.get(target.kind(), target.ref()))
                .tree();
    }

    private ApiResponse create(Target target, ApiRequest request, Write write) {
        if (!target.isCollection()
                || (target.kind().namespaced() && target.namespace().isEmpty())) {
            throw Refusals.methodNotAllowed();
        }
        Map<String, @Nullable Object> body = body(target, request);
        KubeObject created = objects.create(target.kind(), target.namespace(), body, write);
        return new ApiResponse(201, Map.of(), wire(created, write));
    }

    private ApiResponse update(Target target, ApiRequest request, Write write) {
        if (target.isCollection()) {
            throw Refusals.methodNotAllowed();
        }
        Map<String, @Nullable Object> body = body(target, request);
        String name = Json.asText(Json.at(body, "metadata", "name"));
        if (!name.isEmpty() && !name.equals(target.name())) {
            throw Refusals.badRequest(
                    "the name of the object (" + name + ") does not match the name on the URL (" + target.name() + ")");
        }
        return ok(objects.update(target.kind(), target.ref(), body, write).tree());
    }

    /** A dry run gives no resource version to what it does not create. */
    private static Object wire(KubeObject object, Write write) {
        return write.dryRun() ? object.with(null, "metadata", "resourceVersion").tree() : object.tree();
    }

    private static Map<String, @Nullable Object> body(Target target, ApiRequest request) {
        Kind kind = target.kind();
        if (!(request.body() instanceof Map<?, ?> map)) {
            throw Refusals.badRequest("the object provided is unrecognized (must be of type " + kind.name()
                    + "): couldn't get version/kind; json parse error: unexpected end of JSON input (<empty>)");
        }
        Map<String, @Nullable Object> body = Json.mutableMap(map);
        String sent = Json.asText(body.getOrDefault("kind", kind.name()));
        String version = Json.asText(body.getOrDefault("apiVersion", kind.gvk().apiVersion()));
        if (kind.isCustom()
                && !sent.equals(kind.name())
                && version.equals(kind.gvk().apiVersion())) {
            throw Refusals.invalid(
                    kind.group(),
                    sent,
                    Json.asText(Json.at(body, "metadata", "name")),
                    List.of(new Cause(
                            "FieldValueInvalid", "Invalid value: \"" + sent + "\": must be " + kind.name(), "kind")));
        }
        if (!sent.equals(kind.name()) || !version.equals(kind.gvk().apiVersion())) {
            String dotted = version.substring(version.lastIndexOf('/') + 1);
            String group = kind.group().isEmpty() ? "core" : kind.group().replaceAll("\\..*", "");
            throw Refusals.badRequest(sent + " in version \"" + dotted + "\" cannot be handled as a " + kind.name()
                    + ": converting (" + dotted + "." + sent + ") to (" + group + "." + kind.name()
                    + "): unknown conversion");
        }
        String namespace = Json.asText(Json.at(body, "metadata", "namespace"));
        if (!namespace.isEmpty() && !namespace.equals(target.namespace())) {
            throw Refusals.badRequest(
                    "the namespace of the provided object does not match the namespace sent on the request");
        }
        return body;
    }

    private ApiResponse delete(Target target, ApiRequest request, Write write) {
        Kind kind = target.kind();
        DeleteOptions options = DeleteOptions.of(request.body(), request.query());
        KubeObject deleted = objects.delete(kind, target.ref(), options, write);
        store.tell();
        boolean isThere = !write.dryRun() && objects.find(kind, target.ref()).isPresent();
        if (kind.has(Trait.RETURNS_DELETED) || isThere) {
            return ok(deleted.tree());
        }
        Map<String, @Nullable Object> details = Refusals.details(deleted.name(), kind.group(), kind.plural());
        details.put("uid", deleted.uid());
        return ok(Refusals.object(
                "kind",
                "Status",
                "apiVersion",
                "v1",
                "metadata",
                Refusals.object(),
                "status",
                "Success",
                "details",
                details));
    }

    private ApiResponse deleteAll(Target target, ApiRequest request, Write write) {
        Map<String, @Nullable Object> list = listing.list(target, request.query());
        DeleteOptions options = DeleteOptions.of(request.body(), request.query());
        for (Object item : Json.asList(list.get("items"))) {
            Kind kind = target.kind();
            String namespace = Json.asText(Json.at(item, "metadata", "namespace"));
            String name = Json.asText(Json.at(item, "metadata", "name"));
            if (objects.find(kind, kind.ref(namespace, name)).isPresent()) {
                objects.delete(kind, kind.ref(namespace, name), options, write);
            }
        }
        return ok(list);
    }

    public static ApiResponse ok(Object body) {
        return new ApiResponse(200, Map.of(), body);
    }
}
