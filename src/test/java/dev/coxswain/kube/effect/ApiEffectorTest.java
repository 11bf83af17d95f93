package dev.coxswain.kube.effect;

import static org.assertj.core.api.Assertions.assertThat;

import dev.coxswain.cluster.ApiRequest;
import dev.coxswain.cluster.Effect;
import dev.coxswain.cluster.Json;
import dev.coxswain.cluster.KubeObject;
import dev.coxswain.cluster.ObjectRef;
import dev.coxswain.cluster.Outcome;
import dev.coxswain.cluster.PatchType;
import dev.coxswain.cluster.Preconditions;
import dev.coxswain.kube.ScriptedTransport;
import dev.coxswain.kube.client.RestMapper;
import dev.coxswain.simulator.VirtualTime;
import java.io.IOException;
import java.net.ConnectException;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class ApiEffectorTest {

    private static final KubeObject POD = KubeObject.of(Map.of(
            "apiVersion", "v1",
            "kind", "Pod",
            "metadata", Map.of("namespace", "shop", "name", "cart-0", "uid", "u-1", "resourceVersion", "7")));
    private static final String POD_JSON = Json.print(POD.tree());
    private static final Effect DELETE =
            new Effect.Delete(POD.ref(), Preconditions.sameVersion(POD), Optional.of(Duration.ofSeconds(30)));

    private final VirtualTime clock = new VirtualTime(Instant.parse("2026-01-01T00:00:00Z"));
    private final ScriptedTransport transport = new ScriptedTransport();
    private final ApiEffector effector = effector(100);

    private ApiEffector effector(int burst) {
        return new ApiEffector(transport, new RestMapper(transport, clock), new TokenBucket(clock, 10, burst));
    }

    @Test
    void aDeleteCarriesUidVersionAndGracePeriod() {
        transport.says(200, POD_JSON);

        assertThat(effector.apply(DELETE)).isEqualTo(Outcome.Applied.to(POD));

        ApiRequest request = transport.only();
        assertThat(request.method() + " " + request.path()).isEqualTo("DELETE /api/v1/namespaces/shop/pods/cart-0");
        assertThat(Json.at(request.body(), "preconditions")).isEqualTo(Map.of("uid", "u-1", "resourceVersion", "7"));
        assertThat(Json.at(request.body(), "gracePeriodSeconds")).isEqualTo(30L);
    }

    @Test
    void aMergePatchIsRefusedByTheServerWhenTheObjectIsAnother() {
        transport.says(409, "{\"kind\":\"Status\",\"reason\":\"Conflict\",\"message\":\"uid mismatch\"}");

        Outcome outcome =
                effector.apply(Effect.Patch.merge(POD, Map.of("metadata", Map.of("labels", Map.of("a", "b")))));

        assertThat(outcome).isEqualTo(new Outcome.Refused(409, "Conflict", "uid mismatch"));
        assertThat(Json.at(transport.only().body(), "metadata"))
                .isEqualTo(Map.of("labels", Map.of("a", "b"), "uid", "u-1"));
        assertThat(transport.only().contentType()).isEqualTo("application/merge-patch+json");
    }

    @Test
    void aJsonPatchStatesItsPreconditionsAsConflictsAndNotAsTests() {
        transport.says(200, POD_JSON);

        effector.apply(new Effect.Patch(
                POD.ref(),
                PatchType.JSON,
                List.of(Map.of("op", "remove", "path", "/spec/x")),
                Preconditions.sameVersion(POD)));

        assertThat(transport.only().body())
                .isEqualTo(List.of(
                        Map.of("op", "add", "path", "/metadata/uid", "value", "u-1"),
                        Map.of("op", "add", "path", "/metadata/resourceVersion", "value", "7"),
                        Map.of("op", "remove", "path", "/spec/x")));
    }

    @Test
    void anAppliedDocumentNamesItsTargetAndItsFieldManager() {
        transport.says(200, POD_JSON);

        effector.apply(new Effect.Patch(
                POD.ref(), PatchType.APPLY, Map.of("spec", Map.of("x", 1L)), Preconditions.NONE, "status"));

        ApiRequest request = transport.only();
        assertThat(request.path()).endsWith("/pods/cart-0/status");
        assertThat(request.query()).containsEntry("fieldManager", "coxswain").containsEntry("force", "true");
        assertThat(Json.asMap(request.body())).containsEntry("kind", "Pod").containsEntry("apiVersion", "v1");
        assertThat(Json.at(request.body(), "metadata")).isEqualTo(Map.of("name", "cart-0", "namespace", "shop"));
    }

    @Test
    void anEvictionThatABudgetForbidsMayBeAskedAgain() {
        transport.says(429, "{\"kind\":\"Status\",\"message\":\"budget\",\"details\":{\"retryAfterSeconds\":10}}");

        Outcome outcome = effector.apply(new Effect.Evict(POD.ref(), Preconditions.sameObject(POD)));

        assertThat(outcome).isEqualTo(new Outcome.Busy(Duration.ofSeconds(10), "budget"));
        assertThat(transport.only().path()).endsWith("/pods/cart-0/eviction");
        assertThat(Json.at(transport.only().body(), "deleteOptions", "preconditions", "uid"))
                .isEqualTo("u-1");
    }

    @Test
    void retryAfterOfABusyServerIsKept() {
        transport.says(503, Map.of("retry-after", "4"), "{\"message\":\"starting\"}");

        assertThat(effector.apply(DELETE)).isEqualTo(new Outcome.Busy(Duration.ofSeconds(4), "starting"));
    }

    @Test
    void aServerThatBrokeOrFellSilentLeavesTheOutcomeUnknown() {
        transport
                .says(500, "{\"message\":\"etcd\"}")
                .says(504, "{\"message\":\"timeout\"}")
                .fails(new IOException("cut"));

        assertThat(effector.apply(DELETE)).isEqualTo(new Outcome.Unknown("etcd"));
        assertThat(effector.apply(DELETE)).isEqualTo(new Outcome.Unknown("timeout"));
        assertThat(effector.apply(DELETE)).isEqualTo(new Outcome.Unknown("cut"));
    }

    @Test
    void aRefusedConnectionDidNothing() {
        transport.fails(new ConnectException("refused"));

        assertThat(effector.apply(DELETE)).isInstanceOf(Outcome.Busy.class);
    }

    @Test
    void aKindThatTheServerDoesNotServeIsRefusedUnsent() {
        KubeObject alien = KubeObject.of(Map.of("apiVersion", "v1", "kind", "Alien", "metadata", Map.of("name", "x")));

        assertThat(effector.apply(new Effect.Create(alien)))
                .isEqualTo(new Outcome.Refused(404, "NotFound", "the server does not serve v1/Alien"));
        assertThat(transport.requests).isEmpty();
    }

    @Test
    void aNameThatClimbsOutOfItsPathIsRefusedUnsent() {
        ObjectRef crooked = ObjectRef.pod("shop", "../../../nodes/n1");

        Outcome outcome = effector.apply(new Effect.Delete(crooked, Preconditions.NONE, Optional.empty()));

        assertThat(outcome).isInstanceOf(Outcome.Refused.class);
        assertThat(transport.requests).isEmpty();
    }

    @Test
    void effectsBeyondTheRateAreNotSentAndSayHowLongToWait() {
        ApiEffector slow = effector(1);
        transport.says(200, POD_JSON).says(200, POD_JSON);

        assertThat(slow.apply(DELETE)).isInstanceOf(Outcome.Applied.class);
        assertThat(slow.apply(DELETE)).isEqualTo(new Outcome.Busy(Duration.ofMillis(100), "we write too fast"));
        clock.advance(Duration.ofMillis(100));
        assertThat(slow.apply(DELETE)).isInstanceOf(Outcome.Applied.class);
        assertThat(transport.requests).hasSize(2);
    }

    @Test
    void aDryRunAsksTheServerToStoreNothingAndRunsNoProgram() {
        transport.says(200, POD_JSON).says(200, POD_JSON);

        effector.dryRun().apply(DELETE);
        effector.dryRun().apply(exec("u-1"));

        assertThat(transport.requests.getFirst().query()).containsEntry("dryRun", "All");
        assertThat(transport.executed).isEmpty();
    }

    @Test
    void aProgramRunsOnlyInThePodThatWasSeen() {
        transport.says(200, POD_JSON).says(200, POD_JSON);

        assertThat(effector.apply(exec("another")))
                .isEqualTo(
                        new Outcome.Refused(409, "Conflict", "Pod shop/cart-0 is not the one that was seen any more"));
        assertThat(transport.executed).isEmpty();
        assertThat(effector.apply(exec("u-1")))
                .isInstanceOfSatisfying(
                        Outcome.Applied.class,
                        applied -> assertThat(applied.output().orElseThrow().exitCode())
                                .isEqualTo(3));
    }

    private static Effect.Exec exec(String uid) {
        return new Effect.Exec(
                POD.ref(),
                new Preconditions(Optional.of(uid), Optional.empty()),
                "redis",
                List.of("redis-cli", "ping"),
                Duration.ofSeconds(5),
                100,
                true);
    }
}
