package dev.coxswain.simulator.api;

import dev.coxswain.cluster.Json;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Makes documents of discovery comparable: of the recorded one only what the other server serves too, since nobody serves all
 * kinds; legacy lists by name, as they were recorded. Nothing is taken from the answered one.
 */
final class DiscoveryDocument {

    private static final Map<String, String> LISTS =
            Map.of("APIResourceList", "resources", "APIGroupDiscoveryList", "items");
    private static final List<String> KEYS = List.of("name", "resource", "subresource", "version");

    private DiscoveryDocument() {}

    /** @param document as it was recorded, or as it was answered */
    static @Nullable Object comparable(@Nullable Object document, @Nullable Object other) {
        String list = LISTS.get(Json.asText(Json.at(document, "kind")));
        if (list == null || !"Map".equals(shape(other))) {
            return document;
        }
        Map<String, @Nullable Object> copy = new LinkedHashMap<>(Json.asMap(document));
        copy.put(list, common(Json.asList(copy.get(list)), Json.asList(Json.at(other, list))));
        if (list.equals("resources")) {
            copy.put(
                    list,
                    Json.asList(copy.get(list)).stream()
                            .sorted(Comparator.comparing(DiscoveryDocument::name))
                            .toList());
        }
        return copy;
    }

    private static String shape(@Nullable Object value) {
        return value instanceof Map<?, ?> ? "Map" : "";
    }

    private static List<@Nullable Object> common(List<@Nullable Object> items, List<@Nullable Object> others) {
        Map<String, @Nullable Object> byName = new LinkedHashMap<>();
        others.forEach(each -> byName.put(name(each), each));
        return items.stream()
                .filter(each -> byName.containsKey(name(each)))
                .map(each -> nested(each, byName.get(name(each))))
                .collect(Collectors.toList());
    }

    private static @Nullable Object nested(@Nullable Object item, @Nullable Object other) {
        Map<String, @Nullable Object> copy = new LinkedHashMap<>(Json.asMap(item));
        for (String list : Set.of("versions", "resources", "subresources")) {
            if (copy.get(list) instanceof List<?> children) {
                copy.put(list, common(Json.asList(children), Json.asList(Json.at(other, list))));
                if (Json.asList(copy.get(list)).isEmpty()) {
                    copy.remove(list);
                }
            }
        }
        return copy;
    }

    private static String name(@Nullable Object item) {
        Object named = Json.at(item, "metadata", "name");
        return named instanceof String name
                ? name
                : KEYS.stream()
                        .map(key -> Json.asText(Json.at(item, key)))
                        .filter(text -> !text.isEmpty())
                        .findFirst()
                        .orElse("");
    }
}
