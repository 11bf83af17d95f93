package dev.coxswain.simulator.admission;

import dev.coxswain.cluster.Json;
import dev.coxswain.cluster.KubeObject;
import dev.coxswain.simulator.api.AdmissionRequest;
import dev.coxswain.simulator.auth.LabelSelector;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Which requests a policy or a binding is about: {@code matchConstraints} and {@code matchResources}. */
record MatchRules(
        boolean isAbsent,
        List<@Nullable Object> rules,
        List<@Nullable Object> excluded,
        LabelSelector namespaces,
        LabelSelector objects) {

    static MatchRules of(@Nullable Object json) {
        return new MatchRules(
                json == null,
                Json.asList(Json.at(json, "resourceRules")),
                Json.asList(Json.at(json, "excludeResourceRules")),
                LabelSelector.of(Json.at(json, "namespaceSelector")),
                LabelSelector.of(Json.at(json, "objectSelector")));
    }

    /** As a policy matches: without rules it is about nothing. */
    boolean matches(AdmissionRequest request, Optional<KubeObject> namespace) {
        return selects(request, namespace)
                && rules.stream().anyMatch(rule -> covers(Json.asMap(rule), request))
                && excluded.stream().noneMatch(rule -> covers(Json.asMap(rule), request));
    }

    /** As a binding matches: without rules it is about all that its policy is about. */
    boolean allows(AdmissionRequest request, Optional<KubeObject> namespace) {
        return isAbsent
                || (selects(request, namespace)
                        && (rules.isEmpty() || rules.stream().anyMatch(rule -> covers(Json.asMap(rule), request)))
                        && excluded.stream().noneMatch(rule -> covers(Json.asMap(rule), request)));
    }

    private boolean selects(AdmissionRequest request, Optional<KubeObject> namespace) {
        return selectsNamespace(request, namespace)
                && (objects.isEmpty()
                        || Stream.of(request.object(), request.oldObject())
                                .flatMap(Optional::stream)
                                .anyMatch(object -> objects.matches(labels(object))));
    }

    private boolean selectsNamespace(AdmissionRequest request, Optional<KubeObject> namespace) {
        if (namespaces.isEmpty()) {
            return true;
        }
        boolean isNamespace =
                request.gvk().group().isEmpty() && request.resource().equals("namespaces");
        return isNamespace
                ? Stream.of(request.object(), request.oldObject())
                        .flatMap(Optional::stream)
                        .findFirst()
                        .filter(object -> namespaces.matches(labels(object)))
                        .isPresent()
                : request.namespace().isEmpty()
                        || namespaces.matches(namespace.map(KubeObject::labels).orElseGet(Map::of));
    }

    private static Map<String, String> labels(Map<String, @Nullable Object> object) {
        Map<String, String> labels = new LinkedHashMap<>();
        Json.asMap(Json.at(object, "metadata", "labels")).forEach((key, value) -> labels.put(key, Json.asText(value)));
        return labels;
    }

    private static boolean covers(Map<String, @Nullable Object> rule, AdmissionRequest request) {
        return any(rule.get("apiGroups"), request.gvk().group())
                && any(rule.get("apiVersions"), request.gvk().version())
                && any(rule.get("operations"), request.operation())
                && inScope(Json.asText(rule.get("scope")), request)
                && Json.asList(rule.get("resources")).stream()
                        .map(Json::asText)
                        .anyMatch(pattern -> isResource(pattern, request))
                && isNamed(Json.asList(rule.get("resourceNames")), request);
    }

    private static boolean isNamed(List<@Nullable Object> names, AdmissionRequest request) {
        return names.isEmpty() || names.contains(request.name());
    }

    private static boolean inScope(String scope, AdmissionRequest request) {
        boolean isNamespaceItself = request.resource().equals("namespaces");
        return switch (scope) {
            case "Namespaced" -> !request.namespace().isEmpty() && !isNamespaceItself;
            case "Cluster" -> request.namespace().isEmpty() || isNamespaceItself;
            default -> true;
        };
    }

    private static boolean any(@Nullable Object patterns, String value) {
        List<@Nullable Object> list = Json.asList(patterns);
        return list.contains("*") || list.contains(value);
    }

    private static boolean isResource(String pattern, AdmissionRequest request) {
        String[] parts = pattern.split("/", 2);
        String subresource = parts.length == 2 ? parts[1] : "";
        boolean named = parts[0].equals("*") || parts[0].equals(request.resource());
        return named && (subresource.equals("*") || subresource.equals(request.subresource()));
    }
}
