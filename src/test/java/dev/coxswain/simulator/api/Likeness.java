package dev.coxswain.simulator.api;

import dev.coxswain.cluster.Json;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * Compares a recorded answer with a given one: every field of the recording and none beside, lists in their order.
 *
 * <p>Left out is only what the recordings' own page allows to differ: managedFields outside the cases of server-side apply;
 * status and resourceVersion of kinds that controllers write, outside the cases of workloads; resourceVersions of lists; what
 * is mounted for a service account; images and container ids; whatever is named after the recorded server's vendor.
 */
final class Likeness {

    private static final Set<String> WRITTEN_BY_CONTROLLERS = Set.of(
            "Deployment",
            "ReplicaSet",
            "StatefulSet",
            "DaemonSet",
            "Job",
            "Pod",
            "PodDisruptionBudget",
            "PersistentVolume",
            "PersistentVolumeClaim",
            "Node",
            "Service",
            "Scale");
    /** Whatever text they are. */
    private static final Set<String> ANY = Set.of("imageID", "containerID", "serverAddress", "hostIP");

    private final Names names;
    private final boolean applies;
    private final boolean works;

    Likeness(Names names, String caseName) {
        this.names = names;
        this.applies = caseName.startsWith("ssa-");
        this.works = caseName.startsWith("work-");
    }

    /** Each a path and what is wrong there. */
    List<String> differences(@Nullable Object expected, @Nullable Object actual) {
        List<String> found = new ArrayList<>();
        compare(expected, actual, "", "", found);
        return found;
    }

    private void compare(
            @Nullable Object expected, @Nullable Object actual, String path, String kind, List<String> found) {
        if (expected instanceof Map<?, ?> wanted && actual instanceof Map<?, ?> given) {
            compareMaps(Json.asMap(wanted), Json.asMap(given), path, kind, found);
        } else if (expected instanceof List<?> wanted && actual instanceof List<?> given) {
            compareLists(Json.asList(wanted), Json.asList(given), path, kind, found);
        } else if (!sameScalar(expected, actual, path)) {
            found.add(path + " is " + Json.print(actual) + ", not " + Json.print(expected));
        }
    }

    private void compareLists(
            List<@Nullable Object> wanted, List<@Nullable Object> given, String path, String kind, List<String> found) {
        List<@Nullable Object> left = withoutTokens(wanted);
        List<@Nullable Object> right = withoutTokens(given);
        if (left.size() != right.size()) {
            found.add(path + " has " + right.size() + " items, not " + left.size() + ": " + Json.print(right));
            return;
        }
        for (int i = 0; i < left.size(); i++) {
            compare(left.get(i), right.get(i), path + "[" + i + "]", kind, found);
        }
    }

    private void compareMaps(
            Map<String, @Nullable Object> wanted,
            Map<String, @Nullable Object> given,
            String path,
            String outer,
            List<String> found) {
        String kind = kind(wanted, outer);
        Map<String, @Nullable Object> left = relevant(wanted, path, kind);
        Map<String, @Nullable Object> right = relevant(given, path, kind);
        TreeSet<String> keys = new TreeSet<>(left.keySet());
        keys.addAll(right.keySet());
        for (String key : keys) {
            String other = left.containsKey(key) && !right.containsKey(key) ? twin(key, left, right) : key;
            if (!left.containsKey(key)) {
                if (left.keySet().stream().noneMatch(each -> !right.containsKey(each) && names.stand(each, key))) {
                    found.add(path + "." + key + " should not be there: " + Json.print(right.get(key)));
                }
            } else if (!right.containsKey(other)) {
                found.add(path + "." + key + " is missing: " + Json.print(left.get(key)));
            } else {
                compare(left.get(key), right.get(other), path + "." + key, kind, found);
            }
        }
    }

    private String twin(String key, Map<String, @Nullable Object> left, Map<String, @Nullable Object> right) {
        return right.keySet().stream()
                .filter(each -> !left.containsKey(each) && names.stand(key, each))
                .findFirst()
                .orElse(key);
    }

    private static String kind(Map<String, @Nullable Object> object, String outer) {
        if (!(object.get("kind") instanceof String kind) || !(object.get("apiVersion") instanceof String)) {
            return outer;
        }
        return kind.endsWith("List") ? kind.substring(0, kind.length() - 4) : kind;
    }

    private Map<String, @Nullable Object> relevant(Map<String, @Nullable Object> map, String path, String kind) {
        Map<String, @Nullable Object> kept = new LinkedHashMap<>(map);
        boolean isMetadata = path.endsWith(".metadata");
        boolean isList = isMetadata && !map.containsKey("name") && !map.containsKey("uid");
        boolean isWritten = WRITTEN_BY_CONTROLLERS.contains(kind) && !works;
        if (!applies) {
            kept.remove("managedFields");
        }
        if (isMetadata && (isList || isWritten)) {
            kept.remove("resourceVersion");
        }
        if (isWritten && map.containsKey("metadata")) {
            kept.remove("status");
        }
        kept.keySet().removeIf(key -> key.contains("openshift"));
        for (String injected : List.of("volumes", "volumeMounts")) {
            if (kept.get(injected) instanceof List<?> list
                    && withoutTokens(Json.asList(list)).isEmpty()) {
                kept.remove(injected);
            }
        }
        return kept;
    }

    /** What is mounted for a service account has a name of its own kind. */
    private static List<@Nullable Object> withoutTokens(List<@Nullable Object> items) {
        return items.stream()
                .filter(item -> !Json.asText(Json.at(item, "name")).startsWith("kube-api-access-"))
                .toList();
    }

    private boolean sameScalar(@Nullable Object expected, @Nullable Object actual, String path) {
        String field = path.substring(path.lastIndexOf('.') + 1);
        if ((ANY.contains(field) || path.contains(".hostIPs["))
                && expected instanceof String
                && actual instanceof String) {
            return true;
        }
        if (expected instanceof String text && actual instanceof String given) {
            return names.stand(text, given);
        }
        if (expected instanceof Number text && actual instanceof Number given) {
            return text.doubleValue() == given.doubleValue();
        }
        return expected == null ? actual == null : expected.equals(actual);
    }
}
