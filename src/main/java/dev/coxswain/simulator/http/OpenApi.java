package dev.coxswain.simulator.http;

import dev.coxswain.cluster.ApiResponse;
import dev.coxswain.simulator.api.ApiServer;
import dev.coxswain.simulator.api.kind.Kind;
import dev.coxswain.simulator.api.kind.Schemas;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The OpenAPI documents, version 3: an index, and the schemas of each group. */
final class OpenApi {

    private OpenApi() {}

    static ApiResponse answer(String path, ApiServer api) {
        if (path.equals("/openapi/v3")) {
            Map<String, @Nullable Object> paths = new LinkedHashMap<>();
            for (Kind kind : api.kinds()) {
                String place =
                        (kind.group().isEmpty() ? "api/" : "apis/") + kind.gvk().apiVersion();
                paths.put(place, Map.of("serverRelativeURL", "/openapi/v3/" + place));
            }
            return new ApiResponse(200, Map.of(), Map.of("paths", paths));
        }
        if (!path.startsWith("/openapi/v3/")) {
            return new ApiResponse(404, Map.of(), Map.of("message", "404 page not found"));
        }
        String apiVersion = path.replaceFirst("/openapi/v3/apis?/", "");
        Map<String, @Nullable Object> schemas =
                new LinkedHashMap<>(Schemas.builtIn().definitions());
        Map<String, @Nullable Object> paths = new LinkedHashMap<>();
        for (Kind kind : api.kinds()) {
            if (kind.gvk().apiVersion().equals(apiVersion)) {
                describe(kind, schemas, paths);
            }
        }
        return new ApiResponse(
                200,
                Map.of(),
                Map.of(
                        "openapi",
                        "3.0.0",
                        "info",
                        Map.of("title", "Kubernetes", "version", "v1.36.0"),
                        "paths",
                        paths,
                        "components",
                        Map.of("schemas", schemas)));
    }

    private static void describe(
            Kind kind, Map<String, @Nullable Object> schemas, Map<String, @Nullable Object> paths) {
        Map<String, Object> gvk =
                Map.of("group", kind.group(), "version", kind.gvk().version(), "kind", kind.name());
        if (kind.isCustom()) {
            Map<String, @Nullable Object> schema = new LinkedHashMap<>(kind.schema());
            schema.put("x-kubernetes-group-version-kind", List.of(gvk));
            schemas.put(kind.group() + "." + kind.gvk().version() + "." + kind.name(), schema);
        }
        String root = (kind.group().isEmpty() ? "/api/" : "/apis/")
                + kind.gvk().apiVersion()
                + (kind.namespaced() ? "/namespaces/{namespace}/" : "/")
                + kind.plural();
        Map<String, Object> operation = Map.of(
                "x-kubernetes-group-version-kind",
                gvk,
                "parameters",
                List.of(
                        Map.of("name", "fieldValidation", "in", "query", "schema", Map.of("type", "string")),
                        Map.of("name", "dryRun", "in", "query", "schema", Map.of("type", "string"))));
        paths.put(root, Map.of("post", operation));
        paths.put(root + "/{name}", Map.of("patch", operation, "put", operation, "get", operation));
    }
}
