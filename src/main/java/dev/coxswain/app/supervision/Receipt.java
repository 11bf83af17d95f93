package dev.coxswain.app.supervision;

import dev.coxswain.cluster.Effect;
import dev.coxswain.cluster.Json;
import dev.coxswain.cluster.KubeObject;
import dev.coxswain.cluster.PatchType;
import dev.coxswain.cluster.Preconditions;
import dev.coxswain.expression.Diagnostic;
import dev.coxswain.expression.Diagnostics;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * What the supervisor made of an object that people put into the cluster, as its status tells them.
 *
 * @param diagnostics what is wrong with it, and where; none when it is in use
 */
record Receipt(KubeObject object, List<String> diagnostics) {

    private static final int MOST = 20;
    private static final int LONGEST = 1000;

    Receipt {
        diagnostics = List.copyOf(diagnostics);
    }

    static Receipt of(KubeObject object, Diagnostics diagnostics) {
        return new Receipt(
                object,
                diagnostics.hasErrors()
                        ? diagnostics.all().stream()
                                .limit(MOST)
                                .map(Diagnostic::print)
                                .map(text -> text.length() > LONGEST ? text.substring(0, LONGEST) + "…" : text)
                                .toList()
                        : List.of());
    }

    /** Writes it, unless the status says so already. */
    Optional<Effect> writing(Instant now) {
        Map<String, @Nullable Object> wanted = status(now);
        Map<String, @Nullable Object> there = object.map("status");
        boolean same = wanted.entrySet().stream()
                .allMatch(field -> Objects.equals(Json.copy(there.get(field.getKey())), Json.copy(field.getValue())));
        return same
                ? Optional.empty()
                : Optional.of(new Effect.Patch(
                        object.ref(),
                        PatchType.MERGE,
                        Map.of("status", wanted),
                        Preconditions.sameObject(object),
                        "status"));
    }

    private Map<String, @Nullable Object> status(Instant now) {
        long generation = object.number(0, "metadata", "generation");
        String ready = diagnostics.isEmpty() ? "True" : "False";
        Map<String, @Nullable Object> condition = new LinkedHashMap<>();
        condition.put("type", "Ready");
        condition.put("status", ready);
        condition.put("reason", diagnostics.isEmpty() ? "InUse" : "NotUnderstood");
        condition.put(
                "message",
                diagnostics.isEmpty()
                        ? ""
                        : diagnostics.getFirst().lines().findFirst().orElse(""));
        condition.put("observedGeneration", generation);
        condition.put(
                "lastTransitionTime",
                transition(ready).orElse(now.truncatedTo(ChronoUnit.SECONDS).toString()));
        Map<String, @Nullable Object> status = new LinkedHashMap<>();
        status.put("observedGeneration", generation);
        status.put("conditions", List.of(condition));
        status.put("diagnostics", diagnostics);
        return status;
    }

    private Optional<String> transition(String ready) {
        return object.list("status", "conditions").stream()
                .map(Json::asMap)
                .filter(condition -> "Ready".equals(condition.get("type")) && ready.equals(condition.get("status")))
                .map(condition -> Json.asText(condition.get("lastTransitionTime")))
                .filter(at -> !at.isEmpty())
                .findFirst();
    }
}
