package dev.coxswain.web;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Base64;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class AccessTest {

    private static final String TOKEN = "a-token-that-nobody-guesses";

    private static Pages reachable(Path directory) throws IOException {
        Path file = directory.resolve("token");
        Files.writeString(file, TOKEN + "\n");
        return Pages.with(Map.of("coxswain.web.listen", "0.0.0.0:0", "coxswain.web.token-file", file.toString()));
    }

    @Test
    void onLoopbackNobodyIsAskedForAToken() throws Exception {
        try (Pages pages = Pages.with(Map.of())) {
            assertThat(pages.get("/").statusCode()).isEqualTo(200);
            assertThat(pages.get("/api/v1/runs").statusCode()).isEqualTo(200);
            assertThat(pages.get("/prometheus").statusCode()).isEqualTo(200);
        }
    }

    @Test
    void onLoopbackARequestForAnotherHostIsRefusedWhateverThePath() throws Exception {
        try (Pages pages = Pages.with(Map.of())) {
            for (String path :
                    new String[] {"/", "/api/v1/runs", "/health/liveness", "/nothing", "/assets/coxswain.js"}) {
                assertThat(pages.raw("GET " + path + " HTTP/1.1", "Host: evil.example:8080"))
                        .as(path)
                        .startsWith("HTTP/1.1 421 ")
                        .doesNotContain("html");
            }
            assertThat(pages.raw("GET / HTTP/1.1", "Host: localhost:9999")).startsWith("HTTP/1.1 200 ");
            assertThat(pages.raw("GET / HTTP/1.0")).startsWith("HTTP/1.0 421 ");
        }
    }

    @Test
    void whoCanBeReachedFromElsewhereDoesNotStartWithoutKnowingAToken() {
        assertThatThrownBy(() -> Pages.with(Map.of("coxswain.web.listen", "0.0.0.0:0")))
                .rootCause()
                .hasMessageStartingWith("coxswain.web.listen: 0.0.0.0:0 can be reached from other machines");
    }

    @Test
    void livenessAndReadinessAnswerAnybodyAndTellNothingElse(@TempDir Path directory) throws Exception {
        try (Pages pages = reachable(directory)) {
            assertThat(pages.get("/health/liveness").statusCode()).isEqualTo(200);
            assertThat(pages.get("/health/readiness").body()).isEqualTo("{\"status\":\"UP\"}");
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "/",
                "/runs",
                "/fleet",
                "/events",
                "/health",
                "/prometheus",
                "/api/v1/runs",
                "/api/v1/fleet",
                "/assets/coxswain.css",
                "/nothing",
                "/health/liveness/",
                "/health/liveness/../../api/v1/runs",
                "//health/liveness"
            })
    void everythingElseWantsAToken(String path, @TempDir Path directory) throws Exception {
        try (Pages pages = reachable(directory)) {
            String answer = pages.raw("GET " + path + " HTTP/1.1", "Host: coxswain");
            assertThat(answer)
                    .startsWith("HTTP/1.1 401 ")
                    .contains("WWW-Authenticate: Bearer", "WWW-Authenticate: Basic");
        }
    }

    @Test
    void theTokenOpensAsBearerAndAsPasswordOfABrowser(@TempDir Path directory) throws Exception {
        try (Pages pages = reachable(directory)) {
            assertThat(pages.get("/api/v1/runs", "Authorization", "Bearer " + TOKEN)
                            .statusCode())
                    .isEqualTo(200);
            assertThat(pages.get("/", "Authorization", basic("me:" + TOKEN)).statusCode())
                    .isEqualTo(200);
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "Bearer a-token-that-nobody-guesse",
                "Bearer a-token-that-nobody-guesses2",
                "Bearer ",
                "Bearer",
                "Basic !!!",
                "Basic",
                "Digest a-token-that-nobody-guesses",
                "a-token-that-nobody-guesses"
            })
    void anythingButTheTokenDoesNotOpen(String shown, @TempDir Path directory) throws Exception {
        try (Pages pages = reachable(directory)) {
            assertThat(pages.get("/api/v1/runs", "Authorization", shown).statusCode())
                    .isEqualTo(401);
        }
    }

    @Test
    void aRotatedTokenHoldsAtOnceAndAnEmptyFileAdmitsNobody(@TempDir Path directory) throws Exception {
        try (Pages pages = reachable(directory)) {
            Files.writeString(directory.resolve("token"), "another");
            assertThat(pages.get("/", "Authorization", "Bearer " + TOKEN).statusCode())
                    .isEqualTo(401);
            assertThat(pages.get("/", "Authorization", "Bearer another").statusCode())
                    .isEqualTo(200);
            Files.writeString(directory.resolve("token"), "\n");
            assertThat(pages.get("/", "Authorization", basic("me:")).statusCode())
                    .isEqualTo(401);
            Files.delete(directory.resolve("token"));
            assertThat(pages.get("/", "Authorization", "Bearer another").statusCode())
                    .isEqualTo(503);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"/", "/nothing", "/api/v1/runs?limit=0", "/health/readiness", "/assets/coxswain.css"})
    void everyAnswerTellsBrowsersToTrustNothingElse(String path) throws Exception {
        try (Pages pages = Pages.with(Map.of())) {
            HttpResponse<String> answer = pages.get(path);
            assertThat(answer.headers().firstValue("Content-Security-Policy"))
                    .hasValueSatisfying(policy -> assertThat(policy)
                            .contains("default-src 'none'", "script-src 'self'", "frame-ancestors 'none'")
                            .doesNotContain("unsafe"));
            assertThat(answer.headers().firstValue("X-Content-Type-Options")).hasValue("nosniff");
            assertThat(answer.headers().firstValue("X-Frame-Options")).hasValue("DENY");
            assertThat(answer.headers().firstValue("Referrer-Policy")).hasValue("no-referrer");
            assertThat(answer.headers().firstValue("Server")).isEmpty();
        }
    }

    @Test
    void refusalsCarryTheHeadersToo() throws Exception {
        try (Pages pages = Pages.with(Map.of())) {
            assertThat(pages.raw("GET / HTTP/1.1", "Host: evil"))
                    .contains("Content-Security-Policy: default-src 'none'")
                    .contains("X-Frame-Options: DENY");
        }
    }

    private static String basic(String pair) {
        return "Basic " + Base64.getEncoder().encodeToString(pair.getBytes(StandardCharsets.UTF_8));
    }
}
