package dev.coxswain.simulator.admission;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.coxswain.cluster.ApiRequest;
import dev.coxswain.cluster.ApiResponse;
import dev.coxswain.cluster.Json;
import dev.coxswain.cluster.KubeObject;
import dev.coxswain.simulator.api.Api;
import dev.coxswain.simulator.api.ApiException;
import dev.coxswain.simulator.api.ApiServer;
import dev.coxswain.simulator.api.Authenticator;
import dev.coxswain.simulator.api.Identity;
import dev.coxswain.simulator.auth.Credentials;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.Map;
import java.util.Random;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.snakeyaml.engine.v2.api.Load;
import org.snakeyaml.engine.v2.api.LoadSettings;

/** The guards before a whole server. */
class AccessControlTest {

    private static final InstantSource TIME = InstantSource.fixed(Instant.parse("2026-01-01T00:00:00Z"));

    private final ApiServer server = new ApiServer(TIME, new Random(1));
    private final Credentials credentials = AccessControl.guard(
            server, TIME, "a secret of at least 32 bytes, for tests".getBytes(StandardCharsets.UTF_8));

    @BeforeEach
    void aServiceAccountThatMayListConfigMaps() {
        String yaml = """
                {apiVersion: v1, kind: ServiceAccount, metadata: {name: sa, namespace: default}}
                ---
                apiVersion: rbac.authorization.k8s.io/v1
                kind: Role
                metadata: {name: r, namespace: default}
                rules: [{apiGroups: [''], resources: [configmaps], verbs: [list]}]
                ---
                apiVersion: rbac.authorization.k8s.io/v1
                kind: RoleBinding
                metadata: {name: r, namespace: default}
                roleRef: {apiGroup: rbac.authorization.k8s.io, kind: Role, name: r}
                subjects: [{kind: ServiceAccount, name: sa, namespace: default}]
                """;
        for (Object document : new Load(LoadSettings.builder().build()).loadAllFromString(yaml)) {
            server.create(KubeObject.of(Json.asMap(Json.copy(document))), new Api.Actor("setup", "setup"));
        }
    }

    @Test
    void aTokenThatTheServerIssuedOpensWhatTheRoleGrantsAndNothingElse() {
        ApiResponse issued = post("/api/v1/namespaces/default/serviceaccounts/sa/token", Map.of());
        assertThat(issued.status()).isEqualTo(201);
        Identity account = credentials
                .bearer(Json.asText(Json.at(issued.body(), "status", "token")))
                .orElseThrow();
        assertThat(get("/api/v1/namespaces/default/configmaps", account).status())
                .isEqualTo(200);
        ApiResponse refused = get("/api/v1/configmaps", account);
        assertThat(refused.status()).isEqualTo(403);
        assertThat(refused.message())
                .isEqualTo("configmaps is forbidden: User \"system:serviceaccount:default:sa\" cannot list resource"
                        + " \"configmaps\" in API group \"\" at the cluster scope");
    }

    @Test
    void thereIsNoTokenForAnAccountThatDoesNotExist() {
        assertThat(post("/api/v1/namespaces/default/serviceaccounts/none/token", Map.of())
                        .status())
                .isEqualTo(404);
    }

    @Test
    void anAccessReviewIsAnsweredByTheSameRules() {
        ApiResponse answer = post(
                "/apis/authorization.k8s.io/v1/subjectaccessreviews",
                Map.of(
                        "apiVersion", "authorization.k8s.io/v1",
                        "kind", "SubjectAccessReview",
                        "spec",
                                Map.of(
                                        "user",
                                        "system:serviceaccount:default:sa",
                                        "resourceAttributes",
                                        Map.of("verb", "list", "resource", "configmaps", "namespace", "default"))));
        assertThat(answer.status()).isEqualTo(201);
        assertThat(Json.at(answer.body(), "status", "allowed")).isEqualTo(true);
    }

    @Test
    void headersMakeWhoeverMaySomebodyElse() {
        credentials.know("root", Identity.ADMIN);
        credentials.know("ann", Identity.of("ann"));
        Map<String, String> headers = new HashMap<>(
                Map.of("authorization", "Bearer root", "impersonate-user", "bob", "impersonate-group", "oncall, dba"));
        Identity bob = authenticate(headers);
        assertThat(bob.user()).isEqualTo("bob");
        assertThat(bob.groups()).containsExactly("oncall", "dba", "system:authenticated");
        headers.put("authorization", "Bearer ann");
        assertThatThrownBy(() -> authenticate(headers)).isInstanceOf(ApiException.class);
    }

    private Identity authenticate(Map<String, String> headers) {
        return server.authenticator()
                .authenticate(new Authenticator.Credentials(headers, null))
                .orElseThrow();
    }

    private ApiResponse get(String path, Identity who) {
        return server.handle(ApiRequest.get(path, Map.of()), who);
    }

    private ApiResponse post(String path, Map<String, @Nullable Object> body) {
        return server.handle(new ApiRequest("POST", path, Map.of(), "application/json", body), Identity.ADMIN);
    }
}
