package dev.coxswain.simulator.api.rest;

import dev.coxswain.cluster.Json;
import dev.coxswain.cluster.KubeObject;
import dev.coxswain.simulator.api.ApiException;
import dev.coxswain.simulator.api.Refusals;
import dev.coxswain.simulator.api.kind.Kind;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Label and field selectors, as they stand in a query. */
public final class Selector {

    private static final Pattern SET = Pattern.compile("\\s*([^\\s=!,()<>]+)\\s+(in|notin)\\s*\\(([^)]*)\\)\\s*(,|$)");
    private static final Pattern RELATION =
            Pattern.compile("\\s*([^\\s=!,()<>]+)\\s*(==|=|!=|<|>)\\s*([^,=!()<>\\s]*)\\s*(,|$)");
    private static final Pattern PRESENCE = Pattern.compile("\\s*(!?)\\s*([^\\s=!,()<>]+)\\s*(,|$)");

    private Selector() {}

    /** @throws ApiException 400 when the text is no selector */
    public static Predicate<KubeObject> labels(String text) {
        Predicate<KubeObject> all = object -> true;
        String rest = text;
        while (!rest.isBlank()) {
            Matcher set = SET.matcher(rest);
            Matcher relation = RELATION.matcher(rest);
            Matcher presence = PRESENCE.matcher(rest);
            if (set.lookingAt()) {
                all = all.and(setTerm(set));
                rest = rest.substring(set.end());
            } else if (relation.lookingAt()) {
                all = all.and(relationTerm(relation));
                rest = rest.substring(relation.end());
            } else if (presence.lookingAt()) {
                boolean absent = !presence.group(1).isEmpty();
                String key = presence.group(2);
                all = all.and(object -> object.labels().containsKey(key) != absent);
                rest = rest.substring(presence.end());
            } else {
                throw misunderstood(rest.strip());
            }
        }
        return all;
    }

    private static ApiException misunderstood(String rest) {
        Matcher operator = Pattern.compile("==|!=|[=<>(),]").matcher(rest);
        boolean starts = operator.lookingAt();
        return starts
                ? Refusals.badRequest("found '" + operator.group() + "', expected: !, identifier, or 'end of string'")
                : Refusals.badRequest(
                        "unable to parse requirement: found '" + rest + "', expected: in, notin, =, ==, !=, gt, lt");
    }

    private static Predicate<KubeObject> setTerm(Matcher term) {
        String key = term.group(1);
        boolean wanted = term.group(2).equals("in");
        List<String> values =
                Arrays.stream(term.group(3).split(",")).map(String::strip).toList();
        return object -> wanted == values.contains(object.labels().getOrDefault(key, "\0"));
    }

    private static Predicate<KubeObject> relationTerm(Matcher term) {
        String key = term.group(1);
        String value = term.group(3);
        return switch (term.group(2)) {
            case "!=" -> object -> !value.equals(object.labels().get(key));
            case "<" -> object -> compares(object.labels().get(key), value, -1);
            case ">" -> object -> compares(object.labels().get(key), value, 1);
            default -> object -> value.equals(object.labels().get(key));
        };
    }

    private static boolean compares(@Nullable String actual, String limit, int sign) {
        Pattern number = Pattern.compile("-?[0-9]{1,18}");
        return actual != null
                && number.matcher(actual).matches()
                && number.matcher(limit).matches()
                && Integer.signum(Long.compare(Long.parseLong(actual), Long.parseLong(limit))) == sign;
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
