package dev.coxswain.kube.cache;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import dev.coxswain.cluster.Gvk;
import dev.coxswain.cluster.Json;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Reads objects of one kind from a stream into little memory: dropped fields are never built, and what is equal is shared between
 * objects: texts, sets of keys, and whole parts, for the pods of one template differ in little. Used by one thread at a time.
 *
 * <p>What is shared is looked up in tables of fixed size, in which the newer displaces the older.
 */
final class SlimReader {

    private static final int TEXTS = 1 << 14;
    private static final int SHAPES = 1 << 9;
    private static final int PARTS = 1 << 13;
    private static final int LONGEST_SHARED = 200;

    private final Gvk gvk;
    private final Projection projection;
    private final @Nullable String[] texts = new String[TEXTS];
    private final String[] @Nullable [] shapes = new String[SHAPES][];
    private final @Nullable SlimMap[] maps = new SlimMap[PARTS];
    private final @Nullable SlimList[] lists = new SlimList[PARTS];

    SlimReader(Gvk gvk, Projection projection) {
        this.gvk = gvk;
        this.projection = projection;
    }

    /** The object at the parser's current token, with the apiVersion and kind that items of a list do not have. */
    Map<String, @Nullable Object> object(JsonParser parser) throws IOException {
        if (parser.currentToken() != JsonToken.START_OBJECT) {
            parser.skipChildren();
            return Map.of();
        }
        List<String> keys = new ArrayList<>(List.of("apiVersion", "kind"));
        List<@Nullable Object> values = new ArrayList<>(List.of(share(gvk.apiVersion()), share(gvk.kind())));
        while (parser.nextToken() != JsonToken.END_OBJECT) {
            String key = parser.currentName();
            parser.nextToken();
            if (key.equals("apiVersion") || key.equals("kind")) {
                parser.skipChildren();
            } else {
                add(parser, key, projection.field(key), keys, values);
            }
        }
        return map(keys, values);
    }

    private void add(
            JsonParser parser,
            String key,
            @Nullable Projection fields,
            List<String> keys,
            List<@Nullable Object> values)
            throws IOException {
        if (fields != null && fields.isDropped()) {
            parser.skipChildren();
            return;
        }
        keys.add(share(key));
        values.add(value(parser, fields));
    }

    private @Nullable Object value(JsonParser parser, @Nullable Projection fields) throws IOException {
        return switch (parser.currentToken()) {
            case START_OBJECT -> nested(parser, fields);
            case START_ARRAY -> array(parser, fields);
            case VALUE_STRING -> share(parser.getText());
            default -> Json.value(parser);
        };
    }

    private Map<String, @Nullable Object> nested(JsonParser parser, @Nullable Projection fields) throws IOException {
        List<String> keys = new ArrayList<>();
        List<@Nullable Object> values = new ArrayList<>();
        while (parser.nextToken() != JsonToken.END_OBJECT) {
            String key = parser.currentName();
            parser.nextToken();
            add(parser, key, fields == null ? null : fields.field(key), keys, values);
        }
        return map(keys, values);
    }

    private List<@Nullable Object> array(JsonParser parser, @Nullable Projection fields) throws IOException {
        List<@Nullable Object> items = new ArrayList<>();
        while (parser.nextToken() != JsonToken.END_ARRAY) {
            items.add(value(parser, fields));
        }
        return items.isEmpty() ? List.of() : share(new SlimList(items.toArray()));
    }

    private Map<String, @Nullable Object> map(List<String> keys, List<@Nullable Object> values) {
        return keys.isEmpty() ? Map.of() : share(new SlimMap(shape(keys.toArray(String[]::new)), values.toArray()));
    }

    private SlimMap share(SlimMap map) {
        int slot = spread(map.partsHash()) & (PARTS - 1);
        SlimMap known = maps[slot];
        if (known != null && known.hasSameParts(map)) {
            return known;
        }
        maps[slot] = map;
        return map;
    }

    private SlimList share(SlimList list) {
        int slot = spread(list.partsHash()) & (PARTS - 1);
        SlimList known = lists[slot];
        if (known != null && known.hasSameParts(list)) {
            return known;
        }
        lists[slot] = list;
        return list;
    }

    private String share(String text) {
        if (text.length() > LONGEST_SHARED) {
            return text;
        }
        int slot = spread(text.hashCode()) & (TEXTS - 1);
        String known = texts[slot];
        if (text.equals(known)) {
            return known;
        }
        texts[slot] = text;
        return text;
    }

    private String[] shape(String[] keys) {
        int slot = spread(Arrays.hashCode(keys)) & (SHAPES - 1);
        String[] known = shapes[slot];
        if (known != null && Arrays.equals(keys, known)) {
            return known;
        }
        shapes[slot] = keys;
        return keys;
    }

    private static int spread(int hash) {
        return hash ^ (hash >>> 12);
    }
}
