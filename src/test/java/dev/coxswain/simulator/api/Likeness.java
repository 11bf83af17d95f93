package dev.coxswain.simulator.api;

import dev.coxswain.cluster.Json;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/** Compares a recorded answer with a given one. Names in the recording stand for whatever they are first seen as. */
final class Likeness {

    private static final List<String> ANYTHING = List.of("(long)", "(log)", "(rv)", "time", "pod-ip", "node");
    private static final String NAMED = "(uid|rv)-[0-9]+|gen-name|continue-token(-[0-9]+)?|sa-token";

    private final Map<String, Object> bound;
    private final boolean applies;

    Likeness(Map<String, Object> bound, String name) {
        this.bound = bound;
        this.applies = name.startsWith("ssa-");
    }

    /** Empty when they are alike. */
    String difference(@Nullable Object expected, @Nullable Object actual, String path) {
        if (expected instanceof Map<?, ?> wanted && actual instanceof Map<?, ?> given) {
            return maps(Json.asMap(wanted), Json.asMap(given), path);
        }
        if (expected instanceof List<?> wanted && actual instanceof List<?> given) {
            for (int i = 0; i < Math.min(wanted.size(), given.size()); i++) {
                String difference = difference(wanted.get(i), given.get(i), path + "[" + i + "]");
                if (!difference.isEmpty()) {
                    return difference;
                }
            }
            return wanted.size() == given.size() ? "" : path + " has " + given.size() + " items, not " + wanted.size();
        }
        return sameScalar(expected, actual) ? "" : path + " is " + Json.print(actual) + ", not " + Json.print(expected);
    }

    private String maps(Map<String, @Nullable Object> wanted, Map<String, @Nullable Object> given, String path) {
        TreeSet<String> keys = new TreeSet<>(wanted.keySet());
        keys.addAll(given.keySet());
        boolean isList = String.valueOf(wanted.get("kind")).endsWith("List");
        for (String key : keys) {
            boolean listVersion = isList && key.equals("metadata");
            boolean ignored = key.equals("managedFields") && !applies;
            if (ignored || (listVersion && !wanted.toString().contains("continue"))) {
                continue;
            }
            if (!given.containsKey(key) || !wanted.containsKey(key)) {
                return path + "." + key
                        + (given.containsKey(key) ? " is there: " + Json.print(given.get(key)) : " is missing");
            }
            String difference = difference(wanted.get(key), given.get(key), path + "." + key);
            if (!difference.isEmpty() && !(listVersion && key.equals("resourceVersion"))) {
                return difference;
            }
        }
        return "";
    }

    private boolean sameScalar(@Nullable Object expected, @Nullable Object actual) {
        if (!(expected instanceof String text) || actual == null) {
            return expected == null ? actual == null : expected.equals(actual);
        }
        if (ANYTHING.contains(text)) {
            return true;
        }
        if (text.matches(NAMED)) {
            Object known = bound.putIfAbsent(text, actual);
            return known == null || known.equals(actual) || text.startsWith("rv-");
        }
        String filled = text;
        for (Map.Entry<String, Object> entry : bound.entrySet()) {
            filled = filled.replace(entry.getKey(), String.valueOf(entry.getValue()));
        }
        return filled.equals(actual) || text.contains("(rv)") || text.contains("uid-");
    }
}
