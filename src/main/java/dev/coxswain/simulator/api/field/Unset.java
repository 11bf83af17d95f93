package dev.coxswain.simulator.api.field;

import dev.coxswain.cluster.Json;
import dev.coxswain.simulator.api.Refusals;
import dev.coxswain.simulator.api.kind.Kind;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Shows fields of built-in kinds that the real server writes even when nobody has set them: times as null, texts as empty. */
public final class Unset {

    private Unset() {}

    public static void show(Kind kind, Map<String, @Nullable Object> object) {
        switch (kind.storage()) {
            case "pods", "jobs.batch" ->
                Json.asList(Json.at(object, "status", "conditions")).forEach(each -> {
                    for (String time : List.of("lastProbeTime", "lastTransitionTime")) {
                        Json.asMap(each).putIfAbsent(time, null);
                    }
                });
            case "events" -> {
                boolean isNew = !kind.group().isEmpty();
                for (String time : List.of("firstTimestamp", "lastTimestamp")) {
                    String deprecated = "deprecated" + Character.toUpperCase(time.charAt(0)) + time.substring(1);
                    object.putIfAbsent(isNew ? deprecated : time, null);
                }
                object.putIfAbsent("eventTime", null);
                object.putIfAbsent(isNew ? "deprecatedSource" : "source", Refusals.object());
                if (!isNew) {
                    object.putIfAbsent("reportingComponent", "");
                    object.putIfAbsent("reportingInstance", "");
                }
            }
            default -> {}
        }
    }
}
