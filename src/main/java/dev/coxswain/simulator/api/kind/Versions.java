package dev.coxswain.simulator.api.kind;

import dev.coxswain.cluster.Json;
import dev.coxswain.cluster.KubeObject;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The same object in another of its served versions: for custom kinds by name alone, for Events by renaming fields. */
public final class Versions {

    private static final Map<String, String> EVENT_FIELDS = Map.of(
            "involvedObject", "regarding",
            "message", "note",
            "source", "deprecatedSource",
            "firstTimestamp", "deprecatedFirstTimestamp",
            "lastTimestamp", "deprecatedLastTimestamp",
            "count", "deprecatedCount",
            "reportingComponent", "reportingController");

    private Versions() {}

    public static KubeObject as(Kind kind, KubeObject object) {
        return object.gvk().equals(kind.gvk()) ? object : KubeObject.of(as(kind, Json.mutableMap(object.tree())));
    }

    /** Changes the tree in place where it has to. */
    public static Map<String, @Nullable Object> as(Kind kind, Map<String, @Nullable Object> tree) {
        String from = Json.asText(tree.get("apiVersion"));
        tree.put("apiVersion", kind.gvk().apiVersion());
        if (kind.name().equals("Event") && !from.equals(kind.gvk().apiVersion())) {
            boolean toNew = kind.group().equals("events.k8s.io");
            EVENT_FIELDS.forEach((old, renamed) -> {
                Object value = tree.remove(toNew ? old : renamed);
                if (value != null && !(toNew && value.equals(""))) {
                    tree.put(toNew ? renamed : old, value);
                }
            });
            if (toNew && "".equals(tree.get("reportingInstance"))) {
                tree.remove("reportingInstance");
            }
            if (toNew) {
                tree.putIfAbsent("deprecatedFirstTimestamp", null);
                tree.putIfAbsent("deprecatedLastTimestamp", null);
            }
        }
        return tree;
    }
}
