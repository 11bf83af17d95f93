package dev.coxswain.run;

import static org.assertj.core.api.Assertions.assertThat;

import dev.coxswain.cluster.ApiRequest;
import dev.coxswain.cluster.ApiResponse;
import dev.coxswain.playbook.Playbook;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** When a step is tried again, and when no more. */
class RetryTest {

    private static final String DEPLOYMENT = """
            apiVersion: apps/v1
            kind: Deployment
            metadata: {namespace: shop, name: late}
            spec: {replicas: 1, selector: {matchLabels: {a: b}}, template: {metadata: {labels: {a: b}}, spec: {containers: [{name: c, image: c}]}}}
            """;

    /** The deployment is there when the plan is made, and gone when it is carried out. */
    private static Rig rig(String more) {
        Rig rig = new Rig(Rig.playbook("- {name: first, uses: wait, with: {until: object.data.color == 'green'}}\n"
                + """
                - name: scale
                  uses: object.scale
                  with: {target: {apiVersion: apps/v1, kind: Deployment, namespace: shop, name: late}, replicas: 2}
                """
                + (more.isEmpty() ? "" : more.indent(2))));
        rig.create(DEPLOYMENT);
        rig.starts("job", "shop", "trigger");
        rig.passes(3);
        return rig;
    }

    private static void begins(Rig rig) {
        rig.edit(Rig.configMap("shop", "trigger"), "green", "data", "color");
        rig.passes(1);
    }

    @Test
    void theDelayCountsFromTheFailureAndDoubles() {
        Rig rig = rig("retry: {attempts: 4, delay: 10s}");
        rig.delete(dev.coxswain.cluster.ObjectRef.of("apps/v1", "Deployment", "shop", "late"));
        begins(rig);
        rig.passes(120);
        List<Long> failures = rig.run().timeline().stream()
                .filter(m -> m.text().contains("there is no Deployment"))
                .map(m -> Duration.between(Instant.parse("2026-03-01T03:00:00Z"), m.at())
                        .toSeconds())
                .toList();
        assertThat(rig.run().state().phase()).as(rig.story()).isEqualTo("Failed");
        assertThat(failures).as(rig.story()).hasSizeGreaterThanOrEqualTo(4);
        assertThat(failures.get(1) - failures.get(0)).isEqualTo(10);
        assertThat(failures.get(2) - failures.get(1)).isEqualTo(20);
        assertThat(failures.get(3) - failures.get(2)).isEqualTo(40);
    }

    @Test
    void anAttemptThatSucceedsIsTheLast() {
        Rig rig = rig("retry: {attempts: 3, delay: 10s}");
        rig.delete(dev.coxswain.cluster.ObjectRef.of("apps/v1", "Deployment", "shop", "late"));
        begins(rig);
        rig.create(DEPLOYMENT);
        rig.passes(30);
        assertThat(rig.run().state().phase()).as(rig.story()).isEqualTo("Succeeded");
        assertThat(rig.run().step("scale").orElseThrow().attempt()).isEqualTo(2);
    }

    @Test
    void aRefusalByTheServerCostsAnAttemptAsWell() {
        Rig rig = rig("retry: {attempts: 2, delay: 5s}");
        List<ApiRequest> refused = new ArrayList<>();
        rig.wire = new Rig.Wire() {
            @Override
            public Optional<ApiResponse> instead(ApiRequest request) {
                if (request.method().equals("PATCH") && request.path().endsWith("/late") && refused.isEmpty()) {
                    refused.add(request);
                    return Optional.of(new ApiResponse(403, Map.of(), Map.of("message", "quota")));
                }
                return Optional.empty();
            }
        };
        begins(rig);
        rig.passes(20);
        assertThat(rig.run().state().phase()).as(rig.story()).isEqualTo("Succeeded");
        assertThat(refused).hasSize(1);
    }

    @Test
    void oneDeadlineIsForAllAttempts() {
        Rig rig = rig("retry: {attempts: 50, delay: 10s}\natMost: 45s");
        rig.delete(dev.coxswain.cluster.ObjectRef.of("apps/v1", "Deployment", "shop", "late"));
        begins(rig);
        rig.passes(120);
        assertThat(rig.run().state().phase()).as(rig.story()).isEqualTo("Failed");
        assertThat(rig.run().message()).contains("not done within 45 s").contains("there is no Deployment");
        assertThat(rig.run().finishedAt().orElseThrow()).isBefore(Instant.parse("2026-03-01T03:01:00Z"));
    }

    @Test
    void aServerThatIsBusyCostsNoAttemptButIsLeftInPeace() {
        Rig rig = rig("retry: {attempts: 1, delay: 10s}\natMost: 2m");
        List<Instant> asked = new ArrayList<>();
        rig.wire = new Rig.Wire() {
            @Override
            public Optional<ApiResponse> instead(ApiRequest request) {
                if (request.method().equals("PATCH") && request.path().endsWith("/late") && asked.size() < 4) {
                    asked.add(rig.time.instant());
                    return Optional.of(
                            new ApiResponse(429, Map.of("retry-after", "1"), Map.of("message", "slow down")));
                }
                return Optional.empty();
            }
        };
        begins(rig);
        rig.passes(90);
        assertThat(rig.run().state().phase()).as(rig.story()).isEqualTo("Succeeded");
        assertThat(asked).hasSize(4);
        assertThat(Duration.between(asked.get(0), asked.get(3))).isGreaterThanOrEqualTo(Duration.ofSeconds(30));
    }

    @Test
    void anAnswerThatIsLostIsLookedUpBeforeTheDelayBegins() {
        Rig rig = rig("retry: {attempts: 1, delay: 10s}");
        List<Instant> asked = new ArrayList<>();
        rig.wire = new Rig.Wire() {
            @Override
            public Optional<ApiResponse> instead(ApiRequest request) throws IOException {
                if (request.method().equals("PATCH") && request.path().endsWith("/late")) {
                    asked.add(rig.time.instant());
                    if (asked.size() == 1) {
                        throw new IOException("connection reset");
                    }
                }
                return Optional.empty();
            }
        };
        begins(rig);
        rig.passes(30);
        assertThat(rig.run().state().phase()).as(rig.story()).isEqualTo("Succeeded");
        assertThat(rig.story()).contains("had not been applied");
        assertThat(Duration.between(asked.get(0), asked.get(1))).isGreaterThanOrEqualTo(Duration.ofSeconds(10));
    }

    @Test
    void aWaitEndsAtItsOwnDeadlineThoughNothingChanges() {
        Rig rig = new Rig(Rig.playbook("- {name: hold-on, uses: wait, with: {until: '1 > 2', atMost: 20m}}"));
        rig.starts("job", "shop", "trigger");
        rig.passes(Duration.ofMinutes(19));
        assertThat(rig.run().state().phase()).as(rig.story()).isEqualTo("Running");
        rig.passes(Duration.ofMinutes(2));
        assertThat(rig.run().state().phase()).as(rig.story()).isEqualTo("Failed");
    }

    @Test
    void pausesGrowToFiveMinutesAndNoFurther() {
        Playbook.Retry retry = new Playbook.Retry(100, Duration.ofMinutes(1));
        assertThat(retry.delayAfter(1)).isEqualTo(Duration.ofMinutes(1));
        assertThat(retry.delayAfter(3)).isEqualTo(Duration.ofMinutes(4));
        assertThat(retry.delayAfter(99)).isEqualTo(Duration.ofMinutes(5));
        assertThat(new Playbook.Retry(9, Duration.ofHours(1)).delayAfter(8)).isEqualTo(Duration.ofHours(1));
    }
}
