package dev.coxswain.simulator.api.field;

import dev.coxswain.cluster.Json;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * A set of fields of one object, each a path of FieldsV1 elements: {@code f:name}, {@code k:{"name":"c"}}, {@code v:"x"}, and
 * {@code .} for a list element or map itself.
 */
public final class FieldSet {

    private static final String SEPARATOR = "\u0001";

    private final Set<String> paths = new HashSet<>();

    public void add(List<String> path) {
        paths.add(String.join(SEPARATOR, path));
    }

    /** The way to a field, for walks that come by many of them: it is written down only where something is added. */
    static final class Way {
        private final StringBuilder text = new StringBuilder();
        private int depth;

        /** One step down; what it answers is handed to {@link #back}. */
        int to(String element) {
            int before = text.length();
            if (depth > 0) {
                text.append(SEPARATOR);
            }
            depth++;
            text.append(element);
            return before;
        }

        void back(int before) {
            depth--;
            text.setLength(before);
        }

        int depth() {
            return depth;
        }

        boolean is(String path) {
            return path.contentEquals(text);
        }

        @Override
        public String toString() {
            return text.toString();
        }
    }

    void add(Way way) {
        paths.add(way.toString());
    }

    public boolean isEmpty() {
        return paths.isEmpty();
    }

    public boolean contains(List<String> path) {
        return paths.contains(String.join(SEPARATOR, path));
    }

    /** In order. */
    public List<List<String>> paths() {
        return paths.stream()
                .sorted()
                .map(path -> List.of(path.split(SEPARATOR)))
                .toList();
    }

    public FieldSet plus(FieldSet other) {
        FieldSet sum = new FieldSet();
        sum.paths.addAll(paths);
        sum.paths.addAll(other.paths);
        return sum;
    }

    public FieldSet minus(FieldSet other) {
        FieldSet rest = new FieldSet();
        paths.stream().filter(path -> !other.paths.contains(path)).forEach(rest.paths::add);
        return rest;
    }

    public FieldSet and(FieldSet other) {
        FieldSet common = new FieldSet();
        paths.stream().filter(other.paths::contains).forEach(common.paths::add);
        return common;
    }

    @Override
    public boolean equals(@Nullable Object other) {
        return other instanceof FieldSet that && paths.equals(that.paths);
    }

    @Override
    public int hashCode() {
        return paths.hashCode();
    }

    public static FieldSet parse(Map<String, @Nullable Object> tree) {
        FieldSet set = new FieldSet();
        collect(tree, new ArrayList<>(), set);
        return set;
    }

    private static void collect(Map<String, @Nullable Object> tree, List<String> path, FieldSet set) {
        tree.forEach((key, value) -> {
            path.add(key);
            Map<String, @Nullable Object> child = Json.asMap(value);
            if (child.isEmpty()) {
                set.add(path);
            } else {
                collect(child, path, set);
            }
            path.removeLast();
        });
    }

    public Map<String, @Nullable Object> tree() {
        Map<String, @Nullable Object> root = new LinkedHashMap<>();
        for (List<String> path : paths()) {
            Map<String, @Nullable Object> here = root;
            for (String key : path) {
                here = Json.asMap(here.computeIfAbsent(key, ignored -> new LinkedHashMap<>()));
            }
        }
        return root;
    }
}
