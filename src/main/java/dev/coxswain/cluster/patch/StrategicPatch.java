package dev.coxswain.cluster.patch;

import dev.coxswain.cluster.Gvk;
import dev.coxswain.cluster.Json;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * Strategic merge patch: a merge patch that knows which lists are maps in disguise.
 *
 * <p>As apimachinery's {@code strategicpatch} does it: (1) a map that says {@code $patch} replaces or deletes; (2) {@code
 * $retainKeys} drops what it does not name; (3) {@code $deleteFromPrimitiveList/x} takes scalars out; (4) lists with a merge key
 * are merged element by element; (5) the result is put in order: what the server alone has keeps its place relative to what the
 * patch names, {@code $setElementOrder/x} wins, and a new element goes in front. Custom resources have no merge keys: the API
 * server refuses strategic patches for them.
 */
public final class StrategicPatch {

    private static final String DIRECTIVE = "$patch";
    private static final String RETAIN = "$retainKeys";
    private static final String DELETE_SCALARS = "$deleteFromPrimitiveList/";
    private static final String ORDER = "$setElementOrder/";

    private final Gvk gvk;

    private StrategicPatch(Gvk gvk) {
        this.gvk = gvk;
    }

    /**
     * The target with the patch applied, as a tree that may be changed in place.
     *
     * @throws PatchException when an element of a merged list lacks its key, or a directive is unknown
     */
    public static Map<String, @Nullable Object> apply(
            Gvk gvk, Map<String, ? extends @Nullable Object> target, Map<String, ? extends @Nullable Object> patch) {
        return new StrategicPatch(gvk).mergeMaps("", Json.mutableMap(target), Json.mutableMap(patch));
    }

    private Map<String, @Nullable Object> mergeMaps(
            String name, Map<String, @Nullable Object> target, Map<String, @Nullable Object> patch) {
        Object directive = patch.remove(DIRECTIVE);
        if (directive != null) {
            return switch (Json.asText(directive)) {
                case "replace" -> Json.asMap(withoutDirectives(patch));
                case "delete" -> new LinkedHashMap<>();
                case "merge" -> mergeMaps(name, target, patch);
                default -> throw new PatchException("unknown patch type found: " + Json.asText(directive));
            };
        }
        if (patch.remove(RETAIN) instanceof List<?> retained) {
            target.keySet().retainAll(retained);
        }
        deleteScalars(target, patch);
        for (String key : List.copyOf(patch.keySet())) {
            if (!key.startsWith("$")) {
                mergeField(name, key, target, patch);
            }
        }
        orderAlone(name, target, patch);
        return target;
    }

    private static void deleteScalars(Map<String, @Nullable Object> target, Map<String, @Nullable Object> patch) {
        for (String key : List.copyOf(patch.keySet())) {
            if (key.startsWith(DELETE_SCALARS)) {
                String field = key.substring(DELETE_SCALARS.length());
                if (target.get(field) instanceof List<?> list) {
                    list.removeAll(Json.asList(patch.get(key)));
                }
            }
        }
    }

    /** An order for a list that the patch does not otherwise touch. */
    private void orderAlone(String name, Map<String, @Nullable Object> target, Map<String, @Nullable Object> patch) {
        for (String key : patch.keySet()) {
            String field = key.startsWith(ORDER) ? key.substring(ORDER.length()) : "";
            if (!field.isEmpty() && !patch.containsKey(field) && target.get(field) instanceof List<?> list) {
                String mergeKey = MergeKeys.of(name, field).orElse("");
                List<@Nullable Object> server = Json.asList(list);
                target.put(field, ordered(server, Json.asList(patch.get(key)), server, mergeKey));
            }
        }
    }

    private void mergeField(
            String name, String key, Map<String, @Nullable Object> target, Map<String, @Nullable Object> patch) {
        Object change = patch.get(key);
        Object present = target.get(key);
        if (change == null) {
            target.remove(key);
        } else if (change instanceof Map<?, ?> map) {
            mergeChild(key, target, Json.asMap(map));
        } else if (change instanceof List<?> list && MergeKeys.of(name, key).isPresent()) {
            String mergeKey = MergeKeys.of(name, key).orElseThrow();
            List<@Nullable Object> order = Json.asList(patch.get(ORDER + key));
            List<@Nullable Object> server = Json.asList(present);
            target.put(key, mergeLists(key, server, Json.asList(list), order, mergeKey));
        } else {
            target.put(key, withoutDirectives(change));
        }
    }

    private void mergeChild(String key, Map<String, @Nullable Object> target, Map<String, @Nullable Object> change) {
        if (target.get(key) instanceof Map<?, ?> present) {
            boolean replaces = gvk.kind().equals("PodDisruptionBudget") && key.equals("selector");
            boolean deletes = "delete".equals(change.get(DIRECTIVE));
            Map<String, @Nullable Object> server = replaces ? new LinkedHashMap<>() : Json.asMap(present);
            Map<String, @Nullable Object> merged = mergeMaps(key, server, change);
            if (deletes) {
                target.remove(key);
            } else {
                target.put(key, merged);
            }
        } else if (!change.containsKey(DIRECTIVE)) {
            // the real server drops a directive for something that is not there, value and all
            target.put(key, withoutDirectives(change));
        }
    }

    private List<@Nullable Object> mergeLists(
            String name,
            List<@Nullable Object> server,
            List<@Nullable Object> patch,
            List<@Nullable Object> order,
            String mergeKey) {
        if (mergeKey.isEmpty()) {
            List<@Nullable Object> merged = new ArrayList<>(server);
            patch.stream().filter(item -> !merged.contains(item)).forEach(merged::add);
            return ordered(merged, order.isEmpty() ? patch : order, server, mergeKey);
        }
        List<@Nullable Object> changes = new ArrayList<>();
        List<@Nullable Object> merged = new ArrayList<>(server);
        boolean replaces = false;
        for (Object item : patch) {
            Map<String, @Nullable Object> change = Json.asMap(item);
            String directive = Json.asText(change.get(DIRECTIVE));
            if (directive.equals("replace") && change.size() == 1) {
                replaces = true;
                continue;
            }
            requireKey(change, mergeKey);
            if (directive.equals("delete")) {
                merged.removeIf(present -> keyed(present, change, mergeKey));
            } else {
                changes.add(change);
            }
        }
        if (replaces) {
            return Json.asList(withoutDirectives(changes));
        }
        for (Object change : changes) {
            mergeElement(name, merged, Json.asMap(change), mergeKey);
        }
        return ordered(merged, order.isEmpty() ? changes : order, server, mergeKey);
    }

    private static void requireKey(Map<String, @Nullable Object> change, String mergeKey) {
        if (!change.containsKey(mergeKey)) {
            throw new PatchException("map: " + GoText.of(change) + " does not contain declared merge key: " + mergeKey);
        }
    }

    private void mergeElement(
            String name, List<@Nullable Object> merged, Map<String, @Nullable Object> change, String mergeKey) {
        for (int i = 0; i < merged.size(); i++) {
            if (keyed(merged.get(i), change, mergeKey)) {
                merged.set(i, mergeMaps(name, Json.asMap(merged.get(i)), change));
                return;
            }
        }
        merged.add(withoutDirectives(change));
    }

    private static boolean keyed(@Nullable Object one, @Nullable Object other, String mergeKey) {
        return mergeKey.isEmpty()
                ? Objects.equals(one, other)
                : Objects.equals(Json.at(one, mergeKey), Json.at(other, mergeKey));
    }

    /** Merges what the patch names, in its order, with what only the server has, in the server's order. */
    private static List<@Nullable Object> ordered(
            List<@Nullable Object> merged,
            List<@Nullable Object> patchOrder,
            List<@Nullable Object> serverOrder,
            String mergeKey) {
        List<@Nullable Object> named = new ArrayList<>();
        for (Object wanted : patchOrder) {
            merged.stream().filter(item -> keyed(item, wanted, mergeKey)).forEach(named::add);
        }
        List<@Nullable Object> alone = new ArrayList<>(merged);
        alone.removeIf(item -> indexOf(patchOrder, item, mergeKey) >= 0);
        List<@Nullable Object> result = new ArrayList<>();
        int left = 0;
        int right = 0;
        while (left < alone.size() && right < named.size()) {
            int here = indexOf(serverOrder, alone.get(left), mergeKey);
            int there = indexOf(serverOrder, named.get(right), mergeKey);
            result.add(here >= 0 && there >= 0 && here < there ? alone.get(left++) : named.get(right++));
        }
        result.addAll(alone.subList(left, alone.size()));
        result.addAll(named.subList(right, named.size()));
        return result;
    }

    private static int indexOf(List<@Nullable Object> list, @Nullable Object wanted, String mergeKey) {
        for (int i = 0; i < list.size(); i++) {
            if (keyed(list.get(i), wanted, mergeKey)) {
                return i;
            }
        }
        return -1;
    }

    private static @Nullable Object withoutDirectives(@Nullable Object value) {
        if (value instanceof Map<?, ?> map) {
            Map<String, @Nullable Object> kept = new LinkedHashMap<>();
            map.forEach((key, item) -> {
                if (item != null && !String.valueOf(key).startsWith("$")) {
                    kept.put(String.valueOf(key), withoutDirectives(item));
                }
            });
            return kept;
        }
        if (value instanceof List<?> list) {
            List<@Nullable Object> kept = new ArrayList<>();
            list.stream()
                    .filter(item -> !(Json.at(item, DIRECTIVE) instanceof String))
                    .forEach(item -> kept.add(withoutDirectives(item)));
            return kept;
        }
        return value;
    }
}
