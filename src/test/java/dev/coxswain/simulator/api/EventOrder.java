package dev.coxswain.simulator.api;

import dev.coxswain.cluster.Json;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * Compares what two watches of workloads told. How many events there are in between is left to chance; the states that the
 * objects went through, and their order, are not.
 */
final class EventOrder {

    private final Likeness likeness;

    EventOrder(Likeness likeness) {
        this.likeness = likeness;
    }

    List<String> differences(List<@Nullable Object> expected, List<@Nullable Object> actual) {
        Map<String, @Nullable Object> wanted = states(expected);
        Map<String, @Nullable Object> given = states(actual);
        List<String> wantedOrder = List.copyOf(wanted.keySet());
        List<String> givenOrder = List.copyOf(given.keySet());
        if (!wantedOrder.equals(givenOrder)) {
            return List.of("states are\n  " + String.join("\n  ", givenOrder) + "\nnot\n  "
                    + String.join("\n  ", wantedOrder));
        }
        List<String> found = new ArrayList<>();
        wanted.forEach((state, event) -> likeness.differences(event, given.get(state))
                .forEach(each -> found.add("event <" + state + ">" + each)));
        return found;
    }

    /** The last event of each run of one state, by the run's number and the state. */
    private static Map<String, @Nullable Object> states(List<@Nullable Object> events) {
        Map<String, @Nullable Object> states = new LinkedHashMap<>();
        String last = "";
        int run = 0;
        for (Object event : events) {
            String state = state(event);
            if (!state.equals(last)) {
                run++;
                last = state;
            }
            states.put(run + " " + state, event);
        }
        return states;
    }

    private static String state(@Nullable Object event) {
        Object object = Json.at(event, "object");
        String kind = Json.asText(Json.at(object, "kind"));
        String what = kind.equals("Pod") ? pod(object) : counts(object);
        return event == null
                ? ""
                : Json.asText(Json.at(event, "type")) + " " + Json.asText(Json.at(object, "metadata", "name")) + " "
                        + what;
    }

    private static String pod(@Nullable Object pod) {
        StringBuilder text = new StringBuilder(Json.asText(Json.at(pod, "status", "phase")));
        if (Json.at(pod, "metadata", "deletionTimestamp") != null) {
            text.append(" ending");
        }
        for (Object condition : Json.asList(Json.at(pod, "status", "conditions"))) {
            if ("Ready".equals(Json.at(condition, "type"))) {
                text.append(" Ready=").append(Json.at(condition, "status"));
            }
        }
        for (Object status : Json.asList(Json.at(pod, "status", "containerStatuses"))) {
            Json.asMap(Json.at(status, "state"))
                    .forEach((state, detail) ->
                            text.append(' ').append(state).append(' ').append(Json.asText(Json.at(detail, "reason"))));
            text.append(" restarts=").append(Json.at(status, "restartCount"));
        }
        return text.toString();
    }

    private static String counts(@Nullable Object object) {
        Map<String, @Nullable Object> counts = new TreeMap<>(Json.asMap(Json.at(object, "status")));
        counts.values().removeIf(value -> !(value instanceof Number));
        counts.remove("observedGeneration");
        return "wants " + Json.at(object, "spec", "replicas") + " has " + counts;
    }
}
