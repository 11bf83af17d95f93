package dev.coxswain.kube.cache;

import java.util.AbstractList;
import java.util.RandomAccess;
import org.jspecify.annotations.Nullable;

/** An unmodifiable JSON array that is nothing but its items. */
final class SlimList extends AbstractList<@Nullable Object> implements RandomAccess {

    private final @Nullable Object[] items;
    private final int partsHash;

    /** @param partsHash of the items */
    SlimList(@Nullable Object[] items, int partsHash) {
        this.items = items;
        this.partsHash = partsHash;
    }

    @Override
    public @Nullable Object get(int index) {
        return items[index];
    }

    @Override
    public int size() {
        return items.length;
    }

    /** Equal for lists that consist of the same. */
    int partsHash() {
        return partsHash;
    }

    /** Whether a range of these are its items. */
    boolean consistsOf(@Nullable Object[] some, int from, int to) {
        return Parts.areSame(items, some, from, to);
    }
}
