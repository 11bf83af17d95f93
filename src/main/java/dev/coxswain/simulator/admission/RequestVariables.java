package dev.coxswain.simulator.admission;

import dev.coxswain.cluster.Gvk;
import dev.coxswain.cluster.KubeObject;
import dev.coxswain.simulator.api.AdmissionRequest;
import dev.coxswain.simulator.auth.Identities;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** What the expressions of a policy may look at. */
final class RequestVariables {

    private RequestVariables() {}

    static Map<String, Object> of(AdmissionRequest request, Optional<KubeObject> namespace) {
        Map<String, Object> variables = new LinkedHashMap<>();
        variables.put("object", CelEnvironment.value(request.object().orElse(null)));
        variables.put("oldObject", CelEnvironment.value(request.oldObject().orElse(null)));
        variables.put("request", CelEnvironment.value(request(request)));
        variables.put(
                "namespaceObject",
                CelEnvironment.value(namespace.map(KubeObject::tree).orElse(null)));
        variables.put("params", CelEnvironment.value(null));
        variables.put("variables", Map.of());
        return variables;
    }

    private static Map<String, @Nullable Object> request(AdmissionRequest request) {
        Gvk gvk = request.gvk();
        Map<String, @Nullable Object> kind = Map.of("group", gvk.group(), "version", gvk.version(), "kind", gvk.kind());
        Map<String, @Nullable Object> resource =
                Map.of("group", gvk.group(), "version", gvk.version(), "resource", request.resource());
        Map<String, @Nullable Object> json = new LinkedHashMap<>();
        json.put("kind", kind);
        json.put("resource", resource);
        unlessEmpty(json, "subResource", request.subresource());
        json.put("requestKind", kind);
        json.put("requestResource", resource);
        unlessEmpty(json, "requestSubResource", request.subresource());
        unlessEmpty(json, "name", request.name());
        unlessEmpty(json, "namespace", request.namespace());
        json.put("operation", request.operation());
        json.put("userInfo", Identities.json(request.user()));
        json.put("dryRun", request.dryRun());
        json.put("options", request.options());
        return json;
    }

    /** As an API server writes it: a policy has to ask with {@code has()}. */
    private static void unlessEmpty(Map<String, @Nullable Object> json, String field, String value) {
        if (!value.isEmpty()) {
            json.put(field, value);
        }
    }
}
