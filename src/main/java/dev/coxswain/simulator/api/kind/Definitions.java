package dev.coxswain.simulator.api.kind;

import dev.coxswain.cluster.Json;
import dev.coxswain.cluster.KubeObject;
import dev.coxswain.simulator.api.Refusals;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The status of CustomResourceDefinitions. */
public final class Definitions {

    private Definitions() {}

    public static Map<String, @Nullable Object> established(KubeObject definition, String time) {
        return Refusals.object(
                "conditions",
                List.of(
                        condition("NamesAccepted", "NoConflicts", "no conflicts found", time),
                        condition("Established", "InitialNamesAccepted", "the initial names have been accepted", time)),
                "acceptedNames",
                definition.map("spec", "names"),
                "storedVersions",
                stored(definition.list("spec", "versions")));
    }

    /** The status that a definition is born with: nothing is accepted yet. */
    public static Map<String, @Nullable Object> unborn(Map<String, @Nullable Object> definition) {
        return Refusals.object(
                "conditions",
                null,
                "acceptedNames",
                Refusals.object("plural", "", "kind", ""),
                "storedVersions",
                stored(Json.asList(Json.at(definition, "spec", "versions"))));
    }

    public static boolean isEstablished(KubeObject definition) {
        return definition.list("status", "conditions").stream()
                .anyMatch(
                        each -> "Established".equals(Json.at(each, "type")) && "True".equals(Json.at(each, "status")));
    }

    /** The conditions with one more: its objects are about to be deleted. */
    public static List<@Nullable Object> terminating(List<@Nullable Object> conditions, String time) {
        List<@Nullable Object> more = new ArrayList<>(conditions);
        more.add(condition(
                "Terminating",
                "InstanceDeletionPending",
                "CustomResourceDefinition marked for deletion; CustomResource deletion will begin soon",
                time));
        return more;
    }

    private static List<String> stored(List<@Nullable Object> versions) {
        return versions.stream()
                .filter(version -> Boolean.TRUE.equals(Json.at(version, "storage")))
                .map(version -> Json.asText(Json.at(version, "name")))
                .toList();
    }

    private static Map<String, @Nullable Object> condition(String type, String reason, String message, String time) {
        return Refusals.object(
                "type", type, "status", "True", "lastTransitionTime", time, "reason", reason, "message", message);
    }
}
