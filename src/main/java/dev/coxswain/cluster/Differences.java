package dev.coxswain.cluster;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;

/**
 * What differs between two lists of one kind. Whoever remembers what it made of the older list need only look at these, and
 * cannot miss a change: it compares states, and does not wait to be told.
 *
 * @param gone as they were; also those that were replaced by another object of the same name
 * @param come as they are
 */
@SuppressWarnings("ReferenceEquality") // to be the very same is what tells that nothing has changed, and costs nothing
public record Differences(List<KubeObject> gone, List<KubeObject> come) {

    private static final Differences NONE = new Differences(List.of(), List.of());

    public Differences {
        gone = List.copyOf(gone);
        come = List.copyOf(come);
    }

    public boolean isEmpty() {
        return gone.isEmpty() && come.isEmpty();
    }

    /** An object that is not the very same counts as changed. */
    public static Differences between(List<KubeObject> before, List<KubeObject> now) {
        return before == now ? NONE : ofChunks(SortedObjects.of(before), SortedObjects.of(now));
    }

    /**
     * Chunks that both share are passed over. A shared chunk begins with the same object in both, so stepping on in whichever list
     * is behind meets it in both at once.
     */
    private static Differences ofChunks(SortedObjects before, SortedObjects now) {
        List<KubeObject> older = new ArrayList<>();
        List<KubeObject> newer = new ArrayList<>();
        int i = 0;
        int j = 0;
        while (i < before.chunks() || j < now.chunks()) {
            boolean onlyOld = j == now.chunks();
            boolean onlyNew = i == before.chunks();
            if (!onlyOld && !onlyNew && before.chunk(i) == now.chunk(j)) {
                i++;
                j++;
                continue;
            }
            int order = onlyOld
                    ? -1
                    : onlyNew ? 1 : SortedObjects.ORDER.compare(before.chunk(i)[0].ref(), now.chunk(j)[0].ref());
            if (order <= 0) {
                Collections.addAll(older, before.chunk(i++));
            }
            if (order >= 0) {
                Collections.addAll(newer, now.chunk(j++));
            }
        }
        return ofOrdered(older, newer);
    }

    /** Most objects of a chunk in which one has changed are the very same in both, and are passed over as chunks are. */
    private static Differences ofOrdered(List<KubeObject> before, List<KubeObject> now) {
        List<KubeObject> gone = new ArrayList<>();
        List<KubeObject> come = new ArrayList<>();
        int i = 0;
        int j = 0;
        while (i < before.size() && j < now.size()) {
            KubeObject old = before.get(i);
            KubeObject next = now.get(j);
            if (old == next) {
                i++;
                j++;
                continue;
            }
            int order = SortedObjects.ORDER.compare(old.ref(), next.ref());
            if (order <= 0) {
                gone.add(old);
                i++;
            }
            if (order >= 0) {
                come.add(next);
                j++;
            }
        }
        gone.addAll(before.subList(i, before.size()));
        come.addAll(now.subList(j, now.size()));
        return gone.isEmpty() && come.isEmpty() ? NONE : new Differences(gone, come);
    }
}
