package dev.coxswain.simulator.auth;

import dev.coxswain.cluster.Json;
import dev.coxswain.simulator.api.Attributes;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** One rule of a Role or ClusterRole. */
record PolicyRule(
        List<String> verbs, List<String> groups, List<String> resources, List<String> names, List<String> paths) {

    PolicyRule {
        verbs = List.copyOf(verbs);
        groups = List.copyOf(groups);
        resources = List.copyOf(resources);
        names = List.copyOf(names);
        paths = List.copyOf(paths);
    }

    static PolicyRule of(@Nullable Object json) {
        Map<String, @Nullable Object> rule = Json.asMap(json);
        return new PolicyRule(
                texts(rule.get("verbs")),
                texts(rule.get("apiGroups")),
                texts(rule.get("resources")),
                texts(rule.get("resourceNames")),
                texts(rule.get("nonResourceURLs")));
    }

    static List<String> texts(@Nullable Object json) {
        return Json.asList(json).stream().map(Json::asText).toList();
    }

    boolean allows(Attributes wanted) {
        return contains(verbs, wanted.verb())
                && (wanted.isResource() ? allowsResource(wanted) : allowsPath(wanted.path()));
    }

    private boolean allowsResource(Attributes wanted) {
        return contains(groups, wanted.group())
                && resources.stream().anyMatch(pattern -> matchesResource(pattern, wanted))
                && (names.isEmpty() || names.contains(wanted.name()));
    }

    private boolean allowsPath(String path) {
        return paths.stream().anyMatch(pattern -> matchesPath(pattern, path));
    }

    private static boolean contains(List<String> patterns, String value) {
        return patterns.contains("*") || patterns.contains(value);
    }

    private static boolean matchesResource(String pattern, Attributes wanted) {
        return pattern.equals("*")
                || pattern.equals(wanted.resourceAndSubresource())
                || (!wanted.subresource().isEmpty() && pattern.equals("*/" + wanted.subresource()));
    }

    private static boolean matchesPath(String pattern, String path) {
        return pattern.equals("*")
                || pattern.equals(path)
                || (pattern.endsWith("*") && path.startsWith(pattern.substring(0, pattern.length() - 1)));
    }

    /** As SelfSubjectRulesReview shows a rule about resources. */
    Map<String, @Nullable Object> resourceRule() {
        Map<String, @Nullable Object> rule = new LinkedHashMap<>();
        rule.put("verbs", verbs);
        rule.put("apiGroups", groups);
        rule.put("resources", resources);
        if (!names.isEmpty()) {
            rule.put("resourceNames", names);
        }
        return rule;
    }

    /** As SelfSubjectRulesReview shows a rule about other paths. */
    Map<String, @Nullable Object> pathRule() {
        Map<String, @Nullable Object> rule = new LinkedHashMap<>();
        rule.put("verbs", verbs);
        rule.put("nonResourceURLs", paths);
        return rule;
    }
}
