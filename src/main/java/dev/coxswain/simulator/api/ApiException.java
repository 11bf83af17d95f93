package dev.coxswain.simulator.api;

import dev.coxswain.cluster.ApiResponse;
import dev.coxswain.cluster.Json;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** A refusal, with the Status that the API server answers. */
public final class ApiException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    private final transient Map<String, @Nullable Object> status;
    private final int code;

    public ApiException(int code, Map<String, @Nullable Object> status) {
        super(String.valueOf(status.get("message")), null, false, false);
        this.code = code;
        this.status = status;
    }

    public int code() {
        return code;
    }

    public Map<String, @Nullable Object> status() {
        return status;
    }

    /** As it goes over the wire. */
    public ApiResponse response() {
        Object retryAfter = Json.at(status, "details", "retryAfterSeconds");
        return new ApiResponse(
                code, retryAfter == null ? Map.of() : Map.of("retry-after", Json.asText(retryAfter)), status);
    }
}
