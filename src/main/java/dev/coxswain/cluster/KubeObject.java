package dev.coxswain.cluster;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * One Kubernetes object as the API server told it, unmodifiable.
 *
 * <p>Reading never fails: a field that is absent or of another type than asked for reads as empty, because clusters hold
 * objects that nobody validated.
 */
public final class KubeObject {

    private final Map<String, @Nullable Object> tree;
    private final ObjectRef ref;

    private KubeObject(Map<String, @Nullable Object> tree, ObjectRef ref) {
        this.tree = tree;
        this.ref = ref;
    }

    /** @throws IllegalArgumentException when apiVersion, kind or metadata.name is missing */
    public static KubeObject of(Map<String, ? extends @Nullable Object> tree) {
        return frozen(Json.asMap(Json.copy(tree)));
    }

    /**
     * Without a copy, for readers that built the tree themselves: it must be unmodifiable at every level already.
     *
     * @throws IllegalArgumentException when apiVersion, kind or metadata.name is missing
     */
    public static KubeObject frozen(Map<String, @Nullable Object> tree) {
        Map<String, @Nullable Object> metadata = Json.asMap(tree.get("metadata"));
        ObjectRef ref = ObjectRef.of(
                Json.asText(tree.get("apiVersion")),
                Json.asText(tree.get("kind")),
                Json.asText(metadata.get("namespace")),
                Json.asText(metadata.get("name")));
        return new KubeObject(tree, ref);
    }

    public ObjectRef ref() {
        return ref;
    }

    public Gvk gvk() {
        return ref.gvk();
    }

    public String namespace() {
        return ref.namespace();
    }

    public String name() {
        return ref.name();
    }

    public String uid() {
        return text("metadata", "uid");
    }

    public String resourceVersion() {
        return text("metadata", "resourceVersion");
    }

    public Map<String, String> labels() {
        return strings("metadata", "labels");
    }

    public Map<String, String> annotations() {
        return strings("metadata", "annotations");
    }

    public Optional<String> annotation(String key) {
        return Optional.ofNullable(annotations().get(key));
    }

    public boolean isBeingDeleted() {
        return !text("metadata", "deletionTimestamp").isEmpty();
    }

    /** The owner that controls this object, if any. */
    public Optional<Map<String, @Nullable Object>> controller() {
        return list("metadata", "ownerReferences").stream()
                .map(Json::asMap)
                .filter(owner -> Boolean.TRUE.equals(owner.get("controller")))
                .findFirst();
    }

    /** The whole document. */
    public Map<String, @Nullable Object> tree() {
        return tree;
    }

    public @Nullable Object get(String... path) {
        return Json.at(tree, path);
    }

    public String text(String... path) {
        return Json.asText(get(path));
    }

    public long number(long fallback, String... path) {
        return Json.asLong(get(path), fallback);
    }

    public List<@Nullable Object> list(String... path) {
        return Json.asList(get(path));
    }

    public Map<String, @Nullable Object> map(String... path) {
        return Json.asMap(get(path));
    }

    private Map<String, String> strings(String... path) {
        Map<String, String> strings = new LinkedHashMap<>();
        map(path).forEach((key, value) -> strings.put(key, Json.asText(value)));
        return strings;
    }

    /** A copy with one field set, creating the maps on the way; a null value removes the field. The rest is shared. */
    public KubeObject with(@Nullable Object value, String... path) {
        return frozen(with(tree, Json.copy(value), path, 0));
    }

    private static Map<String, @Nullable Object> with(
            Map<String, @Nullable Object> map, @Nullable Object value, String[] path, int at) {
        Map<String, @Nullable Object> copy = new LinkedHashMap<>(map);
        if (at < path.length - 1) {
            copy.put(path[at], with(Json.asMap(map.get(path[at])), value, path, at + 1));
        } else if (value == null) {
            copy.remove(path[at]);
        } else {
            copy.put(path[at], value);
        }
        return Collections.unmodifiableMap(copy);
    }

    @Override
    public boolean equals(@Nullable Object other) {
        return other instanceof KubeObject that && tree.equals(that.tree);
    }

    @Override
    public int hashCode() {
        return Objects.hash(ref, resourceVersion());
    }

    @Override
    public String toString() {
        return ref + (resourceVersion().isEmpty() ? "" : " @" + resourceVersion());
    }
}
