package dev.coxswain.web.access;

import static org.assertj.core.api.Assertions.assertThat;

import dev.coxswain.cluster.ApiRequest;
import dev.coxswain.cluster.ApiResponse;
import dev.coxswain.cluster.Effect;
import dev.coxswain.cluster.ExecResult;
import dev.coxswain.cluster.Json;
import dev.coxswain.cluster.Transport;
import dev.coxswain.simulator.VirtualTime;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class TokenReviewsTest {

    private final VirtualTime time = new VirtualTime(Instant.parse("2026-03-01T12:00:00Z"));
    private final ApiServer server = new ApiServer();
    private final TokenReviews reviews = new TokenReviews(server, time);

    /** Knows one token; its owner may get what is listed. */
    private static final class ApiServer implements Transport {
        private final List<String> asked = new ArrayList<>();
        private String mayGet = "/";
        private boolean silent;

        @Override
        public ApiResponse send(ApiRequest request) throws IOException {
            if (silent) {
                throw new IOException("connection refused");
            }
            asked.add(request.method() + " " + request.path());
            Object spec = Json.at(request.body(), "spec");
            return new ApiResponse(201, Map.of(), Map.of("status", status(request.path(), spec)));
        }

        private Map<String, Object> status(String path, @Nullable Object spec) {
            if (path.equals("/apis/authentication.k8s.io/v1/tokenreviews")) {
                return "good".equals(Json.at(spec, "token"))
                        ? Map.of("authenticated", true, "user", Map.of("username", "ann", "groups", List.of("oncall")))
                        : Map.of("error", "invalid bearer token");
            }
            assertThat(path).isEqualTo("/apis/authorization.k8s.io/v1/subjectaccessreviews");
            assertThat(Json.at(spec, "user")).isEqualTo("ann");
            assertThat(Json.at(spec, "groups")).isEqualTo(List.of("oncall"));
            assertThat(Json.at(spec, "nonResourceAttributes", "verb")).isEqualTo("get");
            return Map.of("allowed", mayGet.equals(Json.at(spec, "nonResourceAttributes", "path")));
        }

        @Override
        public ExecResult exec(Effect.Exec exec) {
            throw new UnsupportedOperationException();
        }
    }

    @Test
    void whoMayGetThePathIsAdmitted() {
        assertThat(reviews.mayRead("good", "/")).isInstanceOf(Readers.Verdict.Admitted.class);
    }

    @Test
    void whoMayNotGetThePathIsForbiddenByName() {
        assertThat(reviews.mayRead("good", "/prometheus")).isEqualTo(new Readers.Verdict.Forbidden("ann"));
    }

    @Test
    void nobodysTokenIsUnknown() {
        assertThat(reviews.mayRead("bad", "/")).isInstanceOf(Readers.Verdict.Unknown.class);
    }

    @Test
    void anAnswerIsBelievedForAWhileAndThenAskedForAgain() {
        reviews.mayRead("good", "/");
        server.mayGet = "nothing";
        time.advance(Duration.ofSeconds(29));
        assertThat(reviews.mayRead("good", "/")).isInstanceOf(Readers.Verdict.Admitted.class);
        assertThat(server.asked).hasSize(2);
        time.advance(Duration.ofSeconds(1));
        assertThat(reviews.mayRead("good", "/")).isInstanceOf(Readers.Verdict.Forbidden.class);
    }

    @Test
    void noAnswerAdmitsNobodyAndIsNotRemembered() {
        server.silent = true;
        assertThat(reviews.mayRead("good", "/")).isEqualTo(new Readers.Verdict.Unsure("connection refused"));
        server.silent = false;
        assertThat(reviews.mayRead("good", "/")).isInstanceOf(Readers.Verdict.Admitted.class);
    }
}
