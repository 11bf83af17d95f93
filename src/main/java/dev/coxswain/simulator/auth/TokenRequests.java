package dev.coxswain.simulator.auth;

import dev.coxswain.cluster.Json;
import dev.coxswain.cluster.KubeObject;
import dev.coxswain.simulator.api.ApiException;
import dev.coxswain.simulator.api.Refusals;
import java.time.Duration;
import java.time.InstantSource;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Answers what is posted to {@code serviceaccounts/token}. */
public final class TokenRequests {

    private static final long SHORTEST = 600;
    private static final long LONGEST = 1L << 32;

    private final ServiceAccountTokens tokens;
    private final InstantSource time;

    public TokenRequests(ServiceAccountTokens tokens, InstantSource time) {
        this.tokens = tokens;
        this.time = time;
    }

    /**
     * @param body a TokenRequest
     * @return the TokenRequest with the token in its status
     * @throws ApiException when the wish cannot be granted
     */
    public Map<String, @Nullable Object> answer(KubeObject account, Map<String, @Nullable Object> body) {
        Map<String, @Nullable Object> spec = Json.asMap(body.get("spec"));
        long seconds = Json.asLong(spec.get("expirationSeconds"), 3600);
        String complaint = seconds < SHORTEST
                ? "may not specify a duration less than 10 minutes"
                : seconds > LONGEST ? "may not specify a duration larger than 2^32 seconds" : "";
        if (!complaint.isEmpty()) {
            String message = "Invalid value: %d: %s".formatted(seconds, complaint);
            throw Refusals.invalid(
                    "authentication.k8s.io",
                    "TokenRequest",
                    "",
                    List.of(new Refusals.Cause("FieldValueInvalid", message, "spec.expirationSeconds")));
        }
        List<String> audiences = PolicyRule.texts(spec.get("audiences"));
        Map<String, @Nullable Object> answer = new LinkedHashMap<>();
        answer.put("kind", "TokenRequest");
        answer.put("apiVersion", "authentication.k8s.io/v1");
        answer.put("metadata", Map.of("name", account.name(), "namespace", account.namespace()));
        Map<String, @Nullable Object> shown = new LinkedHashMap<>();
        shown.put("audiences", audiences.isEmpty() ? List.of(ServiceAccountTokens.ISSUER) : audiences);
        shown.put("expirationSeconds", seconds);
        shown.put("boundObjectRef", spec.get("boundObjectRef"));
        answer.put("spec", shown);
        answer.put(
                "status",
                Map.of(
                        "token", tokens.issue(account, audiences, Duration.ofSeconds(seconds)),
                        "expirationTimestamp",
                                time.instant()
                                        .plusSeconds(seconds)
                                        .truncatedTo(java.time.temporal.ChronoUnit.SECONDS)
                                        .toString()));
        return answer;
    }
}
