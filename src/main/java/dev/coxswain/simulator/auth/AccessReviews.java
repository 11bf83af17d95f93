package dev.coxswain.simulator.auth;

import dev.coxswain.cluster.Gvk;
import dev.coxswain.cluster.Json;
import dev.coxswain.simulator.api.ApiException;
import dev.coxswain.simulator.api.Attributes;
import dev.coxswain.simulator.api.Authorizer;
import dev.coxswain.simulator.api.Identity;
import dev.coxswain.simulator.api.Refusals;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** Answers whether somebody may do something, without doing it. */
final class AccessReviews {

    private static final String GROUP = "authorization.k8s.io";

    private final Authorizer authorizer;

    AccessReviews(Authorizer authorizer) {
        this.authorizer = authorizer;
    }

    /** May the requester? */
    Map<String, @Nullable Object> own(Gvk gvk, Map<String, @Nullable Object> review, Identity user) {
        Map<String, @Nullable Object> spec = Json.asMap(review.get("spec"));
        requireOneQuestion(spec);
        return decided(gvk, Map.of(), spec, user);
    }

    /** May this user, or a member of these groups? */
    Map<String, @Nullable Object> anybodys(Gvk gvk, Map<String, @Nullable Object> review) {
        return decided(gvk, Map.of(), review);
    }

    /** May they, in the namespace in which the question is put? */
    Map<String, @Nullable Object> local(Gvk gvk, Map<String, @Nullable Object> review) {
        String asked = Json.asText(Json.at(review, "spec", "resourceAttributes", "namespace"));
        String here = Json.asText(Json.at(review, "metadata", "namespace"));
        if (!asked.equals(here)) {
            throw invalid(
                    "spec.resourceAttributes.namespace",
                    "Invalid value: \"%s\": must match metadata.namespace".formatted(asked));
        }
        return decided(gvk, Map.of("namespace", here), review);
    }

    private Map<String, @Nullable Object> decided(
            Gvk gvk, Map<String, String> metadata, Map<String, @Nullable Object> review) {
        Map<String, @Nullable Object> spec = Json.asMap(review.get("spec"));
        Identity subject = subject(spec);
        requireOneQuestion(spec);
        if (subject.user().isEmpty() && subject.groups().isEmpty()) {
            throw invalid("spec.user", "Invalid value: \"\": at least one of user or group must be specified");
        }
        return decided(gvk, metadata, spec, subject);
    }

    private Map<String, @Nullable Object> decided(
            Gvk gvk, Map<String, String> metadata, Map<String, @Nullable Object> spec, Identity subject) {
        Authorizer.Decision decision = authorizer.authorize(wanted(spec, subject));
        Map<String, @Nullable Object> status = new LinkedHashMap<>();
        status.put("allowed", decision.allowed());
        if (!decision.reason().isEmpty()) {
            status.put("reason", decision.reason());
        }
        return Reviews.answered(gvk, metadata, spec, status);
    }

    private static void requireOneQuestion(Map<String, @Nullable Object> spec) {
        if ((spec.get("resourceAttributes") == null) == (spec.get("nonResourceAttributes") == null)) {
            throw invalid(
                    "spec.resourceAttributes",
                    "Invalid value: null: exactly one of nonResourceAttributes or resourceAttributes must be specified");
        }
    }

    /** A review has neither a kind nor a name in the server's complaint, which therefore begins with a dot. */
    private static ApiException invalid(String field, String message) {
        Map<String, @Nullable Object> details = new LinkedHashMap<>();
        details.put("group", GROUP);
        details.put("causes", List.of(Map.of("reason", "FieldValueInvalid", "message", message, "field", field)));
        String whole = ".%s \"\" is invalid: %s: %s".formatted(GROUP, field, message);
        return Refusals.failure(422, "Invalid", whole, details);
    }

    private static Attributes wanted(Map<String, @Nullable Object> spec, Identity subject) {
        Map<String, @Nullable Object> path = Json.asMap(spec.get("nonResourceAttributes"));
        Map<String, @Nullable Object> resource = Json.asMap(spec.get("resourceAttributes"));
        if (spec.get("resourceAttributes") == null) {
            String verb = Json.asText(path.get("verb"));
            return new Attributes(subject, verb, "", "", "", "", "", "", Json.asText(path.get("path")));
        }
        return new Attributes(
                subject,
                Json.asText(resource.get("verb")),
                Json.asText(resource.get("group")),
                Json.asText(resource.get("version")),
                Json.asText(resource.get("resource")),
                Json.asText(resource.get("subresource")),
                Json.asText(resource.get("namespace")),
                Json.asText(resource.get("name")),
                "");
    }

    private static Identity subject(Map<String, @Nullable Object> spec) {
        Map<String, List<String>> extra = new TreeMap<>();
        Json.asMap(spec.get("extra")).forEach((key, values) -> extra.put(key, PolicyRule.texts(values)));
        return new Identity(
                Json.asText(spec.get("user")),
                Json.asText(spec.get("uid")),
                PolicyRule.texts(spec.get("groups")),
                extra);
    }
}
