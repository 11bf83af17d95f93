package dev.coxswain.cluster.patch;

import dev.coxswain.cluster.Json;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** JSON patch, RFC 6902: add, remove, replace, move, copy and test, all or nothing. */
public final class JsonPatch {

    private @Nullable Object root;

    private JsonPatch(@Nullable Object root) {
        this.root = root;
    }

    /**
     * The target with all operations applied, as a tree that may be changed in place.
     *
     * @throws PatchException when an operation is malformed, misses its path, or is a test that fails
     */
    public static @Nullable Object apply(@Nullable Object target, List<? extends @Nullable Object> operations) {
        JsonPatch patched = new JsonPatch(Json.mutableCopy(target));
        for (Object operation : operations) {
            patched.perform(Json.asMap(operation));
        }
        return patched.root;
    }

    private void perform(Map<String, @Nullable Object> operation) {
        List<String> path = pointer(operation, "path");
        String op = Json.asText(operation.get("op"));
        switch (op) {
            case "add" -> add(path, Json.mutableCopy(value(operation)));
            case "remove" -> remove(path);
            case "replace" -> replace(path, Json.mutableCopy(value(operation)));
            case "move" -> add(path, remove(pointer(operation, "from")));
            case "copy" -> add(path, Json.mutableCopy(read(pointer(operation, "from"))));
            case "test" -> test(path, value(operation));
            default -> throw new PatchException("unknown operation \"" + op + "\"");
        }
    }

    private static @Nullable Object value(Map<String, @Nullable Object> operation) {
        if (!operation.containsKey("value")) {
            throw new PatchException("operation without value");
        }
        return operation.get("value");
    }

    private static List<String> pointer(Map<String, @Nullable Object> operation, String field) {
        if (!(operation.get(field) instanceof String text) || (!text.isEmpty() && !text.startsWith("/"))) {
            throw new PatchException("operation without a valid " + field);
        }
        List<String> keys = new ArrayList<>();
        for (String part :
                text.isEmpty() ? List.<String>of() : List.of(text.substring(1).split("/", -1))) {
            keys.add(part.replace("~1", "/").replace("~0", "~"));
        }
        return keys;
    }

    private void test(List<String> path, @Nullable Object expected) {
        Object actual = exists(path) ? read(path) : null;
        if (!same(actual, expected)) {
            throw new PatchException("testing value " + show(path) + " failed");
        }
    }

    private static boolean same(@Nullable Object one, @Nullable Object other) {
        if (one instanceof Number a && other instanceof Number b) {
            return Double.compare(a.doubleValue(), b.doubleValue()) == 0;
        }
        return Objects.equals(one, other);
    }

    private boolean exists(List<String> path) {
        try {
            read(path);
            return true;
        } catch (PatchException absent) {
            return false;
        }
    }

    private @Nullable Object read(List<String> path) {
        Object here = root;
        for (String key : path) {
            here = child(here, key, path);
        }
        return here;
    }

    private static @Nullable Object child(@Nullable Object parent, String key, List<String> path) {
        if (parent instanceof Map<?, ?> map && map.containsKey(key)) {
            return map.get(key);
        }
        if (parent instanceof List<?> list) {
            return list.get(index(key, list.size() - 1, path));
        }
        throw new PatchException("no value at " + show(path));
    }

    private void add(List<String> path, @Nullable Object value) {
        if (path.isEmpty()) {
            root = value;
            return;
        }
        String key = path.getLast();
        Object parent = read(path.subList(0, path.size() - 1));
        if (parent instanceof Map<?, ?>) {
            Json.asMap(parent).put(key, value);
        } else if (parent instanceof List<?> list) {
            int at = key.equals("-") ? list.size() : index(key, list.size(), path);
            Json.asList(parent).add(at, value);
        } else {
            throw new PatchException("no map or list above " + show(path));
        }
    }

    private void replace(List<String> path, @Nullable Object value) {
        read(path);
        if (!path.isEmpty() && read(path.subList(0, path.size() - 1)) instanceof List<?> list) {
            Json.asList(list).set(index(path.getLast(), list.size() - 1, path), value);
        } else {
            add(path, value);
        }
    }

    private @Nullable Object remove(List<String> path) {
        if (path.isEmpty()) {
            throw new PatchException("the whole document cannot be removed");
        }
        Object removed = read(path);
        Object parent = read(path.subList(0, path.size() - 1));
        if (parent instanceof List<?> list) {
            list.remove(index(path.getLast(), list.size() - 1, path));
        } else if (parent instanceof Map<?, ?> map) {
            map.remove(path.getLast());
        }
        return removed;
    }

    private static int index(String key, int max, List<String> path) {
        if (!key.matches("0|[1-9][0-9]{0,8}") || Integer.parseInt(key) > max) {
            throw new PatchException("no list element at " + show(path));
        }
        return Integer.parseInt(key);
    }

    private static String show(List<String> path) {
        return "/" + String.join("/", path);
    }
}
