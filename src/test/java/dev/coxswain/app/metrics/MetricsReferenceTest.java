package dev.coxswain.app.metrics;

import static org.assertj.core.api.Assertions.assertThat;

import dev.coxswain.GeneratedPage;
import java.io.IOException;
import org.junit.jupiter.api.Test;

/** Lists what {@code /prometheus} tells, from the catalogue. */
class MetricsReferenceTest {

    @Test
    void theReferenceOfMetricsIsWhatTheCatalogueSays() throws IOException {
        StringBuilder page = new StringBuilder("""
                # Metrics

                `GET /prometheus`, on the address of the status page (`--listen`), for whoever may read that. Beside these there
                are the usual ones of the process (`jvm_*`, `process_*`, `http_server_requests_*`). A timer has a `_count`, a
                `_sum` in seconds and a `_max`; a histogram has `_bucket`s too. Times are those of the supervisor's clock, except
                for reactions, turns, appends and effects, which are taken by the machine's own.

                | metric | type | labels | what |
                |---|---|---|---|
                """);
        for (Metric metric : Metric.values()) {
            page.append("| `%s` | %s | %s | %s |\n"
                    .formatted(
                            metric.exposed(),
                            metric.type().name().toLowerCase(java.util.Locale.ROOT),
                            metric.labels().isEmpty() ? "" : "`" + String.join("`, `", metric.labels()) + "`",
                            metric.help()));
        }
        GeneratedPage.of("docs/reference/metrics.md").assertIs(page.append("""

                Worth an alert: `coxswain_holds_overdue > 0`; `coxswain_runs{phase="Stuck"} > 0`; `sum(coxswain_leader) != 1`;
                `coxswain_watch_lag_seconds > 300`.
                """).toString());
    }

    @Test
    void namesFollowTheConventionsOfPrometheus() {
        for (Metric metric : Metric.values()) {
            assertThat(metric.exposed()).matches("coxswain_[a-z_]+").doesNotContain("__");
            assertThat(metric.help()).endsWith(".");
            assertThat(metric.labels()).allMatch(label -> label.matches("[a-z]+"));
        }
    }
}
