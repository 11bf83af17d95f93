package dev.coxswain.action.object;

import dev.coxswain.cluster.Effect;
import dev.coxswain.cluster.Json;
import dev.coxswain.cluster.KubeObject;
import dev.coxswain.cluster.PatchType;
import dev.coxswain.cluster.Preconditions;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The JSON Patch that takes a change back, field by field.
 *
 * <ol>
 *   <li>Walk both trees; where a leaf differs, {@code test} that it is still what we made of it, then put back what was there.
 *   <li>Lists of one length are walked by position, and where their elements have names the name is tested as well; lists whose
 *       length changed are put back whole.
 *   <li>A map that we added is tested leaf by leaf, because the server may have put defaults into it, and removed whole; labels
 *       and annotations are removed one by one, because others may have added theirs since.
 * </ol>
 *
 * <p>All tests come before all changes, and a JSON Patch is all or nothing: when somebody else has changed one of the fields
 * since, the API server refuses it and nothing is undone over that person's head.
 */
public final class Inverse {

    private final List<Map<String, @Nullable Object>> tests = new ArrayList<>();
    private final List<Map<String, @Nullable Object>> changes = new ArrayList<>();

    private Inverse() {}

    /** Empty when nothing differs. */
    public static Optional<Effect> of(KubeObject before, Map<String, ? extends @Nullable Object> after) {
        return of(before, after, "");
    }

    static Optional<Effect> of(KubeObject before, Map<String, ? extends @Nullable Object> after, String subresource) {
        Inverse inverse = new Inverse();
        inverse.walkMaps("", before.tree(), after);
        if (inverse.changes.isEmpty()) {
            return Optional.empty();
        }
        List<Map<String, @Nullable Object>> operations = new ArrayList<>(inverse.tests);
        operations.addAll(inverse.changes);
        return Optional.of(new Effect.Patch(
                before.ref(), PatchType.JSON, operations, Preconditions.sameObject(before), subresource));
    }

    private void walk(String path, @Nullable Object before, @Nullable Object after) {
        if (Objects.equals(Json.copy(before), Json.copy(after))) {
            return;
        }
        if (before instanceof Map<?, ?> && after instanceof Map<?, ?>) {
            walkMaps(path, Json.asMap(before), Json.asMap(after));
        } else if (before instanceof List<?> was && after instanceof List<?> is && was.size() == is.size()) {
            walkLists(path, was, is);
        } else {
            test(path, after);
            change("replace", path, before);
        }
    }

    private void walkMaps(
            String path,
            Map<String, ? extends @Nullable Object> before,
            Map<String, ? extends @Nullable Object> after) {
        after.forEach((key, value) -> {
            String here = path + "/" + escaped(key);
            if (before.containsKey(key)) {
                walk(here, before.get(key), value);
            } else {
                added(here, key, value);
            }
        });
        before.forEach((key, value) -> {
            if (!after.containsKey(key)) {
                change("add", path + "/" + escaped(key), value);
            }
        });
    }

    private void walkLists(String path, List<?> before, List<?> after) {
        for (int i = 0; i < before.size(); i++) {
            String here = path + "/" + i;
            Object name = Json.at(after.get(i), "name");
            if (!Objects.equals(Json.copy(before.get(i)), Json.copy(after.get(i))) && name != null) {
                test(here + "/name", name);
            }
            walk(here, before.get(i), after.get(i));
        }
    }

    private void added(String path, String key, @Nullable Object value) {
        boolean shared = key.equals("labels") || key.equals("annotations");
        if (shared && value instanceof Map<?, ?> map) {
            map.forEach((name, text) -> added(path + "/" + escaped(String.valueOf(name)), "", text));
            return;
        }
        testLeaves(path, value);
        change("remove", path, null);
    }

    private void testLeaves(String path, @Nullable Object value) {
        switch (value) {
            case Map<?, ?> map ->
                map.forEach((key, item) -> testLeaves(path + "/" + escaped(String.valueOf(key)), item));
            case List<?> list -> {
                for (int i = 0; i < list.size(); i++) {
                    testLeaves(path + "/" + i, list.get(i));
                }
            }
            case null, default -> test(path, value);
        }
    }

    private void test(String path, @Nullable Object value) {
        tests.add(operation("test", path, value));
    }

    private void change(String op, String path, @Nullable Object value) {
        changes.add(op.equals("remove") ? Map.of("op", op, "path", path) : operation(op, path, value));
    }

    private static Map<String, @Nullable Object> operation(String op, String path, @Nullable Object value) {
        Map<String, @Nullable Object> operation = new LinkedHashMap<>();
        operation.put("op", op);
        operation.put("path", path);
        operation.put("value", Json.copy(value));
        return operation;
    }

    private static String escaped(String key) {
        return key.replace("~", "~0").replace("/", "~1");
    }
}
