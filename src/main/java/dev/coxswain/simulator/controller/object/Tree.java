package dev.coxswain.simulator.controller.object;

import dev.coxswain.cluster.Json;
import dev.coxswain.cluster.KubeObject;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Writes JSON objects in the order in which their fields are named. */
public final class Tree {

    private static final String ALPHABET = "bcdfghjklmnpqrstvwxz2456789";

    private Tree() {}

    /** Keys and values in turn; a pair whose value is null is left out. */
    public static Map<String, @Nullable Object> of(@Nullable Object... pairs) {
        Map<String, @Nullable Object> tree = new LinkedHashMap<>();
        for (int i = 0; i + 1 < pairs.length; i += 2) {
            if (pairs[i + 1] != null) {
                tree.put(String.valueOf(pairs[i]), pairs[i + 1]);
            }
        }
        return tree;
    }

    /** The second laid over the first, key by key at the top only. */
    public static Map<String, @Nullable Object> merged(Map<String, ?> base, Map<String, ?> over) {
        Map<String, @Nullable Object> merged = new LinkedHashMap<>(base);
        merged.putAll(over);
        return merged;
    }

    public static KubeObject object(String apiVersion, String kind, Map<String, ?> metadata, Object... rest) {
        Map<String, @Nullable Object> tree = of("apiVersion", apiVersion, "kind", kind, "metadata", metadata);
        tree.putAll(of(rest));
        return KubeObject.of(tree);
    }

    /**
     * The hash of a ControllerRevision's data, as the real controllers compute it: FNV-1 over the JSON with sorted keys and the
     * number of collisions, which is none here.
     */
    public static String revisionHash(Map<String, @Nullable Object> data) {
        byte[] text = (Json.print(Json.sorted(data))
                                .replace("<", "\\u003c")
                                .replace(">", "\\u003e")
                                .replace("&", "\\u0026")
                        + "0")
                .getBytes(StandardCharsets.UTF_8);
        int hash = 0x811c9dc5;
        for (byte each : text) {
            hash *= 0x01000193;
            hash ^= each & 0xff;
        }
        StringBuilder name = new StringBuilder();
        for (char digit : Integer.toUnsignedString(hash).toCharArray()) {
            name.append(ALPHABET.charAt(digit % ALPHABET.length()));
        }
        return name.toString();
    }

    /** A short name for a content, the same for the same content, in the alphabet of Kubernetes. */
    public static String hash(@Nullable Object content) {
        return word(Json.print(Json.sorted(content)), 10);
    }

    /** A word of the given length that depends on the seed alone. */
    public static String word(String seed, int length) {
        long state = 0xcbf29ce484222325L;
        for (int i = 0; i < seed.length(); i++) {
            state = (state ^ seed.charAt(i)) * 0x100000001b3L;
        }
        StringBuilder word = new StringBuilder();
        for (int i = 0; i < length; i++) {
            state = state * 6364136223846793005L + 1442695040888963407L;
            word.append(ALPHABET.charAt((int) Long.remainderUnsigned(state >>> 17, ALPHABET.length())));
        }
        return word.toString();
    }
}
