package dev.coxswain.simulator.api.field;

import dev.coxswain.cluster.Json;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SortedSet;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * A set of fields of one object, each a path of FieldsV1 elements: {@code f:name}, {@code k:{"name":"c"}}, {@code v:"x"}, and
 * {@code .} for a list element or map itself.
 */
public final class FieldSet {

    private static final String SEPARATOR = "\u0001";

    private final SortedSet<String> paths = new TreeSet<>();

    public void add(List<String> path) {
        paths.add(String.join(SEPARATOR, path));
    }

    public boolean isEmpty() {
        return paths.isEmpty();
    }

    public boolean contains(List<String> path) {
        return paths.contains(String.join(SEPARATOR, path));
    }

    public List<List<String>> paths() {
        return paths.stream().map(path -> List.of(path.split(SEPARATOR))).toList();
    }

    public FieldSet plus(FieldSet other) {
        FieldSet sum = new FieldSet();
        sum.paths.addAll(paths);
        sum.paths.addAll(other.paths);
        return sum;
    }

    public FieldSet minus(FieldSet other) {
        FieldSet rest = new FieldSet();
        rest.paths.addAll(paths);
        rest.paths.removeAll(other.paths);
        return rest;
    }

    public FieldSet and(FieldSet other) {
        FieldSet common = new FieldSet();
        common.paths.addAll(paths);
        common.paths.retainAll(other.paths);
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
