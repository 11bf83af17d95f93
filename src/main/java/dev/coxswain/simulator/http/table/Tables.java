package dev.coxswain.simulator.http.table;

import dev.coxswain.cluster.Json;
import dev.coxswain.cluster.KubeObject;
import dev.coxswain.simulator.api.ApiServer;
import dev.coxswain.simulator.api.kind.Kind;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Turns an object or a list into a Table. */
public final class Tables {

    private final ApiServer api;
    private final String include;

    /** @param include how much of each object goes with its row: {@code None}, {@code Metadata} or {@code Object} */
    public Tables(ApiServer api, String include) {
        this.api = api;
        this.include = include;
    }

    /** The body itself when it is of no kind that has a table. */
    public @Nullable Object of(@Nullable Object body) {
        Map<String, @Nullable Object> document = Json.asMap(body);
        Optional<Kind> kind = kind(document);
        if (kind.isEmpty()) {
            return body;
        }
        boolean isList = document.get("items") instanceof List<?>;
        List<@Nullable Object> items = isList ? Json.asList(document.get("items")) : List.of(document);
        List<Column> columns = Columns.of(kind.orElseThrow());
        Map<String, @Nullable Object> table = new LinkedHashMap<>();
        table.put("kind", "Table");
        table.put("apiVersion", "meta.k8s.io/v1");
        table.put(
                "metadata",
                isList
                        ? document.get("metadata")
                        : Map.of("resourceVersion", Json.asText(Json.at(document, "metadata", "resourceVersion"))));
        table.put("columnDefinitions", columns.stream().map(Column::definition).toList());
        table.put(
                "rows",
                items.stream()
                        .map(item -> row(kind.orElseThrow(), columns, Json.asMap(item)))
                        .toList());
        return table;
    }

    private Map<String, @Nullable Object> row(Kind kind, List<Column> columns, Map<String, @Nullable Object> item) {
        Map<String, @Nullable Object> whole = new LinkedHashMap<>(item);
        whole.put("kind", kind.name());
        whole.put("apiVersion", kind.gvk().apiVersion());
        KubeObject object = KubeObject.of(whole);
        Instant now = api.clock().instant();
        List<@Nullable Object> cells = new ArrayList<>();
        for (Column column : columns) {
            Object value = column.value().apply(object);
            cells.add(
                    switch (column.shownAs()) {
                        case AS_IT_IS -> value;
                        case AGE -> Age.since(Json.asText(value), now);
                    });
        }
        Map<String, @Nullable Object> row = new LinkedHashMap<>();
        row.put("cells", cells);
        row.put(
                "object",
                switch (include) {
                    case "None" -> null;
                    case "Object" -> whole;
                    default -> partial(whole);
                });
        return row;
    }

    private Optional<Kind> kind(Map<String, @Nullable Object> document) {
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
