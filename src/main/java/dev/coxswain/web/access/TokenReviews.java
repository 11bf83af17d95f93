package dev.coxswain.web.access;

import dev.coxswain.cluster.ApiRequest;
import dev.coxswain.cluster.ApiResponse;
import dev.coxswain.cluster.Json;
import dev.coxswain.cluster.Transport;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Asks the API server whose token it is (TokenReview) and whether its owner may {@code get} the path (SubjectAccessReview on a
 * non-resource URL), as metrics endpoints in the cluster do. What was answered is believed for a short while.
 */
final class TokenReviews implements Readers {

    private static final Duration BELIEVED = Duration.ofSeconds(30);
    private static final int REMEMBERED = 1_000;

    private record Known(Verdict verdict, Instant until) {}

    private final Transport transport;
    private final InstantSource clock;
    private final Map<String, Known> known = new LinkedHashMap<>();

    TokenReviews(Transport transport, InstantSource clock) {
        this.transport = transport;
        this.clock = clock;
    }

    @Override
    public Verdict mayRead(String token, String path) {
        String key = digest(token) + path;
        Instant now = clock.instant();
        synchronized (known) {
            Known before = known.get(key);
            if (before != null && now.isBefore(before.until())) {
                return before.verdict();
            }
        }
        Verdict verdict = review(token, path);
        if (!(verdict instanceof Verdict.Unsure)) {
            remember(key, new Known(verdict, now.plus(BELIEVED)));
        }
        return verdict;
    }

    private void remember(String key, Known answer) {
        synchronized (known) {
            known.remove(key);
            if (known.size() >= REMEMBERED) {
                known.remove(known.keySet().iterator().next());
            }
            known.put(key, answer);
        }
    }

    private Verdict review(String token, String path) {
        try {
            Map<String, @Nullable Object> status =
                    create("authentication.k8s.io", "TokenReview", Map.of("token", token));
            if (!Boolean.TRUE.equals(status.get("authenticated"))) {
                return new Verdict.Unknown();
            }
            Map<String, @Nullable Object> user = Json.asMap(status.get("user"));
            return access(user, path)
                    ? new Verdict.Admitted()
                    : new Verdict.Forbidden(Json.asText(user.get("username")));
        } catch (IOException silent) {
            return new Verdict.Unsure(String.valueOf(silent.getMessage()));
        }
    }

    private boolean access(Map<String, @Nullable Object> user, String path) throws IOException {
        Map<String, @Nullable Object> spec = new LinkedHashMap<>();
        spec.put("user", user.get("username"));
        spec.put("uid", user.get("uid"));
        spec.put("groups", user.getOrDefault("groups", List.of()));
        spec.put("extra", user.getOrDefault("extra", Map.of()));
        spec.put("nonResourceAttributes", Map.of("path", path, "verb", "get"));
        return Boolean.TRUE.equals(
                create("authorization.k8s.io", "SubjectAccessReview", spec).get("allowed"));
    }

    private Map<String, @Nullable Object> create(String group, String kind, Map<String, ?> spec) throws IOException {
        ApiResponse response = transport.send(new ApiRequest(
                "POST",
                "/apis/" + group + "/v1/" + (kind + "s").toLowerCase(java.util.Locale.ROOT),
                Map.of(),
                "application/json",
                Map.of("apiVersion", group + "/v1", "kind", kind, "spec", spec)));
        if (!response.isSuccess()) {
            throw new IOException(kind + ": HTTP " + response.status() + " " + response.message());
        }
        return Json.asMap(Json.at(response.body(), "status"));
    }

    private static String digest(String token) {
        try {
            return HexFormat.of()
                    .formatHex(MessageDigest.getInstance("SHA-256").digest(token.getBytes(StandardCharsets.UTF_8)));
        } catch (NoSuchAlgorithmException impossible) {
            throw new IllegalStateException("every Java platform has SHA-256", impossible);
        }
    }
}
