package dev.coxswain.simulator.opstree;

import dev.coxswain.cluster.Json;
import dev.coxswain.cluster.KubeObject;
import dev.coxswain.simulator.api.Api;
import dev.coxswain.simulator.controller.object.Tree;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Writes objects as the operator's object matcher does.
 *
 * <p>It compares what it wants with what is there and with what it wanted last, which stands in an annotation. Fields that it
 * never set are none of its business, so they stay through any number of idle passes. But once anything differs it writes the
 * whole object anew, and they are gone; annotations alone are kept, also those that it had set itself and no longer wants.
 */
final class LastApplied {

    static final String ANNOTATION = "banzaicloud.com/last-applied";

    private final Api api;
    private final Api.Actor actor;

    LastApplied(Api api, Api.Actor actor) {
        this.api = api;
        this.actor = actor;
    }

    void write(KubeObject wanted) {
        Optional<KubeObject> stored = api.find(wanted.ref());
        if (stored.isEmpty()) {
            api.create(remembering(wanted, wanted.annotations()), actor);
        } else if (differs(wanted, stored.get())) {
            api.update(anew(wanted, stored.get()), actor);
        }
    }

    private static boolean differs(KubeObject wanted, KubeObject stored) {
        Map<String, @Nullable Object> now = part(wanted);
        return !covers(stored.tree(), now) || hasDropped(before(stored), now, stored.tree());
    }

    private static Map<String, @Nullable Object> part(KubeObject object) {
        Map<String, @Nullable Object> metadata =
                Tree.of("labels", object.map("metadata", "labels"), "annotations", object.annotations());
        Map<String, @Nullable Object> spec = new LinkedHashMap<>(object.map("spec"));
        // claims cannot be changed afterwards, so they are taken as they are
        spec.remove("volumeClaimTemplates");
        return Tree.of("metadata", metadata, "spec", spec);
    }

    private static Map<String, @Nullable Object> before(KubeObject stored) {
        String encoded = stored.annotation(ANNOTATION).orElse("");
        return encoded.isEmpty()
                ? Map.of()
                : Json.asMap(Json.parse(Base64.getDecoder().decode(encoded)));
    }

    /** Whether everything that is wanted is there, whatever else is. */
    private static boolean covers(@Nullable Object stored, @Nullable Object wanted) {
        if (wanted instanceof Map<?, ?> map) {
            return map.entrySet().stream()
                    .allMatch(e -> covers(Json.asMap(stored).get(String.valueOf(e.getKey())), e.getValue()));
        }
        if (wanted instanceof List<?> list) {
            List<@Nullable Object> there = Json.asList(stored);
            if (there.size() != list.size()) {
                return false;
            }
            for (int i = 0; i < list.size(); i++) {
                if (!covers(there.get(i), list.get(i))) {
                    return false;
                }
            }
            return true;
        }
        return Json.print(wanted).equals(Json.print(stored));
    }

    /** Whether something that was wanted before, and is no longer, is still there. */
    private static boolean hasDropped(@Nullable Object before, @Nullable Object wanted, @Nullable Object stored) {
        if (!(before instanceof Map<?, ?> map) || !(wanted instanceof Map<?, ?>)) {
            return false;
        }
        for (Map.Entry<?, ?> entry : map.entrySet()) {
            String key = String.valueOf(entry.getKey());
            Map<String, @Nullable Object> there = Json.asMap(stored);
            if (!Json.asMap(wanted).containsKey(key)) {
                if (there.containsKey(key)) {
                    return true;
                }
            } else if (hasDropped(entry.getValue(), Json.asMap(wanted).get(key), there.get(key))) {
                return true;
            }
        }
        return false;
    }

    private static KubeObject anew(KubeObject wanted, KubeObject stored) {
        Map<String, @Nullable Object> annotations = Tree.merged(stored.annotations(), wanted.annotations());
        annotations.remove(ANNOTATION);
        Map<String, @Nullable Object> spec = new LinkedHashMap<>(wanted.map("spec"));
        if (stored.get("spec", "volumeClaimTemplates") != null) {
            spec.put("volumeClaimTemplates", stored.get("spec", "volumeClaimTemplates"));
        }
        KubeObject object = stored.with(wanted.map("metadata", "labels"), "metadata", "labels")
                .with(annotations, "metadata", "annotations")
                .with(withAddress(spec, stored), "spec");
        return remembering(object, annotations);
    }

    /** The address of a Service is given once. */
    private static Map<String, @Nullable Object> withAddress(Map<String, @Nullable Object> spec, KubeObject stored) {
        if (stored.gvk().kind().equals("Service")) {
            spec.put("clusterIP", stored.get("spec", "clusterIP"));
            spec.put("clusterIPs", stored.get("spec", "clusterIPs"));
        }
        return spec;
    }

    private static KubeObject remembering(KubeObject object, Map<String, ? extends @Nullable Object> annotations) {
        String print = Json.print(Json.sorted(part(object.with(annotations, "metadata", "annotations"))));
        String encoded = Base64.getEncoder().encodeToString(print.getBytes(StandardCharsets.UTF_8));
        return object.with(Tree.merged(annotations, Map.of(ANNOTATION, encoded)), "metadata", "annotations");
    }
}
