package dev.coxswain.kube.cache;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import dev.coxswain.cluster.Gvk;
import dev.coxswain.cluster.Json;
import java.io.IOException;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Reads objects of one kind from a stream into little memory: dropped fields are never built, and what is equal is shared between
 * objects: texts, sets of keys, and whole parts, for the pods of one template differ in little. Used by one thread at a time.
 *
 * <p>What is shared is looked up in tables of fixed size, in which the newer displaces the older, and before it is built: of a pod
 * that has changed, only what has changed becomes garbage one day.
 */
final class SlimReader {

    private static final int TEXTS = 1 << 14;
    private static final int SHAPES = 1 << 9;
    private static final int PARTS = 1 << 13;
    private static final int LONGEST_SHARED = 200;

    private final String apiVersion;
    private final String kind;
    private final Projection projection;
    private final @Nullable String[] texts = new String[TEXTS];
    private final String[] @Nullable [] shapes = new String[SHAPES][];
    private final @Nullable SlimMap[] maps = new SlimMap[PARTS];
    private final @Nullable SlimList[] lists = new SlimList[PARTS];
    private final char[] scratch = new char[LONGEST_SHARED];

    /** The parts of what is being read, those of the innermost map or list last; lists use the values only. */
    private String[] keys = new String[64];

    private @Nullable Object[] values = new Object[64];
    private int top;

    SlimReader(Gvk gvk, Projection projection) {
        this.apiVersion = gvk.apiVersion();
        this.kind = gvk.kind();
        this.projection = projection;
    }

    /** The object at the parser's current token, with the apiVersion and kind that items of a list do not have. */
    Map<String, @Nullable Object> object(JsonParser parser) throws IOException {
        if (parser.currentToken() != JsonToken.START_OBJECT) {
            parser.skipChildren();
            return Map.of();
        }
        top = 0; // the one before may have ended in its middle
        push("apiVersion", apiVersion);
        push("kind", kind);
        while (parser.nextToken() != JsonToken.END_OBJECT) {
            String key = parser.currentName();
            parser.nextToken();
            if (key.equals("apiVersion") || key.equals("kind")) {
                parser.skipChildren();
            } else {
                add(parser, key, projection.field(key));
            }
        }
        return map(0);
    }

    private void add(JsonParser parser, String key, @Nullable Projection fields) throws IOException {
        if (fields != null && fields.isDropped()) {
            parser.skipChildren();
        } else {
            push(key, value(parser, fields));
        }
    }

    private void push(String key, @Nullable Object value) {
        if (top == keys.length) {
            keys = Arrays.copyOf(keys, 2 * top);
            values = Arrays.copyOf(values, 2 * top);
        }
        keys[top] = key;
        values[top++] = value;
    }

    private void popTo(int from) {
        Arrays.fill(values, from, top, null);
        top = from;
    }

    private @Nullable Object value(JsonParser parser, @Nullable Projection fields) throws IOException {
        return switch (parser.currentToken()) {
            case START_OBJECT -> nested(parser, fields);
            case START_ARRAY -> array(parser, fields);
            case VALUE_STRING -> text(parser);
            default -> Json.value(parser);
        };
    }

    private Map<String, @Nullable Object> nested(JsonParser parser, @Nullable Projection fields) throws IOException {
        int from = top;
        while (parser.nextToken() != JsonToken.END_OBJECT) {
            String key = parser.currentName();
            parser.nextToken();
            add(parser, key, fields == null ? null : fields.field(key));
        }
        return map(from);
    }

    private List<@Nullable Object> array(JsonParser parser, @Nullable Projection fields) throws IOException {
        int from = top;
        while (parser.nextToken() != JsonToken.END_ARRAY) {
            push("", value(parser, fields));
        }
        return list(from);
    }

    private Map<String, @Nullable Object> map(int from) {
        if (top == from) {
            return Map.of();
        }
        int hashOfKeys = hashOfKeys(from);
        int hash = 31 * hashOfKeys + Parts.hash(values, from, top);
        int slot = spread(hash) & (PARTS - 1);
        SlimMap known = maps[slot];
        if (known == null || !known.consistsOf(keys, values, from, top)) {
            known = new SlimMap(shape(from, hashOfKeys), Arrays.copyOfRange(values, from, top), hash);
            maps[slot] = known;
        }
        popTo(from);
        return known;
    }

    private List<@Nullable Object> list(int from) {
        if (top == from) {
            return List.of();
        }
        int hash = Parts.hash(values, from, top);
        int slot = spread(hash) & (PARTS - 1);
        SlimList known = lists[slot];
        if (known == null || !known.consistsOf(values, from, top)) {
            known = new SlimList(Arrays.copyOfRange(values, from, top), hash);
            lists[slot] = known;
        }
        popTo(from);
        return known;
    }

    private String text(JsonParser parser) throws IOException {
        int length = parser.getTextLength();
        if (length > LONGEST_SHARED) {
            return parser.getText();
        }
        char[] chars = parser.getTextCharacters();
        int from = parser.getTextOffset();
        int hash = 0;
        for (int i = from; i < from + length; i++) {
            hash = 31 * hash + chars[i];
        }
        int slot = spread(hash) & (TEXTS - 1);
        String known = texts[slot];
        if (known == null || !isSame(known, chars, from, length)) {
            known = new String(chars, from, length);
            texts[slot] = known;
        }
        return known;
    }

    private boolean isSame(String text, char[] chars, int from, int length) {
        if (text.length() != length) {
            return false;
        }
        text.getChars(0, length, scratch, 0);
        return Arrays.equals(scratch, 0, length, chars, from, from + length);
    }

    private int hashOfKeys(int from) {
        int hash = 1;
        for (int i = from; i < top; i++) {
            hash = 31 * hash + keys[i].hashCode();
        }
        return hash;
    }

    private String[] shape(int from, int hash) {
        int slot = spread(hash) & (SHAPES - 1);
        String[] known = shapes[slot];
        if (known == null || !Arrays.equals(known, 0, known.length, keys, from, top)) {
            known = Arrays.copyOfRange(keys, from, top);
            shapes[slot] = known;
        }
        return known;
    }

    private static int spread(int hash) {
        return hash ^ (hash >>> 12);
    }
}
