package dev.coxswain.simulator.api.kind;

import dev.coxswain.cluster.Json;
import dev.coxswain.cluster.KubeObject;
import dev.coxswain.simulator.api.Refusals;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The status of CustomResourceDefinitions. */
public final class Definitions {

    private Definitions() {}

    public static Map<String, @Nullable Object> established(KubeObject definition) {
        String time = definition.text("metadata", "creationTimestamp");
        List<String> stored = definition.list("spec", "versions").stream()
                .filter(version -> Boolean.TRUE.equals(Json.at(version, "storage")))
                .map(version -> Json.asText(Json.at(version, "name")))
                .toList();
        return Refusals.object(
                "conditions",
                List.of(
                        condition("NamesAccepted", "NoConflicts", "no conflicts found", time),
                        condition("Established", "InitialNamesAccepted", "the initial names have been accepted", time)),
                "acceptedNames",
                definition.map("spec", "names"),
                "storedVersions",
                stored);
    }

    private static Map<String, @Nullable Object> condition(String type, String reason, String message, String time) {
        return Refusals.object(
                "type", type, "status", "True", "lastTransitionTime", time, "reason", reason, "message", message);
    }
}
