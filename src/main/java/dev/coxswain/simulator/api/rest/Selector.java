package dev.coxswain.simulator.api.rest;

import dev.coxswain.cluster.Json;
import dev.coxswain.cluster.KubeObject;
import dev.coxswain.simulator.api.ApiException;
import dev.coxswain.simulator.api.Refusals;
import dev.coxswain.simulator.api.kind.Kind;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Label and field selectors, as they stand in a query. */
public final class Selector {

    private Selector() {}

    /** @throws ApiException 400 when the text is no selector */
    public static Predicate<KubeObject> labels(String text) {
        return LabelQuery.parse(text);
    }

    /** @throws ApiException 400 when the text is no selector or asks for a field that this kind has no index for */
    public static Predicate<KubeObject> fields(Kind kind, String text) {
        Predicate<KubeObject> all = object -> true;
        for (String term : text.isEmpty() ? List.<String>of() : List.of(text.split(","))) {
            Matcher parts = Pattern.compile("([^=!]+)(==|!=|=)(.*)").matcher(term);
            if (!parts.matches()) {
                throw Refusals.badRequest("invalid selector: '" + text + "'; can't understand '" + term + "'");
            }
            String field = parts.group(1).strip();
            if (!known(kind).contains(field)) {
                throw unknown(kind, field);
            }
            boolean wanted = !parts.group(2).equals("!=");
            String value = parts.group(3);
            String[] path = field.split("\\.");
            all = all.and(object -> wanted == fieldOf(object, path).equals(value));
        }
        return all;
    }

    private static String fieldOf(KubeObject object, String[] path) {
        String value = object.text(path);
        boolean isFlag = path[path.length - 1].equals("unschedulable") || path[path.length - 1].equals("hostNetwork");
        return value.isEmpty() && isFlag ? "false" : value;
    }

    private static ApiException unknown(Kind kind, String field) {
        if (kind.isCustom()) {
            return Refusals.badRequest("field label not supported: " + field);
        }
        return known(kind).size() > 2
                ? Refusals.badRequest("field label not supported: " + field)
                : Refusals.badRequest("\"" + field + "\" is not a known field selector: only "
                        + known(kind).stream().map(each -> "\"" + each + "\"").collect(Collectors.joining(", ")));
    }

    private static List<String> known(Kind kind) {
        List<String> known = new ArrayList<>(List.of("metadata.name", "metadata.namespace"));
        known.addAll(
                switch (kind.name()) {
                    case "Pod" ->
                        List.of(
                                "spec.nodeName",
                                "spec.restartPolicy",
                                "spec.schedulerName",
                                "spec.serviceAccountName",
                                "spec.hostNetwork",
                                "status.phase",
                                "status.podIP",
                                "status.nominatedNodeName");
                    case "Event" ->
                        List.of(
                                "involvedObject.kind",
                                "involvedObject.namespace",
                                "involvedObject.name",
                                "involvedObject.uid",
                                "involvedObject.apiVersion",
                                "involvedObject.resourceVersion",
                                "involvedObject.fieldPath",
                                "regarding.kind",
                                "regarding.namespace",
                                "regarding.name",
                                "regarding.uid",
                                "reason",
                                "reportingComponent",
                                "source",
                                "type");
                    case "Node" -> List.of("spec.unschedulable");
                    case "Namespace" -> List.of("status.phase");
                    case "Secret" -> List.of("type");
                    case "Job" -> List.of("status.successful");
                    case "ReplicaSet" -> List.of("status.replicas");
                    default -> List.of();
                });
        Object selectable = Json.at(kind.custom().orElse(Map.of()), "selectableFields");
        Json.asList(selectable)
                .forEach(field ->
                        known.add(Json.asText(Json.at(field, "jsonPath")).substring(1)));
        return known;
    }

    /** A {@code matchLabels}/{@code matchExpressions} selector in an object; an absent one matches nothing. */
    public static boolean matches(@Nullable Object selector, Map<String, String> labels) {
        if (!(selector instanceof Map<?, ?> map)) {
            return false;
        }
        boolean equal = Json.asMap(map.get("matchLabels")).entrySet().stream()
                .allMatch(entry -> Json.asText(entry.getValue()).equals(labels.get(entry.getKey())));
        return equal && Json.asList(map.get("matchExpressions")).stream().allMatch(term -> expression(term, labels));
    }

    private static boolean expression(@Nullable Object term, Map<String, String> labels) {
        String value = labels.get(Json.asText(Json.at(term, "key")));
        List<@Nullable Object> values = Json.asList(Json.at(term, "values"));
        return switch (Json.asText(Json.at(term, "operator"))) {
            case "In" -> value != null && values.contains(value);
            case "NotIn" -> value == null || !values.contains(value);
            case "Exists" -> value != null;
            case "DoesNotExist" -> value == null;
            default -> false;
        };
    }
}
