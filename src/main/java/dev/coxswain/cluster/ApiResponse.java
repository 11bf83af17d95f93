package dev.coxswain.cluster;

import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The answer of a Kubernetes API server.
 *
 * @param headers names in lower case
 * @param body a JSON value, or null when there was none or it was not JSON
 */
public record ApiResponse(
        int status, Map<String, String> headers, @Nullable Object body) {

    public boolean isSuccess() {
        return status >= 200 && status < 300;
    }

    /** The {@code message} of a Status, or an empty string. */
    public String message() {
        return Json.asText(Json.at(body, "message"));
    }
}
