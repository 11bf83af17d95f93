package dev.coxswain.simulator.auth;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.coxswain.cluster.Gvk;
import dev.coxswain.cluster.Json;
import dev.coxswain.simulator.VirtualTime;
import dev.coxswain.simulator.api.ApiException;
import dev.coxswain.simulator.api.Identity;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class ReviewsTest {

    private static final Identity ANN = Identities.authenticated("ann", List.of("oncall"));

    private final VirtualTime time = new VirtualTime(Instant.parse("2026-01-01T00:00:00Z"));
    private final Shelf shelf = new Shelf().with("""
            apiVersion: rbac.authorization.k8s.io/v1
            kind: RoleBinding
            metadata: {name: viewers, namespace: shop}
            roleRef: {kind: ClusterRole, name: view}
            subjects: [{kind: Group, name: oncall}]
            """);
    private final Rbac rbac = new Rbac(shelf);
    private final ServiceAccountTokens tokens = new ServiceAccountTokens(
            shelf, time, "a secret of at least 32 bytes, for tests".getBytes(StandardCharsets.UTF_8));
    private final Credentials credentials = new Credentials(tokens);
    private final Reviews reviews = new Reviews(shelf, rbac, credentials, new TokenRequests(tokens, time), time);

    @Test
    void peopleMayAskWhatTheyMay() {
        assertThat(allowed("SelfSubjectAccessReview", resource("list", "pods", "shop"), ANN))
                .isEqualTo(true);
        assertThat(allowed("SelfSubjectAccessReview", resource("delete", "pods", "shop"), ANN))
                .isEqualTo(false);
        assertThat(allowed("SelfSubjectAccessReview", resource("list", "pods", "bank"), ANN))
                .isEqualTo(false);
    }

    @Test
    void peopleMayBeAskedAboutByNameAndGroup() {
        Map<String, @Nullable Object> about = Map.of(
                "user", "bob", "groups", List.of("oncall"), "resourceAttributes", attributes("list", "pods", "shop"));
        assertThat(allowed("SubjectAccessReview", about, Identity.ADMIN)).isEqualTo(true);
        Map<String, @Nullable Object> alone =
                Map.of("user", "bob", "resourceAttributes", attributes("list", "pods", "shop"));
        assertThat(allowed("SubjectAccessReview", alone, Identity.ADMIN)).isEqualTo(false);
    }

    @Test
    void aPathMayBeAskedAbout() {
        Map<String, @Nullable Object> spec = Map.of("nonResourceAttributes", Map.of("verb", "get", "path", "/version"));
        assertThat(allowed("SelfSubjectAccessReview", spec, Identities.ANONYMOUS))
                .isEqualTo(true);
    }

    @Test
    void aQuestionAboutNothingIsInvalid() {
        assertThatThrownBy(() -> ask("SubjectAccessReview", Map.of("user", "bob"), Identity.ADMIN))
                .isInstanceOf(ApiException.class)
                .hasMessage(
                        ".authorization.k8s.io \"\" is invalid: spec.resourceAttributes: Invalid value: null: exactly"
                                + " one of nonResourceAttributes or resourceAttributes must be specified");
    }

    @Test
    void aLocalQuestionIsAboutItsOwnNamespace() {
        var gvk = new Gvk("authorization.k8s.io", "v1", "LocalSubjectAccessReview");
        Map<String, @Nullable Object> spec = Map.of(
                "user", "bob", "groups", List.of("oncall"), "resourceAttributes", attributes("list", "pods", "shop"));
        var answer = reviews.answer(gvk, Map.of("metadata", Map.of("namespace", "shop"), "spec", spec), Identity.ADMIN);
        assertThat(Json.at(answer, "status", "allowed")).isEqualTo(true);
        assertThatThrownBy(() -> reviews.answer(
                        gvk, Map.of("metadata", Map.of("namespace", "bank"), "spec", spec), Identity.ADMIN))
                .isInstanceOf(ApiException.class);
    }

    @Test
    void theRulesOfANamespaceAreListed() {
        var answer = ask("SelfSubjectRulesReview", Map.of("namespace", "shop"), ANN);
        assertThat(Json.asList(Json.at(answer, "status", "resourceRules")))
                .anySatisfy(rule ->
                        assertThat(Json.asList(Json.at(rule, "resources"))).contains("pods"));
        assertThat(Json.asList(Json.at(answer, "status", "nonResourceRules"))).isNotEmpty();
    }

    @Test
    void aTokenIsReviewed() {
        credentials.know("t", ANN);
        var known = answer("authentication.k8s.io", "TokenReview", Map.of("token", "t"), Identity.ADMIN);
        assertThat(Json.at(known, "status", "authenticated")).isEqualTo(true);
        assertThat(Json.at(known, "status", "user", "username")).isEqualTo("ann");
        var unknown = answer("authentication.k8s.io", "TokenReview", Map.of("token", "nonsense"), Identity.ADMIN);
        assertThat(unknown.get("status")).isEqualTo(Map.of("user", Map.of(), "error", "invalid bearer token"));
    }

    @Test
    void everybodyMayAskWhoTheyAre() {
        var answer = answer("authentication.k8s.io", "SelfSubjectReview", Map.of(), ANN);
        assertThat(Json.at(answer, "status", "userInfo"))
                .isEqualTo(Map.of("username", "ann", "groups", List.of("oncall", "system:authenticated")));
    }

    @Test
    void whoeverMayImpersonateActsAsTheOtherAndNobodyElseDoes() {
        var impersonation = new Impersonation(rbac);
        assertThat(impersonation.acting(ANN, "", List.of())).isEqualTo(ANN);
        assertThat(impersonation
                        .acting(Identity.ADMIN, "system:serviceaccount:rec:sa", List.of())
                        .groups())
                .contains("system:serviceaccounts:rec");
        assertThatThrownBy(() -> impersonation.acting(ANN, "bob", List.of("system:masters")))
                .isInstanceOf(ApiException.class)
                .hasMessage(
                        "users \"bob\" is forbidden: User \"ann\" cannot impersonate resource \"users\" in API group"
                                + " \"\" at the cluster scope");
    }

    @Test
    void theRightToBecomeAUserIsNoRightToEnterAGroup() {
        shelf.with("""
                apiVersion: rbac.authorization.k8s.io/v1
                kind: ClusterRole
                metadata: {name: mimic}
                rules: [{apiGroups: [''], resources: [users], verbs: [impersonate]}]
                ---
                apiVersion: rbac.authorization.k8s.io/v1
                kind: ClusterRoleBinding
                metadata: {name: mimic}
                roleRef: {kind: ClusterRole, name: mimic}
                subjects: [{kind: User, name: ann}]
                """);
        var impersonation = new Impersonation(rbac);
        assertThat(impersonation.acting(ANN, "bob", List.of()).user()).isEqualTo("bob");
        assertThatThrownBy(() -> impersonation.acting(ANN, "bob", List.of("system:masters")))
                .hasMessageContaining("cannot impersonate resource \"groups\"");
    }

    private @Nullable Object allowed(String kind, Map<String, @Nullable Object> spec, Identity user) {
        return Json.at(ask(kind, spec, user), "status", "allowed");
    }

    private Map<String, @Nullable Object> ask(String kind, Map<String, @Nullable Object> spec, Identity user) {
        return answer("authorization.k8s.io", kind, spec, user);
    }

    private Map<String, @Nullable Object> answer(
            String group, String kind, Map<String, @Nullable Object> spec, Identity user) {
        return reviews.answer(new Gvk(group, "v1", kind), Map.of("spec", spec), user);
    }

    private static Map<String, @Nullable Object> resource(String verb, String resource, String namespace) {
        return Map.of("resourceAttributes", attributes(verb, resource, namespace));
    }

    private static Map<String, @Nullable Object> attributes(String verb, String resource, String namespace) {
        return Map.of("verb", verb, "group", "", "resource", resource, "namespace", namespace);
    }
}
