package dev.coxswain.simulator.http;

import dev.coxswain.cluster.Json;
import dev.coxswain.cluster.KubeObject;
import dev.coxswain.simulator.api.ApiServer;
import dev.coxswain.simulator.api.kind.Kind;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Objects as rows, for {@code kubectl get}. */
final class Tables {

    private Tables() {}

    static boolean wanted(String accept) {
        return accept.contains("as=Table");
    }

    static @Nullable Object of(@Nullable Object body, ApiServer api, String path) {
        Map<String, @Nullable Object> document = Json.asMap(body);
        Optional<Kind> kind = kind(document, api);
        if (kind.isEmpty() || "Status".equals(document.get("kind"))) {
            return body;
        }
        boolean list = document.get("items") instanceof List<?>;
        List<@Nullable Object> items = list ? Json.asList(document.get("items")) : List.of(document);
        Columns columns = Columns.of(kind.orElseThrow());
        Map<String, @Nullable Object> table = new LinkedHashMap<>();
        table.put("kind", "Table");
        table.put("apiVersion", "meta.k8s.io/v1");
        table.put(
                "metadata",
                list
                        ? document.get("metadata")
                        : Map.of("resourceVersion", Json.asText(Json.at(document, "metadata", "resourceVersion"))));
        table.put("columnDefinitions", columns.definitions());
        List<@Nullable Object> rows = new ArrayList<>();
        for (Object item : items) {
            Map<String, @Nullable Object> whole = new LinkedHashMap<>(Json.asMap(item));
            whole.put("kind", kind.orElseThrow().name());
            whole.put("apiVersion", kind.orElseThrow().gvk().apiVersion());
            rows.add(Map.of("cells", columns.cells(KubeObject.of(whole), now(api)), "object", partial(whole)));
        }
        table.put("rows", rows);
        return table;
    }

    private static java.time.Instant now(ApiServer api) {
        return api.clock().instant();
    }

    static Map<String, @Nullable Object> event(Map<String, @Nullable Object> event, ApiServer api, String path) {
        if ("BOOKMARK".equals(event.get("type"))) {
            return event;
        }
        Map<String, @Nullable Object> told = new LinkedHashMap<>(event);
        told.put("object", of(event.get("object"), api, path));
        return told;
    }

    private static Optional<Kind> kind(Map<String, @Nullable Object> document, ApiServer api) {
        String name = Json.asText(document.get("kind"));
        String version = Json.asText(document.get("apiVersion"));
        return api.kinds().stream()
                .filter(kind -> kind.gvk().apiVersion().equals(version)
                        && (kind.name().equals(name) || kind.listKind().equals(name)))
                .findFirst();
    }

    private static Map<String, @Nullable Object> partial(Map<String, @Nullable Object> whole) {
        Map<String, @Nullable Object> partial = new LinkedHashMap<>();
        partial.put("kind", "PartialObjectMetadata");
        partial.put("apiVersion", "meta.k8s.io/v1");
        partial.put("metadata", whole.get("metadata"));
        return partial;
    }
}
