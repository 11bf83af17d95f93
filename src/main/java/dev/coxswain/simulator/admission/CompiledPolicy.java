package dev.coxswain.simulator.admission;

import dev.cel.bundle.Cel;
import dev.coxswain.cluster.Json;
import dev.coxswain.cluster.KubeObject;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * A ValidatingAdmissionPolicy in one version, ready to be asked.
 *
 * @param refusesWhenBroken {@code failurePolicy: Fail}, which is also the default
 */
record CompiledPolicy(
        KubeObject source,
        MatchRules constraints,
        List<Condition> conditions,
        List<Condition> variables,
        List<Validation> validations,
        boolean wantsParams,
        boolean refusesWhenBroken) {

    /** A named expression. */
    record Condition(String name, CelExpression expression) {}

    record Validation(
            CelExpression expression, String message, Optional<CelExpression> messageExpression, String reason) {}

    /** What one validation found wrong. */
    record Complaint(String message, String reason) {}

    static CompiledPolicy of(Cel cel, KubeObject policy) {
        List<Validation> validations = new ArrayList<>();
        for (Object item : policy.list("spec", "validations")) {
            Map<String, @Nullable Object> json = Json.asMap(item);
            String saying = Json.asText(json.get("messageExpression"));
            validations.add(new Validation(
                    CelExpression.of(cel, Json.asText(json.get("expression"))),
                    Json.asText(json.get("message")).strip(),
                    saying.isEmpty() ? Optional.empty() : Optional.of(CelExpression.of(cel, saying)),
                    Json.asText(json.get("reason"))));
        }
        return new CompiledPolicy(
                policy,
                MatchRules.of(policy.get("spec", "matchConstraints")),
                named(cel, policy.list("spec", "matchConditions")),
                named(cel, policy.list("spec", "variables")),
                validations,
                policy.get("spec", "paramKind") != null,
                !policy.text("spec", "failurePolicy").equals("Ignore"));
    }

    private static List<Condition> named(Cel cel, List<@Nullable Object> items) {
        return items.stream()
                .map(Json::asMap)
                .map(item -> new Condition(
                        Json.asText(item.get("name")), CelExpression.of(cel, Json.asText(item.get("expression")))))
                .toList();
    }

    /** All that is wrong with a request, in the order of the validations. */
    List<Complaint> complaints(Map<String, Object> given) {
        Optional<List<Complaint>> unmatched = unmatched(given);
        if (unmatched.isPresent()) {
            return unmatched.get();
        }
        Map<String, String> brokenVariables = new LinkedHashMap<>();
        Map<String, Object> all = withVariables(given, brokenVariables);
        return validations.stream()
                .flatMap(validation -> complaint(validation, all, brokenVariables).stream())
                .toList();
    }

    /** Empty when every match condition holds; a condition that says no outweighs one that cannot be evaluated. */
    private Optional<List<Complaint>> unmatched(Map<String, Object> given) {
        List<Complaint> failures = new ArrayList<>();
        for (Condition condition : conditions) {
            switch (condition.expression().evaluate(given)) {
                case CelExpression.Result.Value value -> {
                    if (!value.isTrue()) {
                        return Optional.of(List.of());
                    }
                }
                case CelExpression.Result.Failure(String message) ->
                    failures.add(new Complaint(resultedIn(condition.expression(), message), ""));
            }
        }
        return failures.isEmpty()
                ? Optional.empty()
                : Optional.of(refusesWhenBroken ? List.of(failures.getFirst()) : List.of());
    }

    private Map<String, Object> withVariables(Map<String, Object> given, Map<String, String> broken) {
        Map<String, Object> all = new LinkedHashMap<>(given);
        Map<String, Object> composed = new LinkedHashMap<>();
        all.put("variables", composed);
        for (Condition variable : variables) {
            switch (variable.expression().evaluate(all)) {
                case CelExpression.Result.Value(Object value) -> composed.put(variable.name(), value);
                case CelExpression.Result.Failure(String message) -> broken.put(variable.name(), message);
            }
        }
        return all;
    }

    private Optional<Complaint> complaint(
            Validation validation, Map<String, Object> given, Map<String, String> brokenVariables) {
        return switch (validation.expression().evaluate(given)) {
            case CelExpression.Result.Value value ->
                value.isTrue()
                        ? Optional.empty()
                        : Optional.of(new Complaint(message(validation, given), validation.reason()));
            case CelExpression.Result.Failure(String message) -> {
                String cause = brokenVariables.entrySet().stream()
                        .filter(broken -> message.equals("no such key: " + broken.getKey()))
                        .map(broken -> "composited variable \"%s\" fails to evaluate: %s"
                                .formatted(broken.getKey(), broken.getValue()))
                        .findFirst()
                        .orElse(message);
                yield refusesWhenBroken
                        ? Optional.of(new Complaint(resultedIn(validation.expression(), cause), ""))
                        : Optional.empty();
            }
        };
    }

    private static String resultedIn(CelExpression expression, String failure) {
        return "expression '%s' resulted in error: %s".formatted(expression.source(), failure);
    }

    private static String message(Validation validation, Map<String, Object> given) {
        String said = validation
                .messageExpression()
                .map(expression -> expression.evaluate(given))
                .filter(CelExpression.Result.Value.class::isInstance)
                .map(result -> ((CelExpression.Result.Value) result).value())
                .filter(String.class::isInstance)
                .map(text -> ((String) text).strip())
                .filter(text -> text.indexOf('\n') < 0)
                .orElse("");
        if (!said.isEmpty()) {
            return said;
        }
        return validation.message().isEmpty()
                ? "failed expression: " + validation.expression().source().strip()
                : validation.message();
    }
}
