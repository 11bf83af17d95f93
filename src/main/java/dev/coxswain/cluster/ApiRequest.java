package dev.coxswain.cluster;

import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * One request to a Kubernetes API server.
 *
 * @param path absolute, without query: {@code /api/v1/namespaces/shop/pods}
 * @param query decoded parameters
 * @param contentType of the body; empty without one
 * @param body a JSON value, or null
 */
public record ApiRequest(
        String method,
        String path,
        Map<String, String> query,
        String contentType,
        @Nullable Object body) {

    public ApiRequest {
        query = Map.copyOf(query);
    }

    public static ApiRequest get(String path, Map<String, String> query) {
        return new ApiRequest("GET", path, query, "", null);
    }
}
