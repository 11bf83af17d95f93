package dev.coxswain.simulator.admission;

import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.coxswain.cluster.Gvk;
import dev.coxswain.simulator.api.AdmissionRequest;
import dev.coxswain.simulator.api.ApiException;
import dev.coxswain.simulator.api.Identity;
import dev.coxswain.simulator.auth.Shelf;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** The policy that makes an answer's author attested: P4 rests on it. */
class DecisionPolicyTest {

    private static final Identity SUPERVISOR = Identity.of("system:serviceaccount:coxswain:coxswain");

    private final Shelf shelf = new Shelf();
    private final AdmissionPolicies policies = new AdmissionPolicies(shelf);

    @BeforeEach
    void installed() throws Exception {
        try (InputStream in =
                getClass().getResourceAsStream("/dev/coxswain/kube/memory/manifests/decision-policy.yaml")) {
            shelf.with(new String(Objects.requireNonNull(in).readAllBytes(), StandardCharsets.UTF_8));
        }
    }

    @Test
    void anAnswerInOnesOwnNameIsAdmitted() {
        assertThatCode(() -> policies.admit(create(Identity.of("ann"), by("ann"))))
                .doesNotThrowAnyException();
    }

    @Test
    void aForgedNameIsRefusedEvenForAnAdministrator() {
        for (Identity forger : new Identity[] {Identity.of("mallory"), Identity.ADMIN}) {
            assertThatThrownBy(() -> policies.admit(create(forger, by("ann"))))
                    .isInstanceOfSatisfying(
                            ApiException.class,
                            refusal -> org.assertj.core.api.Assertions.assertThat(refusal.code())
                                    .isEqualTo(403))
                    .hasMessage("decisions.coxswain.dev \"d\" is forbidden: ValidatingAdmissionPolicy"
                            + " 'decisions.coxswain.dev' with binding 'decisions.coxswain.dev' denied request: spec.by must"
                            + " be your own user name, " + forger.user());
        }
    }

    @Test
    void anAnswerWithoutANameIsRefused() {
        for (Map<String, @Nullable Object> nameless : java.util.List.<Map<String, @Nullable Object>>of(
                spec(Map.of("answer", "Approve")), spec(Map.of("by", "")), Map.of("metadata", Map.of("name", "d")))) {
            assertThatThrownBy(() -> policies.admit(create(Identity.of("ann"), nameless)))
                    .isInstanceOf(ApiException.class);
        }
    }

    @Test
    void theSupervisorAnswersForOthers() {
        assertThatCode(() -> policies.admit(create(SUPERVISOR, by("ann")))).doesNotThrowAnyException();
    }

    @Test
    void aNamesakeOfTheSupervisorInAnotherNamespaceDoesNot() {
        assertThatThrownBy(() -> policies.admit(create(Identity.of("system:serviceaccount:evil:coxswain"), by("ann"))))
                .isInstanceOf(ApiException.class);
    }

    @Test
    void anAnswerIsNeverEditedNotEvenByTheSupervisor() {
        Map<String, @Nullable Object> other = new LinkedHashMap<>(by("ann"));
        other.put("spec", Map.of("by", "ann", "answer", "Deny", "question", "q1", "digest", "sha256:1"));
        assertThatThrownBy(() -> policies.admit(update(SUPERVISOR, by("ann"), other)))
                .hasMessageEndingWith("a Decision cannot be changed");
        assertThatThrownBy(() -> policies.admit(update(Identity.of("ann"), by("ann"), by("bob"))))
                .hasMessageEndingWith("a Decision cannot be changed");
    }

    @Test
    void whatIsNotTheAnswerMayBeEditedByAnyone() {
        Map<String, @Nullable Object> labelled = new LinkedHashMap<>(by("ann"));
        labelled.put("metadata", Map.of("name", "d", "labels", Map.of("run", "r1")));
        assertThatCode(() -> policies.admit(update(Identity.of("gc"), by("ann"), labelled)))
                .doesNotThrowAnyException();
    }

    private static Map<String, @Nullable Object> by(String user) {
        return spec(Map.of("by", user, "answer", "Approve", "question", "q1", "digest", "sha256:1", "run", "r1"));
    }

    private static Map<String, @Nullable Object> spec(Map<String, String> spec) {
        Map<String, @Nullable Object> decision = new LinkedHashMap<>();
        decision.put("metadata", Map.of("name", "d", "namespace", "shop"));
        decision.put("spec", spec);
        return decision;
    }

    private static AdmissionRequest create(Identity who, Map<String, @Nullable Object> decision) {
        return request(who, "CREATE", decision, Optional.empty());
    }

    private static AdmissionRequest update(
            Identity who, Map<String, @Nullable Object> old, Map<String, @Nullable Object> changed) {
        return request(who, "UPDATE", changed, Optional.of(old));
    }

    private static AdmissionRequest request(
            Identity who,
            String operation,
            Map<String, @Nullable Object> object,
            Optional<Map<String, @Nullable Object>> old) {
        return new AdmissionRequest(
                who,
                operation,
                new Gvk("coxswain.dev", "v1alpha1", "Decision"),
                "decisions",
                "",
                "shop",
                "d",
                Optional.of(object),
                old,
                false,
                Map.of());
    }
}
