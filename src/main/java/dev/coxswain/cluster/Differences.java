package dev.coxswain.cluster;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

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
        if (before == now) {
            return NONE;
        }
        return before instanceof SortedObjects older && now instanceof SortedObjects newer
                ? ofChunks(older, newer)
                : ofObjects(before, now);
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
                older.addAll(List.of(before.chunk(i++)));
            }
            if (order >= 0) {
                newer.addAll(List.of(now.chunk(j++)));
            }
        }
        return ofObjects(older, newer);
    }

    private static Differences ofObjects(List<KubeObject> before, List<KubeObject> now) {
        Map<ObjectRef, KubeObject> left = LinkedHashMap.newLinkedHashMap(before.size());
        before.forEach(object -> left.put(object.ref(), object));
        List<KubeObject> gone = new ArrayList<>();
        List<KubeObject> come = new ArrayList<>();
        for (KubeObject object : now) {
            KubeObject old = left.remove(object.ref());
            if (old != object) {
                come.add(object);
                if (old != null) {
                    gone.add(old);
                }
            }
        }
        gone.addAll(left.values());
        return gone.isEmpty() && come.isEmpty() ? NONE : new Differences(gone, come);
    }
}
