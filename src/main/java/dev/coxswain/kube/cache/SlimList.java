package dev.coxswain.kube.cache;

import java.util.AbstractList;
import java.util.Objects;
import java.util.RandomAccess;
import org.jspecify.annotations.Nullable;

/** An unmodifiable JSON array that is nothing but its items. */
final class SlimList extends AbstractList<@Nullable Object> implements RandomAccess {

    private final @Nullable Object[] items;

    SlimList(@Nullable Object[] items) {
        this.items = items;
    }

    @Override
    public @Nullable Object get(int index) {
        return items[index];
    }

    @Override
    public int size() {
        return items.length;
    }

    /** Equal for lists that {@link #hasSameParts have the same parts}. */
    int partsHash() {
        return partsHash(items);
    }

    /** Whether the items are the very same maps and lists, or equal texts, numbers and truths. */
    boolean hasSameParts(SlimList other) {
        return areSameParts(items, other.items);
    }

    static int partsHash(@Nullable Object[] parts) {
        int hash = 1;
        for (Object part : parts) {
            hash = 31 * hash + partHash(part);
        }
        return hash;
    }

    private static int partHash(@Nullable Object part) {
        return switch (part) {
            case SlimMap map -> map.partsHash();
            case SlimList list -> list.partsHash();
            case null, default -> Objects.hashCode(part);
        };
    }

    static boolean areSameParts(@Nullable Object[] some, @Nullable Object[] others) {
        if (some.length != others.length) {
            return false;
        }
        for (int i = 0; i < some.length; i++) {
            if (!isSamePart(some[i], others[i])) {
                return false;
            }
        }
        return true;
    }

    /** Maps and lists that are equal have been made one before they became parts of anything. */
    @SuppressWarnings("ReferenceEquality") // to compare them part by part is what this saves
    private static boolean isSamePart(@Nullable Object one, @Nullable Object other) {
        return one == other || (!(one instanceof SlimMap) && !(one instanceof SlimList) && Objects.equals(one, other));
    }
}
