package dev.coxswain.kube.cache;

import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** What maps and lists consist of. Those that are equal have been made one before they became parts of anything. */
final class Parts {

    private Parts() {}

    /** Equal for parts that {@link #areSame are the same}. */
    static int hash(@Nullable Object[] parts, int from, int to) {
        int hash = 1;
        for (int i = from; i < to; i++) {
            hash = 31 * hash + hash(parts[i]);
        }
        return hash;
    }

    private static int hash(@Nullable Object part) {
        return switch (part) {
            case SlimMap map -> map.partsHash();
            case SlimList list -> list.partsHash();
            case null, default -> Objects.hashCode(part);
        };
    }

    /** Whether these are the very same maps and lists, or equal texts, numbers and truths, as a range of those. */
    static boolean areSame(@Nullable Object[] some, @Nullable Object[] others, int from, int to) {
        if (some.length != to - from) {
            return false;
        }
        for (int i = 0; i < some.length; i++) {
            if (!isSame(some[i], others[from + i])) {
                return false;
            }
        }
        return true;
    }

    @SuppressWarnings("ReferenceEquality") // to compare them part by part is what this saves
    private static boolean isSame(@Nullable Object one, @Nullable Object other) {
        return one == other || (!(one instanceof SlimMap) && !(one instanceof SlimList) && Objects.equals(one, other));
    }
}
