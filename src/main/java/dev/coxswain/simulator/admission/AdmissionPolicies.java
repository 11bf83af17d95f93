package dev.coxswain.simulator.admission;

import dev.cel.bundle.Cel;
import dev.coxswain.cluster.Gvk;
import dev.coxswain.cluster.Json;
import dev.coxswain.cluster.KubeObject;
import dev.coxswain.cluster.ObjectRef;
import dev.coxswain.simulator.api.Admission;
import dev.coxswain.simulator.api.AdmissionRequest;
import dev.coxswain.simulator.api.ApiException;
import dev.coxswain.simulator.api.Refusals;
import dev.coxswain.simulator.auth.LabelSelector;
import dev.coxswain.simulator.auth.Stored;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/**
 * Asks every ValidatingAdmissionPolicy that is bound and matches.
 *
 * <ol>
 *   <li>A policy without a binding is never asked; each of its bindings is asked by itself.
 *   <li>Policy, then binding, then match conditions decide whether it is about the request.
 *   <li>The first complaint of a binding with {@code Deny} refuses the request; with {@code Warn} it is a warning.
 * </ol>
 *
 * Policies are compiled once for each version of them.
 */
public final class AdmissionPolicies implements Admission {

    private static final String GROUP = "admissionregistration.k8s.io";
    private static final Gvk POLICY = new Gvk(GROUP, "v1", "ValidatingAdmissionPolicy");
    private static final Gvk BINDING = new Gvk(GROUP, "v1", "ValidatingAdmissionPolicyBinding");
    private static final Map<String, Integer> CODES =
            Map.of("Unauthorized", 401, "Forbidden", 403, "RequestEntityTooLarge", 413, "Invalid", 422);

    private final Stored stored;
    private final Cel cel = CelEnvironment.cel();
    private final Map<String, CompiledPolicy> compiled = new ConcurrentHashMap<>();

    public AdmissionPolicies(Stored stored) {
        this.stored = stored;
    }

    @Override
    public void admit(AdmissionRequest request) {
        warnings(request);
    }

    /**
     * Admits, and says what the requester should be warned of.
     *
     * @throws ApiException to refuse
     */
    public List<String> warnings(AdmissionRequest request) {
        // A broken policy must never keep anybody from mending it, so policies are no subject of policies.
        if (request.gvk().group().equals(GROUP)) {
            return List.of();
        }
        Optional<KubeObject> namespace = namespace(request);
        List<String> warnings = new ArrayList<>();
        for (CompiledPolicy policy : policies()) {
            if (policy.constraints().matches(request, namespace)) {
                for (KubeObject binding : bindings(policy, request, namespace)) {
                    enforce(policy, binding, request, namespace, warnings);
                }
            }
        }
        return warnings;
    }

    private void enforce(
            CompiledPolicy policy,
            KubeObject binding,
            AdmissionRequest request,
            Optional<KubeObject> namespace,
            List<String> warnings) {
        List<@Nullable Object> actions = binding.list("spec", "validationActions");
        for (CompiledPolicy.Complaint complaint : complaints(policy, binding, request, namespace)) {
            if (actions.contains("Warn")) {
                warnings.add("Validation failed for ValidatingAdmissionPolicy '%s' with binding '%s': %s"
                        .formatted(policy.source().name(), binding.name(), complaint.message()));
            }
            if (actions.contains("Deny")) {
                throw refusal(policy, binding, request, complaint);
            }
        }
    }

    private List<CompiledPolicy.Complaint> complaints(
            CompiledPolicy policy, KubeObject binding, AdmissionRequest request, Optional<KubeObject> namespace) {
        Map<String, Object> given = RequestVariables.of(request, namespace);
        if (!policy.wantsParams() || binding.get("spec", "paramRef") == null) {
            return policy.complaints(given);
        }
        List<KubeObject> params = params(policy, binding, request);
        if (params.isEmpty()) {
            boolean denies =
                    binding.text("spec", "paramRef", "parameterNotFoundAction").equals("Deny");
            return denies && policy.refusesWhenBroken()
                    ? List.of(new CompiledPolicy.Complaint(
                            "failed to configure binding: no params found for policy binding with `Deny`"
                                    + " parameterNotFoundAction",
                            ""))
                    : List.of();
        }
        List<CompiledPolicy.Complaint> complaints = new ArrayList<>();
        for (KubeObject param : params) {
            Map<String, Object> with = new HashMap<>(given);
            with.put("params", CelEnvironment.value(param.tree()));
            complaints.addAll(policy.complaints(with));
        }
        return complaints;
    }

    /** The objects that a binding's {@code paramRef} names or selects. */
    private List<KubeObject> params(CompiledPolicy policy, KubeObject binding, AdmissionRequest request) {
        Gvk kind = Gvk.of(
                policy.source().text("spec", "paramKind", "apiVersion"),
                policy.source().text("spec", "paramKind", "kind"));
        String named = binding.text("spec", "paramRef", "name");
        String space = binding.text("spec", "paramRef", "namespace");
        Object selector = binding.get("spec", "paramRef", "selector");
        return stored.list(kind).stream()
                .filter(param -> param.namespace().isEmpty()
                        || param.namespace().equals(space.isEmpty() ? request.namespace() : space))
                .filter(param -> named.isEmpty()
                        ? selector != null && LabelSelector.of(selector).matches(param.labels())
                        : param.name().equals(named))
                .toList();
    }

    private List<CompiledPolicy> policies() {
        List<KubeObject> sources = stored.list(POLICY);
        compiled.keySet().retainAll(sources.stream().map(KubeObject::name).toList());
        return sources.stream().map(this::compiled).toList();
    }

    private CompiledPolicy compiled(KubeObject source) {
        return Objects.requireNonNull(compiled.compute(
                source.name(),
                (_, known) -> known != null && known.source().equals(source) ? known : CompiledPolicy.of(cel, source)));
    }

    private List<KubeObject> bindings(CompiledPolicy policy, AdmissionRequest request, Optional<KubeObject> namespace) {
        return stored.list(BINDING).stream()
                .filter(binding -> binding.text("spec", "policyName")
                        .equals(policy.source().name()))
                .filter(binding ->
                        MatchRules.of(binding.get("spec", "matchResources")).allows(request, namespace))
                .toList();
    }

    private Optional<KubeObject> namespace(AdmissionRequest request) {
        return request.namespace().isEmpty()
                ? Optional.empty()
                : stored.find(ObjectRef.of("v1", "Namespace", "", request.namespace()));
    }

    private static ApiException refusal(
            CompiledPolicy policy, KubeObject binding, AdmissionRequest request, CompiledPolicy.Complaint complaint) {
        String message = "ValidatingAdmissionPolicy '%s' with binding '%s' denied request: %s"
                .formatted(policy.source().name(), binding.name(), complaint.message());
        String group = request.gvk().group();
        String resource = request.resource() + (group.isEmpty() ? "" : "." + group);
        String name = name(request);
        String reason = complaint.reason().isEmpty() ? "Invalid" : complaint.reason();
        int code = CODES.getOrDefault(reason, 422);
        Map<String, @Nullable Object> details = new LinkedHashMap<>();
        if (!name.isEmpty()) {
            details.put("name", name);
        }
        if (!group.isEmpty()) {
            details.put("group", group);
        }
        details.put("kind", request.resource());
        details.put("causes", List.of(Map.of("message", message)));
        String about = name.isEmpty() ? resource : "%s \"%s\"".formatted(resource, name);
        return Refusals.failure(code, reason, about + " is forbidden: " + message, details);
    }

    private static String name(AdmissionRequest request) {
        String stored = request.object()
                .map(object -> Json.asText(Json.at(object, "metadata", "name")))
                .orElse("");
        return stored.isEmpty() ? request.name() : stored;
    }
}
