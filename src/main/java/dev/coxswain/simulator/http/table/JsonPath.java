package dev.coxswain.simulator.http.table;

import dev.coxswain.cluster.Json;
import dev.coxswain.cluster.KubeObject;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * The paths of printer columns: {@code .status.phase}, {@code .spec.list[0].name}, {@code .metadata.labels.app\.kubernetes\.io},
 * {@code .status.conditions[?(@.type=="Ready")].status}.
 */
final class JsonPath {

    private static final Pattern STEP = Pattern.compile("\\.?((?:\\\\.|[^.\\[\\\\])+)|\\[([0-9]+|\\*)]"
            + "|\\[\\?\\(@\\.([^=!]+?)\\s*(==|!=)\\s*[\"']([^\"']*)[\"']\\)]|\\['([^']*)']");

    private final String path;

    JsonPath(String path) {
        this.path = path;
    }

    /** What is found first; null when nothing is. */
    @Nullable
    Object first(KubeObject object) {
        List<@Nullable Object> here = new ArrayList<>();
        here.add(object.tree());
        Matcher step = STEP.matcher(path);
        while (step.find()) {
            List<@Nullable Object> next = new ArrayList<>();
            here.forEach(value -> follow(value, step, next));
            here = next;
        }
        Object found = here.isEmpty() ? null : here.getFirst();
        return found instanceof Map<?, ?> || found instanceof List<?> ? Json.print(found) : found;
    }

    private static void follow(@Nullable Object value, Matcher step, List<@Nullable Object> next) {
        String field = step.group(1) != null ? step.group(1).replace("\\", "") : step.group(6);
        if (field != null) {
            if (value instanceof Map<?, ?> map && map.containsKey(field)) {
                next.add(map.get(field));
            }
        } else if (step.group(2) != null) {
            element(Json.asList(value), step.group(2), next);
        } else {
            String[] key = step.group(3).strip().split("\\.");
            boolean wanted = step.group(4).equals("==");
            Json.asList(value).stream()
                    .filter(item -> Json.asText(Json.at(item, key)).equals(step.group(5)) == wanted)
                    .forEach(next::add);
        }
    }

    private static void element(List<@Nullable Object> list, String index, List<@Nullable Object> next) {
        if (index.equals("*")) {
            next.addAll(list);
        } else if (index.length() < 9 && Integer.parseInt(index) < list.size()) {
            next.add(list.get(Integer.parseInt(index)));
        }
    }
}
