package dev.coxswain.cli.story;

import dev.coxswain.cluster.Gvk;
import dev.coxswain.cluster.Json;
import dev.coxswain.cluster.KubeObject;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * Tells what others do, by comparing each object with what it was before.
 *
 * <ol>
 *   <li>A changed spec, label or annotation is the deed of the manager whose entry in {@code managedFields} is new.
 *   <li>A container that ended, and a pod that became ready, is what the kubelet says in the pod's status.
 *   <li>What the kubelet killed, it says in an Event.
 * </ol>
 */
public final class Witness {

    private static final Gvk EVENT = Gvk.of("v1", "Event");

    /** Who tells of their deeds themselves, or does too much to be interesting. */
    private static final Set<String> PASSED_OVER = Set.of("coxswain", "kube-scheduler");

    private static final Map<String, String> CALLED =
            Map.of("kube-controller-manager", "kubernetes", "kubectl", "somebody");

    private final Map<String, KubeObject> known = new HashMap<>();

    /** Beside the kinds that a story is about, these are to be watched. */
    public static Gvk alsoWatched() {
        return EVENT;
    }

    /** What has happened, as far as an object tells that has come or is not what it was. */
    public List<Seen> sees(KubeObject object) {
        Optional<KubeObject> before = Optional.ofNullable(known.put(object.uid(), object));
        List<Seen> seen = object.gvk().equals(EVENT)
                ? told(before, object).stream().toList()
                : before.map(old -> changed(old, object)).orElseGet(() -> List.of(created(object)));
        return seen.stream().filter(one -> !PASSED_OVER.contains(one.who())).toList();
    }

    /** The same of an object that is there no longer. */
    public List<Seen> misses(KubeObject object) {
        known.remove(object.uid());
        return object.gvk().equals(EVENT) ? List.of() : List.of(new Seen("kubernetes", name(object) + " is gone"));
    }

    private static Seen created(KubeObject object) {
        String by = managers(object).keySet().stream()
                .filter(entry -> !entry.endsWith("/status"))
                .findFirst()
                .orElse("somebody");
        return new Seen(called(by), "creates " + name(object));
    }

    private static List<Seen> changed(KubeObject before, KubeObject after) {
        if (before.resourceVersion().equals(after.resourceVersion())) {
            return List.of();
        }
        List<Seen> seen = new ArrayList<>();
        List<String> fields = new ArrayList<>();
        fields.addAll(Differences.of("labels", before.get("metadata", "labels"), after.get("metadata", "labels")));
        fields.addAll(Differences.of(
                "annotations", before.get("metadata", "annotations"), after.get("metadata", "annotations")));
        if (!after.gvk().kind().equals("Pod")) {
            fields.addAll(Differences.of("spec", before.get("spec"), after.get("spec")));
        }
        if (!fields.isEmpty()) {
            seen.add(new Seen(whoChanged(before, after), "changes " + name(after) + ": " + String.join(", ", fields)));
        }
        if (after.isBeingDeleted() && !before.isBeingDeleted()) {
            seen.add(new Seen("kubernetes", name(after) + " is being deleted"));
        }
        if (after.gvk().kind().equals("Pod")) {
            seen.addAll(PodNews.of(before, after));
        }
        return seen;
    }

    /** The manager whose entry is new or newer; one that loses a field to another keeps its time. Status is another matter. */
    private static String whoChanged(KubeObject before, KubeObject after) {
        Map<String, String> old = managers(before);
        Map<String, String> now = managers(after);
        now.keySet().removeIf(manager -> manager.endsWith("/status"));
        return now.entrySet().stream()
                .filter(entry -> !entry.getValue().equals(old.get(entry.getKey())))
                .max(Map.Entry.comparingByValue())
                .or(() -> now.entrySet().stream().max(Map.Entry.comparingByValue()))
                .map(entry -> called(entry.getKey()))
                .orElse("somebody");
    }

    /** When each manager wrote last, by {@code manager} or {@code manager/subresource}. */
    private static Map<String, String> managers(KubeObject object) {
        Map<String, String> managers = new LinkedHashMap<>();
        for (Object entry : object.list("metadata", "managedFields")) {
            String subresource = Json.asText(Json.at(entry, "subresource"));
            String manager = Json.asText(Json.at(entry, "manager"));
            managers.merge(
                    subresource.isEmpty() ? manager : manager + "/" + subresource,
                    Json.asText(Json.at(entry, "time")),
                    (one, other) -> one.compareTo(other) > 0 ? one : other);
        }
        return managers;
    }

    private static Optional<Seen> told(Optional<KubeObject> before, KubeObject event) {
        boolean again = before.isEmpty() || before.get().number(1, "count") != event.number(1, "count");
        if (!again || !event.text("reason").equals("Killing")) {
            return Optional.empty();
        }
        return Optional.of(new Seen(
                event.text("source", "component"),
                event.text("involvedObject", "name") + ": " + event.text("message")));
    }

    private static String called(String manager) {
        return CALLED.getOrDefault(manager, manager);
    }

    private static String name(KubeObject object) {
        return object.gvk().kind() + " " + object.name();
    }
}
