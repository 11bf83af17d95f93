package dev.coxswain.simulator.http;

import dev.coxswain.cluster.Json;
import dev.coxswain.simulator.api.ApiServer;
import dev.coxswain.simulator.http.table.Tables;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Shows an object, a list or a watch event in the view that the client asked for. A Status is always shown as it is. */
final class Views {

    private final ApiServer api;
    private final Form.View view;
    private final String include;

    /** @param include of a table: {@code None}, {@code Metadata} or {@code Object} */
    Views(ApiServer api, Form.View view, String include) {
        this.api = api;
        this.view = view;
        this.include = include;
    }

    @Nullable
    Object of(@Nullable Object body) {
        if ("Status".equals(Json.at(body, "kind"))) {
            return body;
        }
        return switch (view) {
            case WHOLE, AGGREGATED_DISCOVERY -> body;
            case TABLE -> new Tables(api, include).of(body);
            case METADATA -> metadata(Json.asMap(body));
        };
    }

    /** One event of a watch; a bookmark of a table keeps its resource version alone. */
    Map<String, @Nullable Object> event(Map<String, @Nullable Object> event) {
        if (view == Form.View.WHOLE || (view == Form.View.TABLE && "BOOKMARK".equals(event.get("type")))) {
            return event;
        }
        Map<String, @Nullable Object> told = new LinkedHashMap<>(event);
        told.put("object", of(event.get("object")));
        return told;
    }

    private static Map<String, @Nullable Object> metadata(Map<String, @Nullable Object> object) {
        if (!(object.get("items") instanceof List<?> items)) {
            return partial(object);
        }
        Map<String, @Nullable Object> list = new LinkedHashMap<>();
        list.put("kind", "PartialObjectMetadataList");
        list.put("apiVersion", "meta.k8s.io/v1");
        list.put("metadata", object.get("metadata"));
        list.put(
                "items",
                Json.asList(items).stream()
                        .map(item -> partial(Json.asMap(item)))
                        .toList());
        return list;
    }

    private static Map<String, @Nullable Object> partial(Map<String, @Nullable Object> object) {
        Map<String, @Nullable Object> partial = new LinkedHashMap<>();
        partial.put("kind", "PartialObjectMetadata");
        partial.put("apiVersion", "meta.k8s.io/v1");
        partial.put("metadata", object.get("metadata"));
        return partial;
    }
}
