package dev.coxswain.web;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import org.junit.jupiter.api.Test;

class HealthTest {

    @Test
    void aliveButNotReadyUntilEverythingIsListed() throws Exception {
        try (Pages pages = Pages.with(Map.of())) {
            pages.cluster().is(false, true);
            assertThat(pages.get("/health/liveness").statusCode()).isEqualTo(200);
            assertThat(pages.get("/health/readiness").statusCode()).isEqualTo(503);
            pages.cluster().is(true, true);
            assertThat(pages.get("/health/readiness").statusCode()).isEqualTo(200);
        }
    }

    @Test
    void aFollowerIsReady() throws Exception {
        try (Pages pages = Pages.with(Map.of())) {
            pages.cluster().is(true, false);
            assertThat(pages.get("/health/readiness").statusCode()).isEqualTo(200);
        }
    }

    @Test
    void theFrameworksOtherEndpointsAreShut() throws Exception {
        try (Pages pages = Pages.with(Map.of())) {
            for (String path :
                    new String[] {"/beans", "/env", "/loggers", "/info", "/routes", "/metrics", "/stop", "/refresh"}) {
                assertThat(pages.get(path).statusCode()).as(path).isEqualTo(404);
            }
        }
    }
}
