package dev.coxswain.fleet.recognition;

import dev.coxswain.cluster.Gvk;
import dev.coxswain.cluster.Json;
import dev.coxswain.cluster.KubeObject;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Finds pods by labels; the pods of the view are looked through once for each label key, not once for each datastore. */
final class PodIndex {

    static final Gvk POD = Gvk.of("v1", "Pod");

    private final List<KubeObject> pods;
    private final Map<String, Map<Place, List<KubeObject>>> byKey = new HashMap<>();
    private final Map<String, Set<Map<String, String>>> asked = new HashMap<>();

    private record Place(String namespace, String value) {}

    PodIndex(List<KubeObject> pods) {
        this.pods = pods;
    }

    /** In order of name. An empty selector selects nothing: a datastore whose template failed owns no pods. */
    List<KubeObject> select(String namespace, Map<String, String> labels) {
        if (labels.isEmpty() || labels.containsValue("")) {
            return List.of();
        }
        asked.computeIfAbsent(namespace, _ -> new HashSet<>()).add(Map.copyOf(labels));
        return labels.entrySet().stream()
                .map(label -> candidates(namespace, label.getKey(), label.getValue()))
                .min(Comparator.comparingInt(List::size))
                .orElse(List.of())
                .stream()
                .filter(pod -> carries(pod, labels))
                .toList();
    }

    /** Whether anybody has selected such a pod. */
    boolean wasSelected(KubeObject pod) {
        return asked.getOrDefault(pod.namespace(), Set.of()).stream().anyMatch(labels -> carries(pod, labels));
    }

    private List<KubeObject> candidates(String namespace, String key, String value) {
        return byKey.computeIfAbsent(key, this::index).getOrDefault(new Place(namespace, value), List.of());
    }

    private Map<Place, List<KubeObject>> index(String key) {
        Map<Place, List<KubeObject>> index = new HashMap<>();
        for (KubeObject pod : pods) {
            String value = label(pod, key);
            if (!value.isEmpty()) {
                index.computeIfAbsent(new Place(pod.namespace(), value), _ -> new ArrayList<>())
                        .add(pod);
            }
        }
        return index;
    }

    private static boolean carries(KubeObject pod, Map<String, String> labels) {
        return labels.entrySet().stream().allMatch(l -> label(pod, l.getKey()).equals(l.getValue()));
    }

    private static String label(KubeObject object, String key) {
        return Json.asText(object.get("metadata", "labels", key));
    }
}
