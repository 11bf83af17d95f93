package dev.coxswain.expression;

import com.google.common.primitives.UnsignedLong;
import dev.cel.common.values.NullValue;
import dev.coxswain.cluster.Json;
import java.time.Duration;
import java.time.Instant;
import java.util.AbstractList;
import java.util.AbstractMap;
import java.util.AbstractSet;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Values on their way into an expression and out of it.
 *
 * <p>CEL takes a Java null for "unknown" and poisons the result with it, so maps and lists are looked at through views that
 * show its own null instead; nothing is copied. On the way out everything is a plain value again, and its size is bounded,
 * because an expression can name the same list many times over in little space.
 */
final class CelValues {

    private static final int MOST_NODES = 200_000;

    private CelValues() {}

    static Object in(@Nullable Object value) {
        return switch (value) {
            case null -> NullValue.NULL_VALUE;
            case MapView view -> view;
            case ListView view -> view;
            case Map<?, ?> map -> new MapView(map);
            case List<?> list -> new ListView(list);
            case Integer number -> number.longValue();
            case Float number -> number.doubleValue();
            default -> value;
        };
    }

    /** What a value is a view of, when it came from outside; absent when an expression has built it. */
    static @Nullable Object outside(@Nullable Object value) {
        return switch (value) {
            case MapView view -> view.map;
            case ListView view -> view.list;
            case null, default -> null;
        };
    }

    /** @throws IllegalArgumentException when the value is too large or of no kind that we know */
    static @Nullable Object out(@Nullable Object value) {
        return new Exit().out(value);
    }

    /** A value as a part of a text: maps and lists as JSON. */
    static String text(@Nullable Object value) {
        return switch (value) {
            case String text -> text;
            case Map<?, ?> map -> Json.print(printable(map));
            case List<?> list -> Json.print(printable(list));
            case null, default -> String.valueOf(printable(value));
        };
    }

    private static @Nullable Object printable(@Nullable Object value) {
        return switch (value) {
            case Instant instant -> instant.toString();
            case Duration duration -> Durations.print(duration);
            case Map<?, ?> map -> {
                Map<String, @Nullable Object> copy = new LinkedHashMap<>();
                map.forEach((key, item) -> copy.put(String.valueOf(key), printable(item)));
                yield copy;
            }
            case List<?> list -> {
                List<@Nullable Object> copy = new ArrayList<>();
                list.forEach(item -> copy.add(printable(item)));
                yield copy;
            }
            case null, default -> value;
        };
    }

    private static final class Exit {
        private int nodes;

        @Nullable
        Object out(@Nullable Object value) {
            nodes++;
            if (nodes > MOST_NODES) {
                throw new IllegalArgumentException("the result is too large");
            }
            return switch (value) {
                case null -> null;
                case NullValue _ -> null;
                case MapView view -> view.map;
                case ListView view -> view.list;
                case UnsignedLong number -> number.longValue();
                case Map<?, ?> map -> map(map);
                case List<?> list -> {
                    List<@Nullable Object> copy = new ArrayList<>();
                    list.forEach(item -> copy.add(out(item)));
                    yield Collections.unmodifiableList(copy);
                }
                case String _, Boolean _, Long _, Double _, Instant _, Duration _ -> value;
                default ->
                    throw new IllegalArgumentException(
                            "a result cannot be a " + value.getClass().getSimpleName());
            };
        }

        private Map<String, @Nullable Object> map(Map<?, ?> map) {
            Map<String, @Nullable Object> copy = new LinkedHashMap<>();
            map.forEach((key, item) -> copy.put(String.valueOf(key), out(item)));
            return Collections.unmodifiableMap(copy);
        }
    }

    private static final class ListView extends AbstractList<Object> {
        private final List<?> list;

        ListView(List<?> list) {
            this.list = list;
        }

        @Override
        public Object get(int index) {
            return in(list.get(index));
        }

        @Override
        public int size() {
            return list.size();
        }
    }

    private static final class MapView extends AbstractMap<Object, Object> {
        private final Map<?, ?> map;

        MapView(Map<?, ?> map) {
            this.map = map;
        }

        @Override
        public @Nullable Object get(@Nullable Object key) {
            Object value = map.get(key);
            return value != null || map.containsKey(key) ? in(value) : null;
        }

        @Override
        public boolean containsKey(@Nullable Object key) {
            return map.containsKey(key);
        }

        @Override
        public int size() {
            return map.size();
        }

        /** A view as well: a set of its own would hash every value, all the way down, at each look. */
        @Override
        public Set<Entry<Object, Object>> entrySet() {
            return new AbstractSet<>() {
                @Override
                public Iterator<Entry<Object, Object>> iterator() {
                    return map.entrySet().stream().map(MapView::entry).iterator();
                }

                @Override
                public int size() {
                    return map.size();
                }
            };
        }

        private static Entry<Object, Object> entry(Entry<?, ?> entry) {
            return Map.entry(Objects.requireNonNull(entry.getKey()), in(entry.getValue()));
        }
    }
}
