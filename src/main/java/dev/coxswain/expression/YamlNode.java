package dev.coxswain.expression;

import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** A piece of a YAML document that knows where it stands. */
public sealed interface YamlNode {

    Position position();

    /** The plain value: what {@link dev.coxswain.cluster.Json} speaks. */
    @Nullable
    Object json();

    /** What it is, as people call it. */
    String kind();

    /** @param keys where each key stands */
    record Mapping(Position position, Map<String, YamlNode> entries, Map<String, Position> keys) implements YamlNode {

        public Mapping {
            entries = Collections.unmodifiableMap(new LinkedHashMap<>(entries));
            keys = Map.copyOf(keys);
        }

        @Override
        public Map<String, @Nullable Object> json() {
            Map<String, @Nullable Object> map = new LinkedHashMap<>();
            entries.forEach((key, node) -> map.put(key, node.json()));
            return Collections.unmodifiableMap(map);
        }

        @Override
        public String kind() {
            return "a map";
        }

        /** Where the key stands, or the map itself when it has no such key. */
        public Position at(String key) {
            Position found = keys.get(key);
            return found == null ? position : found;
        }
    }

    record Sequence(Position position, List<YamlNode> items) implements YamlNode {

        public Sequence {
            items = List.copyOf(items);
        }

        @Override
        public List<@Nullable Object> json() {
            List<@Nullable Object> list = new ArrayList<>();
            items.forEach(item -> list.add(item.json()));
            return Collections.unmodifiableList(list);
        }

        @Override
        public String kind() {
            return "a list";
        }
    }

    /**
     * A single value.
     *
     * @param text as written, without quotes
     * @param value what it means: a String, Long, Double, Boolean or null
     * @param places where the lines of the text start in the file; only the first when they cannot be told apart
     */
    record Scalar(Position position, String text, @Nullable Object value, List<Position> places) implements YamlNode {

        public Scalar {
            places = List.copyOf(places);
        }

        @Override
        public @Nullable Object json() {
            return value;
        }

        @Override
        public String kind() {
            return switch (value) {
                case null -> "nothing";
                case Long _ -> "a number";
                case Double _ -> "a number";
                case Boolean _ -> "true or false";
                default -> "text";
            };
        }

        /** Where the character at this offset of the text stands in the file. */
        public Position positionOf(int offset) {
            String before = text.substring(0, Math.clamp(offset, 0, text.length()));
            int line = (int) before.chars().filter(c -> c == '\n').count();
            if (line >= places.size()) {
                return position;
            }
            int column = before.length() - (before.lastIndexOf('\n') + 1);
            Position start = places.get(line);
            return new Position(start.line(), start.column() + column);
        }
    }
}
