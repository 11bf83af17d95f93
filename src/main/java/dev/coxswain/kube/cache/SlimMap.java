package dev.coxswain.kube.cache;

import java.util.AbstractMap;
import java.util.AbstractSet;
import java.util.Arrays;
import java.util.Iterator;
import java.util.Map;
import java.util.NoSuchElementException;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * An unmodifiable JSON object in two arrays. Ten thousand pods share the array of their keys, and a search through the dozen
 * keys that an object has is quicker than hashing.
 */
final class SlimMap extends AbstractMap<String, @Nullable Object> {

    private final String[] keys;
    private final @Nullable Object[] values;
    private final int partsHash;

    /** @param partsHash of the keys and the values */
    SlimMap(String[] keys, @Nullable Object[] values, int partsHash) {
        this.keys = keys;
        this.values = values;
        this.partsHash = partsHash;
    }

    /** Equal for maps that consist of the same. */
    int partsHash() {
        return partsHash;
    }

    /** Whether ranges of these are its keys and values. */
    boolean consistsOf(String[] someKeys, @Nullable Object[] someValues, int from, int to) {
        return Arrays.equals(keys, 0, keys.length, someKeys, from, to) && Parts.areSame(values, someValues, from, to);
    }

    private int indexOf(@Nullable Object key) {
        for (int i = 0; i < keys.length; i++) {
            if (keys[i].equals(key)) {
                return i;
            }
        }
        return -1;
    }

    @Override
    public @Nullable Object get(@Nullable Object key) {
        int index = indexOf(key);
        return index < 0 ? null : values[index];
    }

    @Override
    public boolean containsKey(@Nullable Object key) {
        return indexOf(key) >= 0;
    }

    @Override
    public int size() {
        return keys.length;
    }

    @Override
    public Set<Map.Entry<String, @Nullable Object>> entrySet() {
        return new AbstractSet<>() {
            @Override
            public int size() {
                return keys.length;
            }

            @Override
            public Iterator<Map.Entry<String, @Nullable Object>> iterator() {
                return new Entries();
            }
        };
    }

    private final class Entries implements Iterator<Map.Entry<String, @Nullable Object>> {
        private int next;

        @Override
        public boolean hasNext() {
            return next < keys.length;
        }

        @Override
        public Map.Entry<String, @Nullable Object> next() {
            if (!hasNext()) {
                throw new NoSuchElementException();
            }
            Map.Entry<String, @Nullable Object> entry = new SimpleImmutableEntry<>(keys[next], values[next]);
            next++;
            return entry;
        }
    }
}
