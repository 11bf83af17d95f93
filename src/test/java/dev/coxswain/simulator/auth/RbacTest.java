package dev.coxswain.simulator.auth;

import static org.assertj.core.api.Assertions.assertThat;

import dev.coxswain.cluster.Json;
import dev.coxswain.simulator.api.Attributes;
import dev.coxswain.simulator.api.Identity;
import java.util.List;
import org.junit.jupiter.api.Test;

class RbacTest {

    private static final Identity ANN = Identities.authenticated("ann", List.of("oncall"));
    private static final Identity SA = Identities.serviceAccount("rec", "sa", "u1");

    private final Shelf shelf = new Shelf().with("""
            apiVersion: rbac.authorization.k8s.io/v1
            kind: Role
            metadata: {name: r, namespace: rec}
            rules:
            - {apiGroups: [''], resources: [configmaps], verbs: [get, list]}
            - {apiGroups: [apps], resources: [deployments/scale], verbs: [patch]}
            - {apiGroups: [''], resources: [secrets], resourceNames: [mine], verbs: [get]}
            ---
            apiVersion: rbac.authorization.k8s.io/v1
            kind: RoleBinding
            metadata: {name: r, namespace: rec}
            roleRef: {kind: Role, name: r}
            subjects: [{kind: ServiceAccount, name: sa, namespace: rec}]
            ---
            apiVersion: rbac.authorization.k8s.io/v1
            kind: RoleBinding
            metadata: {name: viewers, namespace: shop}
            roleRef: {kind: ClusterRole, name: view}
            subjects: [{kind: Group, name: oncall}]
            """);

    private final Rbac rbac = new Rbac(shelf);

    @Test
    void aRoleGrantsWhatItNamesInItsOwnNamespaceAlone() {
        assertThat(may(SA, "list", "", "configmaps", "rec", "")).isTrue();
        assertThat(may(SA, "list", "", "configmaps", "other", "")).isFalse();
        assertThat(may(SA, "list", "", "configmaps", "", "")).isFalse();
        assertThat(may(SA, "create", "", "configmaps", "rec", "")).isFalse();
        assertThat(may(ANN, "list", "", "configmaps", "rec", "")).isFalse();
    }

    @Test
    void aRightToASubresourceIsNoRightToTheObjectNorTheOtherWayRound() {
        assertThat(rbac.authorize(on(SA, "patch", "apps", "deployments", "scale", "rec", "web"))
                        .allowed())
                .isTrue();
        assertThat(may(SA, "patch", "apps", "deployments", "rec", "web")).isFalse();
        assertThat(rbac.authorize(on(SA, "get", "", "configmaps", "status", "rec", "a"))
                        .allowed())
                .isFalse();
    }

    @Test
    void aRuleWithNamesIsAboutThoseAlone() {
        assertThat(may(SA, "get", "", "secrets", "rec", "mine")).isTrue();
        assertThat(may(SA, "get", "", "secrets", "rec", "yours")).isFalse();
        assertThat(may(SA, "get", "", "secrets", "rec", "")).isFalse();
    }

    @Test
    void aStarBeforeASubresourceMeansThatSubresourceOfEverything() {
        shelf.with("""
                apiVersion: rbac.authorization.k8s.io/v1
                kind: ClusterRole
                metadata: {name: scaler}
                rules: [{apiGroups: ['*'], resources: ['*/scale'], verbs: ['*']}]
                ---
                apiVersion: rbac.authorization.k8s.io/v1
                kind: ClusterRoleBinding
                metadata: {name: scaler}
                roleRef: {kind: ClusterRole, name: scaler}
                subjects: [{kind: User, name: ann}]
                """);
        assertThat(rbac.authorize(on(ANN, "update", "apps", "statefulsets", "scale", "any", "x"))
                        .allowed())
                .isTrue();
        assertThat(may(ANN, "update", "apps", "statefulsets", "any", "x")).isFalse();
    }

    @Test
    void theViewRoleIsAggregatedAndTakesWhatIsAddedLater() {
        assertThat(may(ANN, "list", "", "pods", "shop", "")).isTrue();
        assertThat(may(ANN, "get", "", "secrets", "shop", "s")).isFalse();
        assertThat(may(ANN, "list", "coxswain.dev", "playbookruns", "shop", "")).isFalse();
        shelf.with("""
                apiVersion: rbac.authorization.k8s.io/v1
                kind: ClusterRole
                metadata: {name: coxswain-view, labels: {rbac.authorization.k8s.io/aggregate-to-view: 'true'}}
                rules: [{apiGroups: [coxswain.dev], resources: ['*'], verbs: [get, list]}]
                """);
        assertThat(may(ANN, "list", "coxswain.dev", "playbookruns", "shop", "")).isTrue();
    }

    @Test
    void rolesThatAggregateEachOtherDoNotGoRoundForever() {
        shelf.with("""
                apiVersion: rbac.authorization.k8s.io/v1
                kind: ClusterRole
                metadata: {name: a, labels: {to: b}}
                aggregationRule: {clusterRoleSelectors: [{matchLabels: {to: a}}]}
                ---
                apiVersion: rbac.authorization.k8s.io/v1
                kind: ClusterRole
                metadata: {name: b, labels: {to: a}}
                aggregationRule: {clusterRoleSelectors: [{matchLabels: {to: b}}]}
                ---
                apiVersion: rbac.authorization.k8s.io/v1
                kind: ClusterRoleBinding
                metadata: {name: a}
                roleRef: {kind: ClusterRole, name: a}
                subjects: [{kind: User, name: ann}]
                """);
        assertThat(may(ANN, "list", "", "nodes", "", "")).isFalse();
    }

    @Test
    void mastersMayEverything() {
        assertThat(may(Identity.ADMIN, "impersonate", "", "users", "", "god")).isTrue();
    }

    @Test
    void anonymousMaySeeTheVersionAndNothingElse() {
        assertThat(rbac.authorize(path(Identities.ANONYMOUS, "/version")).allowed())
                .isTrue();
        assertThat(rbac.authorize(path(Identities.ANONYMOUS, "/apis")).allowed())
                .isFalse();
        assertThat(rbac.authorize(path(ANN, "/apis/apps/v1")).allowed()).isTrue();
        assertThat(rbac.authorize(path(ANN, "/metrics")).allowed()).isFalse();
    }

    @Test
    void aBindingToAMissingRoleGrantsNothingAndIsNamed() {
        shelf.with("""
                apiVersion: rbac.authorization.k8s.io/v1
                kind: ClusterRoleBinding
                metadata: {name: lost}
                roleRef: {kind: ClusterRole, name: lost}
                subjects: [{kind: User, name: ann}]
                """);
        var decision = rbac.authorize(on(ANN, "list", "", "nodes", "", "", ""));
        assertThat(decision.allowed()).isFalse();
        assertThat(decision.reason()).isEqualTo("RBAC: clusterrole.rbac.authorization.k8s.io \"lost\" not found");
    }

    @Test
    void theReasonNamesTheBindingThatAllows() {
        assertThat(rbac.authorize(on(SA, "list", "", "configmaps", "", "rec", ""))
                        .reason())
                .isEqualTo("RBAC: allowed by RoleBinding \"r/rec\" of Role \"r\" to ServiceAccount \"sa/rec\"");
    }

    @Test
    void aRefusalSpeaksLikeTheRealServer() {
        assertThat(message(on(SA, "create", "", "configmaps", "", "rec", "")))
                .isEqualTo("configmaps is forbidden: User \"system:serviceaccount:rec:sa\" cannot create resource"
                        + " \"configmaps\" in API group \"\" in the namespace \"rec\"");
        assertThat(message(on(SA, "patch", "apps", "deployments", "", "rec", "none")))
                .isEqualTo("deployments.apps \"none\" is forbidden: User \"system:serviceaccount:rec:sa\" cannot patch"
                        + " resource \"deployments\" in API group \"apps\" in the namespace \"rec\"");
        assertThat(message(on(SA, "create", "", "pods", "exec", "", "p")))
                .isEqualTo("pods \"p\" is forbidden: User \"system:serviceaccount:rec:sa\" cannot create resource"
                        + " \"pods/exec\" in API group \"\" at the cluster scope");
        assertThat(message(path(SA, "/nonsense")))
                .isEqualTo("forbidden: User \"system:serviceaccount:rec:sa\" cannot get path \"/nonsense\"");
    }

    private static String message(Attributes wanted) {
        return Json.asText(Forbidden.to(wanted, "").status().get("message"));
    }

    private boolean may(Identity who, String verb, String group, String resource, String namespace, String name) {
        return rbac.authorize(on(who, verb, group, resource, "", namespace, name))
                .allowed();
    }

    private static Attributes on(
            Identity who, String verb, String group, String resource, String sub, String namespace, String name) {
        return new Attributes(who, verb, group, "v1", resource, sub, namespace, name, "");
    }

    private static Attributes path(Identity who, String path) {
        return new Attributes(who, "get", "", "", "", "", "", "", path);
    }
}
