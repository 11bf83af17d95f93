package dev.coxswain.simulator.auth;

import dev.coxswain.cluster.Gvk;
import dev.coxswain.cluster.Json;
import dev.coxswain.cluster.KubeObject;
import dev.coxswain.cluster.ObjectRef;
import dev.coxswain.simulator.api.ApiException;
import dev.coxswain.simulator.api.Identity;
import dev.coxswain.simulator.api.Refusals;
import dev.coxswain.simulator.api.ReviewHandler;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Answers questions about rights and identities: the kinds that are created and never stored. */
public final class Reviews implements ReviewHandler {

    private final Stored stored;
    private final TokenRequests tokenRequests;
    private final AccessReviews access;
    private final Rbac rbac;
    private final Credentials credentials;
    private final InstantSource time;

    public Reviews(Stored stored, Rbac rbac, Credentials credentials, TokenRequests tokenRequests, InstantSource time) {
        this.stored = stored;
        this.tokenRequests = tokenRequests;
        this.access = new AccessReviews(rbac);
        this.rbac = rbac;
        this.credentials = credentials;
        this.time = time;
    }

    /** @throws ApiException when the question is not well put */
    @Override
    public Map<String, @Nullable Object> answer(Gvk gvk, Map<String, @Nullable Object> review, Identity user) {
        Map<String, @Nullable Object> spec = Json.asMap(review.get("spec"));
        return switch (gvk.kind()) {
            case "SelfSubjectAccessReview" -> access.own(gvk, review, user);
            case "SubjectAccessReview" -> access.anybodys(gvk, review);
            case "LocalSubjectAccessReview" -> access.local(gvk, review);
            case "SelfSubjectRulesReview" -> rules(gvk, spec, user);
            case "TokenReview" -> token(gvk, spec);
            case "SelfSubjectReview" -> whoAmI(gvk, user);
            case "TokenRequest" -> tokenRequests.answer(account(review), review);
            default -> throw Refusals.noSuchResource();
        };
    }

    private KubeObject account(Map<String, @Nullable Object> review) {
        String namespace = Json.asText(Json.at(review, "metadata", "namespace"));
        String name = Json.asText(Json.at(review, "metadata", "name"));
        return stored.find(ObjectRef.of("v1", "ServiceAccount", namespace, name))
                .orElseThrow(() -> Refusals.notFound("", "serviceaccounts", name));
    }

    private Map<String, @Nullable Object> rules(Gvk gvk, Map<String, @Nullable Object> spec, Identity user) {
        String namespace = Json.asText(spec.get("namespace"));
        if (namespace.isEmpty()) {
            throw Refusals.badRequest("no namespace on request");
        }
        List<@Nullable Object> resources = new ArrayList<>();
        List<@Nullable Object> paths = new ArrayList<>();
        for (PolicyRule rule : rbac.rules(user, namespace)) {
            if (!rule.resources().isEmpty()) {
                resources.add(rule.resourceRule());
            }
            if (!rule.paths().isEmpty()) {
                paths.add(rule.pathRule());
            }
        }
        Map<String, @Nullable Object> status = new LinkedHashMap<>();
        status.put("resourceRules", resources);
        status.put("nonResourceRules", paths);
        status.put("incomplete", false);
        return answered(gvk, Map.of(), Map.of(), status);
    }

    private Map<String, @Nullable Object> token(Gvk gvk, Map<String, @Nullable Object> spec) {
        String token = Json.asText(spec.get("token"));
        if (token.isEmpty()) {
            throw Refusals.badRequest("token is required for TokenReview in authentication");
        }
        Optional<Identity> identity = credentials.bearer(token);
        Map<String, @Nullable Object> status = new LinkedHashMap<>();
        if (identity.isPresent()) {
            status.put("authenticated", true);
            status.put("user", Identities.json(identity.get()));
            status.put("audiences", List.of(ServiceAccountTokens.ISSUER));
        } else {
            status.put("user", Map.of());
            status.put("error", "invalid bearer token");
        }
        return answered(gvk, Map.of(), spec, status);
    }

    private Map<String, @Nullable Object> whoAmI(Gvk gvk, Identity user) {
        String now = time.instant().truncatedTo(ChronoUnit.SECONDS).toString();
        Map<String, @Nullable Object> answer =
                answered(gvk, Map.of("creationTimestamp", now), Map.of(), Map.of("userInfo", Identities.json(user)));
        answer.remove("spec");
        return answer;
    }

    static Map<String, @Nullable Object> answered(
            Gvk gvk,
            Map<String, ? extends @Nullable Object> metadata,
            Map<String, ? extends @Nullable Object> spec,
            Map<String, ? extends @Nullable Object> status) {
        Map<String, @Nullable Object> answer = new LinkedHashMap<>();
        answer.put("kind", gvk.kind());
        answer.put("apiVersion", gvk.apiVersion());
        answer.put("metadata", metadata);
        answer.put("spec", spec);
        answer.put("status", status);
        return answer;
    }
}
