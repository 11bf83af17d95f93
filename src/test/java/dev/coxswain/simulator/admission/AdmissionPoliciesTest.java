package dev.coxswain.simulator.admission;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.coxswain.cluster.Gvk;
import dev.coxswain.cluster.Json;
import dev.coxswain.simulator.api.AdmissionRequest;
import dev.coxswain.simulator.api.ApiException;
import dev.coxswain.simulator.api.Identity;
import dev.coxswain.simulator.auth.Shelf;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class AdmissionPoliciesTest {

    private final Shelf shelf = new Shelf().with("""
            apiVersion: v1
            kind: Namespace
            metadata: {name: shop, labels: {stage: prod}}
            ---
            apiVersion: v1
            kind: Namespace
            metadata: {name: play, labels: {stage: dev}}
            ---
            apiVersion: v1
            kind: ConfigMap
            metadata: {name: limits, namespace: shop}
            data: {most: '5'}
            """);
    private final AdmissionPolicies policies = new AdmissionPolicies(shelf);

    @Test
    void aPolicyWithoutABindingRefusesNothing() {
        policy("validations: [{expression: 'false'}]");
        assertThatCode(() -> policies.admit(scale(9))).doesNotThrowAnyException();
    }

    @Test
    void aBoundPolicyRefusesInTheServersWords() {
        policy("validations: [{expression: object.spec.replicas <= 5}]");
        binding("validationActions: [Deny]");
        assertThatCode(() -> policies.admit(scale(5))).doesNotThrowAnyException();
        assertThatThrownBy(() -> policies.admit(scale(6)))
                .isInstanceOfSatisfying(ApiException.class, refusal -> {
                    assertThat(refusal.code()).isEqualTo(422);
                    assertThat(refusal.status()).containsEntry("reason", "Invalid");
                    assertThat(Json.at(refusal.status(), "details", "kind")).isEqualTo("deployments");
                    assertThat(Json.at(refusal.status(), "details", "group")).isEqualTo("apps");
                })
                .hasMessage(
                        "deployments.apps \"web\" is forbidden: ValidatingAdmissionPolicy 'p' with binding 'b' denied"
                                + " request: failed expression: object.spec.replicas <= 5");
    }

    @Test
    void theMessageIsComputedOrWrittenOrTheExpression() {
        policy("""
                validations:
                  - expression: object.spec.replicas <= 5
                    message: too many
                    messageExpression: "'more than 5: ' + string(object.spec.replicas)"
                    reason: Forbidden
                """);
        binding("validationActions: [Deny]");
        assertThatThrownBy(() -> policies.admit(scale(6)))
                .hasMessageEndingWith("denied request: more than 5: 6")
                .isInstanceOfSatisfying(
                        ApiException.class,
                        refusal -> assertThat(refusal.code()).isEqualTo(403));
        policy("""
                validations:
                  - {expression: object.spec.replicas <= 5, message: too many, messageExpression: object.nothing}
                """);
        assertThatThrownBy(() -> policies.admit(scale(6))).hasMessageEndingWith("denied request: too many");
    }

    @Test
    void whatCannotBeEvaluatedIsRefusedUnlessFailuresAreIgnored() {
        policy("validations: [{expression: object.spec.colour == 'red'}]");
        binding("validationActions: [Deny]");
        assertThatThrownBy(() -> policies.admit(scale(1)))
                .hasMessageEndingWith(
                        "expression 'object.spec.colour == 'red'' resulted in error: no such key: colour");
        policy("failurePolicy: Ignore\n  validations: [{expression: object.spec.colour == 'red'}]");
        assertThatCode(() -> policies.admit(scale(1))).doesNotThrowAnyException();
    }

    @Test
    void anExpressionThatDoesNotCompileRefuses() {
        policy("validations: [{expression: 'objekt.spec == 1'}]");
        binding("validationActions: [Deny]");
        assertThatThrownBy(() -> policies.admit(scale(1))).hasMessageContaining("undeclared reference to 'objekt'");
    }

    @Test
    void anExpressionThatCostsTooMuchRefuses() {
        policy("""
                variables: [{name: many, expression: "'x'.replace('x', 'a,a,a,a,a,a,a,a,a,a,a,a,a,a,a,a,a,a,a,a').split(',')"}]
                  validations:
                  - expression: >-
                      variables.many.all(a, variables.many.all(b, variables.many.all(c, variables.many.all(d, a == d))))
                """);
        binding("validationActions: [Deny]");
        assertThatThrownBy(() -> policies.admit(scale(1))).hasMessageContaining("Iteration budget exceeded");
    }

    @Test
    void aConditionThatDoesNotHoldSkipsThePolicy() {
        policy("""
                matchConditions: [{name: not-ann, expression: "request.userInfo.username != 'ann'"}]
                  validations: [{expression: 'false', message: never}]
                """);
        binding("validationActions: [Deny]");
        assertThatCode(() -> policies.admit(by("ann"))).doesNotThrowAnyException();
        assertThatThrownBy(() -> policies.admit(by("bob"))).hasMessageEndingWith("never");
    }

    @Test
    void variablesBuildOnEachOtherAndABrokenOneIsNamed() {
        policy("""
                variables:
                  - {name: wanted, expression: object.spec.replicas}
                  - {name: twice, expression: variables.wanted * 2}
                  - {name: broken, expression: object.spec.nothing}
                  validations: [{expression: variables.twice < 10}]
                """);
        binding("validationActions: [Deny]");
        assertThatCode(() -> policies.admit(scale(4))).doesNotThrowAnyException();
        assertThatThrownBy(() -> policies.admit(scale(5))).hasMessageEndingWith("variables.twice < 10");
        policy("""
                variables: [{name: broken, expression: object.spec.nothing}]
                  validations: [{expression: variables.broken == 1}]
                """);
        assertThatThrownBy(() -> policies.admit(scale(4)))
                .hasMessageEndingWith("composited variable \"broken\" fails to evaluate: no such key: nothing");
    }

    @Test
    void aNamespaceSelectorInTheBindingKeepsThePolicyToSomeNamespaces() {
        policy("validations: [{expression: 'false', message: never}]");
        binding("validationActions: [Deny]\n  matchResources: {namespaceSelector: {matchLabels: {stage: prod}}}");
        assertThatThrownBy(() -> policies.admit(scale(1))).hasMessageEndingWith("never");
        assertThatCode(() -> policies.admit(request("play", "CREATE", "deployments", "", deployment(1), null)))
                .doesNotThrowAnyException();
    }

    @Test
    void aPolicyForTheObjectIsNotForItsSubresource() {
        policy("validations: [{expression: 'false', message: never}]");
        binding("validationActions: [Deny]");
        assertThatCode(() -> policies.admit(
                        request("shop", "UPDATE", "deployments", "status", deployment(1), deployment(1))))
                .doesNotThrowAnyException();
        assertThatCode(() -> policies.admit(request("shop", "CREATE", "statefulsets", "", deployment(1), null)))
                .doesNotThrowAnyException();
    }

    @Test
    void onDeleteThereIsAnOldObjectAndNoObject() {
        policy("validations: [{expression: object == null && oldObject.spec.replicas == 0, message: not at zero}]");
        binding("validationActions: [Deny]");
        assertThatCode(() -> policies.admit(request("shop", "DELETE", "deployments", "", null, deployment(0))))
                .doesNotThrowAnyException();
        assertThatThrownBy(() -> policies.admit(request("shop", "DELETE", "deployments", "", null, deployment(1))))
                .hasMessageEndingWith("not at zero");
    }

    @Test
    void theNamespaceCanBeLookedAt() {
        policy("validations: [{expression: namespaceObject.metadata.labels.stage == 'dev'}]");
        binding("validationActions: [Deny]");
        assertThatThrownBy(() -> policies.admit(scale(1))).isInstanceOf(ApiException.class);
        assertThatCode(() -> policies.admit(request("play", "CREATE", "deployments", "", deployment(1), null)))
                .doesNotThrowAnyException();
    }

    @Test
    void warnLetsInAndSaysSo() {
        policy("validations: [{expression: object.spec.replicas <= 5, message: too many}]");
        binding("validationActions: [Warn, Audit]");
        assertThat(policies.warnings(scale(6)))
                .containsExactly("Validation failed for ValidatingAdmissionPolicy 'p' with binding 'b': too many");
        assertThat(policies.warnings(scale(5))).isEmpty();
    }

    @Test
    void parametersComeFromTheObjectThatTheBindingNames() {
        policy("""
                paramKind: {apiVersion: v1, kind: ConfigMap}
                  validations: [{expression: object.spec.replicas <= int(params.data.most)}]
                """);
        binding("validationActions: [Deny]\n  paramRef: {name: limits, parameterNotFoundAction: Deny}");
        assertThatCode(() -> policies.admit(scale(5))).doesNotThrowAnyException();
        assertThatThrownBy(() -> policies.admit(scale(6))).isInstanceOf(ApiException.class);
        binding("validationActions: [Deny]\n  paramRef: {name: gone, parameterNotFoundAction: Deny}");
        assertThatThrownBy(() -> policies.admit(scale(1))).hasMessageContaining("no params found for policy binding");
        binding("validationActions: [Deny]\n  paramRef: {name: gone, parameterNotFoundAction: Allow}");
        assertThatCode(() -> policies.admit(scale(9))).doesNotThrowAnyException();
    }

    @Test
    void policiesAreNoSubjectOfPoliciesSoThatABrokenOneCanBeMended() {
        shelf.with("""
                apiVersion: admissionregistration.k8s.io/v1
                kind: ValidatingAdmissionPolicy
                metadata: {name: p}
                spec:
                  matchConstraints:
                    resourceRules: [{apiGroups: ['*'], apiVersions: ['*'], operations: ['*'], resources: ['*']}]
                  validations: [{expression: 'false'}]
                """);
        binding("validationActions: [Deny]");
        var gvk = new Gvk("admissionregistration.k8s.io", "v1", "ValidatingAdmissionPolicy");
        assertThatThrownBy(() -> policies.admit(scale(1))).isInstanceOf(ApiException.class);
        assertThatCode(() -> policies.admit(new AdmissionRequest(
                        Identity.ADMIN,
                        "DELETE",
                        gvk,
                        "validatingadmissionpolicies",
                        "",
                        "",
                        "p",
                        Optional.empty(),
                        Optional.empty(),
                        false,
                        Map.of())))
                .doesNotThrowAnyException();
    }

    private void policy(String spec) {
        shelf.with("""
                apiVersion: admissionregistration.k8s.io/v1
                kind: ValidatingAdmissionPolicy
                metadata: {name: p}
                spec:
                  matchConstraints:
                    resourceRules:
                    - {apiGroups: [apps], apiVersions: [v1], operations: [CREATE, UPDATE, DELETE], resources: [deployments]}
                """ + "  " + spec);
    }

    private void binding(String spec) {
        shelf.with("""
                apiVersion: admissionregistration.k8s.io/v1
                kind: ValidatingAdmissionPolicyBinding
                metadata: {name: b}
                spec:
                  policyName: p
                """ + "  " + spec);
    }

    private static AdmissionRequest scale(long replicas) {
        return request("shop", "CREATE", "deployments", "", deployment(replicas), null);
    }

    private static AdmissionRequest by(String user) {
        var admin = scale(1);
        return new AdmissionRequest(
                Identity.of(user),
                admin.operation(),
                admin.gvk(),
                admin.resource(),
                "",
                "shop",
                "web",
                admin.object(),
                admin.oldObject(),
                false,
                Map.of());
    }

    private static Map<String, @Nullable Object> deployment(long replicas) {
        return Map.of("metadata", Map.of("name", "web"), "spec", Map.of("replicas", replicas, "tags", List.of("a")));
    }

    private static AdmissionRequest request(
            String namespace,
            String operation,
            String resource,
            String subresource,
            @Nullable Map<String, @Nullable Object> object,
            @Nullable Map<String, @Nullable Object> old) {
        return new AdmissionRequest(
                Identity.of("ann"),
                operation,
                new Gvk("apps", "v1", "Deployment"),
                resource,
                subresource,
                namespace,
                "web",
                Optional.ofNullable(object),
                Optional.ofNullable(old),
                false,
                Map.of());
    }
}
