package dev.coxswain.cluster;

import java.util.AbstractList;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.Comparator;
import java.util.Iterator;
import java.util.List;
import java.util.NoSuchElementException;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Objects of one kind in order of namespace and name, unmodifiable. A copy with one object changed shares all but a few dozen
 * references with the original, and {@link Differences} finds what differs between two such copies without looking at what they
 * share: ten thousand pods of which one has changed are a hundred comparisons.
 */
public final class SortedObjects extends AbstractList<KubeObject> {

    public static final Comparator<ObjectRef> ORDER = SortedObjects::inOrder;
    public static final SortedObjects EMPTY = new SortedObjects(new KubeObject[0][], 0);

    private static final int CHUNK = 64;

    /** In order, none empty, none longer than {@link #CHUNK}; never written to. */
    private final KubeObject[][] chunks;

    private final int size;
    /** Made when it is first asked for by number. */
    private volatile int @Nullable [] starts;

    private SortedObjects(KubeObject[][] chunks, int size) {
        this.chunks = chunks;
        this.size = size;
    }

    private static int inOrder(ObjectRef one, ObjectRef other) {
        int namespaces = one.namespace().compareTo(other.namespace());
        return namespaces != 0 ? namespaces : one.name().compareTo(other.name());
    }

    /** Of two with the same name, the later one counts. */
    public static SortedObjects of(Collection<KubeObject> objects) {
        if (objects instanceof SortedObjects sorted) {
            return sorted;
        }
        List<KubeObject> ordered = new ArrayList<>(objects.size());
        objects.stream().sorted(Comparator.comparing(KubeObject::ref, ORDER)).forEach(object -> {
            if (!ordered.isEmpty() && ordered.getLast().ref().equals(object.ref())) {
                ordered.removeLast();
            }
            ordered.add(object);
        });
        // half full, so that the first insertions split nothing
        int per = CHUNK / 2;
        KubeObject[][] chunks = new KubeObject[(ordered.size() + per - 1) / per][];
        for (int i = 0; i < chunks.length; i++) {
            chunks[i] = ordered.subList(i * per, Math.min(ordered.size(), (i + 1) * per))
                    .toArray(KubeObject[]::new);
        }
        return new SortedObjects(chunks, ordered.size());
    }

    public Optional<KubeObject> find(ObjectRef ref) {
        int chunk = chunkFor(ref);
        if (chunk == chunks.length) {
            return Optional.empty();
        }
        int at = search(chunks[chunk], ref);
        return at < 0 ? Optional.empty() : Optional.of(chunks[chunk][at]);
    }

    /** With this object, in place of the one of that name if there is one. */
    public SortedObjects with(KubeObject object) {
        if (chunks.length == 0) {
            return new SortedObjects(new KubeObject[][] {{object}}, 1);
        }
        int chunk = Math.min(chunkFor(object.ref()), chunks.length - 1);
        KubeObject[] old = chunks[chunk];
        int at = search(old, object.ref());
        if (at >= 0) {
            KubeObject[] changed = old.clone();
            changed[at] = object;
            return replacing(chunk, size, changed);
        }
        KubeObject[] longer = new KubeObject[old.length + 1];
        int place = -at - 1;
        System.arraycopy(old, 0, longer, 0, place);
        longer[place] = object;
        System.arraycopy(old, place, longer, place + 1, old.length - place);
        if (longer.length <= CHUNK) {
            return replacing(chunk, size + 1, longer);
        }
        int middle = longer.length / 2;
        return replacing(
                chunk,
                size + 1,
                Arrays.copyOfRange(longer, 0, middle),
                Arrays.copyOfRange(longer, middle, longer.length));
    }

    /** Without the object of this name, if there is one. */
    public SortedObjects without(ObjectRef ref) {
        int chunk = chunkFor(ref);
        int at = chunk == chunks.length ? -1 : search(chunks[chunk], ref);
        if (at < 0) {
            return this;
        }
        KubeObject[] old = chunks[chunk];
        if (old.length == 1) {
            return replacing(chunk, size - 1);
        }
        KubeObject[] shorter = Arrays.copyOf(old, old.length - 1);
        System.arraycopy(old, at + 1, shorter, at, old.length - 1 - at);
        return replacing(chunk, size - 1, shorter);
    }

    /** Those of one namespace, in order of name. */
    public List<KubeObject> in(String namespace) {
        List<KubeObject> found = new ArrayList<>();
        // the empty name sorts before every other
        for (int chunk = chunkFor(new ObjectRef(Gvk.of("v1", "Namespace"), namespace, "\0"));
                chunk < chunks.length;
                chunk++) {
            for (KubeObject object : chunks[chunk]) {
                int order = object.namespace().compareTo(namespace);
                if (order > 0) {
                    return found;
                }
                if (order == 0) {
                    found.add(object);
                }
            }
        }
        return found;
    }

    private SortedObjects replacing(int chunk, int newSize, KubeObject[]... by) {
        KubeObject[][] next = new KubeObject[chunks.length - 1 + by.length][];
        System.arraycopy(chunks, 0, next, 0, chunk);
        System.arraycopy(by, 0, next, chunk, by.length);
        System.arraycopy(chunks, chunk + 1, next, chunk + by.length, chunks.length - chunk - 1);
        return new SortedObjects(next, newSize);
    }

    /** The first chunk whose last object is not before this name; their number if there is none. */
    private int chunkFor(ObjectRef ref) {
        int low = 0;
        int high = chunks.length;
        while (low < high) {
            int middle = (low + high) >>> 1;
            KubeObject[] chunk = chunks[middle];
            if (ORDER.compare(chunk[chunk.length - 1].ref(), ref) < 0) {
                low = middle + 1;
            } else {
                high = middle;
            }
        }
        return low;
    }

    private static int search(KubeObject[] chunk, ObjectRef ref) {
        int low = 0;
        int high = chunk.length - 1;
        while (low <= high) {
            int middle = (low + high) >>> 1;
            int order = ORDER.compare(chunk[middle].ref(), ref);
            if (order == 0) {
                return middle;
            }
            if (order < 0) {
                low = middle + 1;
            } else {
                high = middle - 1;
            }
        }
        return -low - 1;
    }

    int chunks() {
        return chunks.length;
    }

    KubeObject[] chunk(int number) {
        return chunks[number];
    }

    @Override
    public KubeObject get(int index) {
        java.util.Objects.checkIndex(index, size);
        int[] from = starts();
        int found = Arrays.binarySearch(from, index);
        int chunk = found >= 0 ? found : -found - 2;
        return chunks[chunk][index - from[chunk]];
    }

    private int[] starts() {
        int[] known = starts;
        if (known == null) {
            known = new int[chunks.length];
            for (int i = 1; i < chunks.length; i++) {
                known[i] = known[i - 1] + chunks[i - 1].length;
            }
            starts = known;
        }
        return known;
    }

    @Override
    public int size() {
        return size;
    }

    @Override
    public Iterator<KubeObject> iterator() {
        return new Iterator<>() {
            private int chunk;
            private int at;

            @Override
            public boolean hasNext() {
                return chunk < chunks.length;
            }

            @Override
            public KubeObject next() {
                if (!hasNext()) {
                    throw new NoSuchElementException();
                }
                KubeObject object = chunks[chunk][at++];
                if (at == chunks[chunk].length) {
                    chunk++;
                    at = 0;
                }
                return object;
            }
        };
    }
}
