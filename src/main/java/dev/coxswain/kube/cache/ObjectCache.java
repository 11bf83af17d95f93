package dev.coxswain.kube.cache;

import dev.coxswain.cluster.ClusterView;
import dev.coxswain.cluster.Differences;
import dev.coxswain.cluster.Gvk;
import dev.coxswain.cluster.KubeObject;
import dev.coxswain.cluster.ObjectRef;
import dev.coxswain.cluster.SortedObjects;
import dev.coxswain.cluster.Versions;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Consumer;
import java.util.function.Supplier;

/**
 * The watched objects. Reflectors write what the server tells; the engine adds what the server answered to its own effects, so
 * that no view is older than what we did.
 *
 * <p>Invariants: a snapshot never changes; what was observed stays until the watch has caught up with it, and an older event
 * does not undo it; what is observed late, after the watch has passed it, changes nothing (the object may be deleted since). Events
 * that come twice or out of their order leave what they would have left in it.
 */
public final class ObjectCache implements Supplier<ClusterView> {

    /** What is known about one kind beside its objects; guarded by the cache's lock. */
    private static final class Progress {
        private boolean synced;
        private boolean late;
        private long reached = Versions.UNREADABLE;
        private final Map<ObjectRef, Long> ahead = new HashMap<>();
        private final Map<ObjectRef, String> gone = new HashMap<>();
        private final Map<ObjectRef, Long> deleted = new LatestDeletions();
    }

    /** The versions of deletions; of so many that no event older than a forgotten one is still under way. */
    private static final class LatestDeletions extends LinkedHashMap<ObjectRef, Long> {

        private static final long serialVersionUID = 1L;
        private static final int KEPT = 1000;

        @Override
        protected boolean removeEldestEntry(Map.Entry<ObjectRef, Long> eldest) {
            return size() > KEPT;
        }
    }

    private final Map<Gvk, Progress> kinds = new HashMap<>();
    private final List<Consumer<ObjectRef>> listeners = new CopyOnWriteArrayList<>();
    private volatile Snapshot snapshot = Snapshot.EMPTY;

    @Override
    public ClusterView get() {
        return snapshot;
    }

    /** Calls back after each change, on the thread that brought it; the new view is there already. */
    public void onChange(Consumer<ObjectRef> listener) {
        listeners.add(listener);
    }

    /** Whether every kind that was watched from the start has been listed once, and there is one. */
    public synchronized boolean isSynced() {
        return !kinds.isEmpty() && kinds.values().stream().allMatch(progress -> progress.synced || progress.late);
    }

    public synchronized boolean isSynced(Gvk gvk) {
        Progress progress = kinds.get(gvk);
        return progress != null && progress.synced;
    }

    public synchronized Set<Gvk> watched() {
        return Set.copyOf(kinds.keySet());
    }

    /** Puts in the object that the server answered to an effect, unless the view is past it. */
    public void observe(KubeObject object) {
        synchronized (this) {
            Progress progress = kinds.get(object.gvk());
            long version = Versions.of(object);
            if (progress == null || version == Versions.UNREADABLE || version <= progress.reached || !isNewer(object)) {
                return;
            }
            progress.ahead.put(object.ref(), version);
            put(object.gvk(), snapshot.shelf(object.gvk()).with(object));
        }
        tell(List.of(object.ref()));
    }

    /** Takes out the object that the server said it has deleted; older news about it is not believed. */
    public void forget(KubeObject object) {
        synchronized (this) {
            Progress progress = kinds.get(object.gvk());
            KubeObject known = snapshot.shelf(object.gvk()).find(object.ref()).orElse(null);
            if (progress == null || known == null || !known.uid().equals(object.uid())) {
                return;
            }
            progress.gone.put(object.ref(), object.uid());
            progress.ahead.remove(object.ref());
            put(object.gvk(), snapshot.shelf(object.gvk()).without(object.ref()));
        }
        tell(List.of(object.ref()));
    }

    private boolean isNewer(KubeObject object) {
        KubeObject known = snapshot.shelf(object.gvk()).find(object.ref()).orElse(null);
        return known == null || Versions.of(object) > Versions.of(known);
    }

    /** Says that a kind will be watched; the cache is not synced before it has been listed. */
    synchronized void expect(Gvk gvk) {
        added(gvk);
    }

    /** Says that a kind will be watched that appeared later: the cache was synced without it, and stays so. */
    synchronized void welcome(Gvk gvk) {
        added(gvk).late = true;
    }

    private Progress added(Gvk gvk) {
        return kinds.computeIfAbsent(gvk, _ -> {
            snapshot = snapshot.asOf(gvk, Versions.UNREADABLE);
            return new Progress();
        });
    }

    /** The kind is watched no longer. */
    synchronized void drop(Gvk gvk) {
        kinds.remove(gvk);
        snapshot = snapshot.without(gvk);
    }

    /** Takes a whole list, as of a resource version. */
    void replace(Gvk gvk, Collection<KubeObject> listed, String asOf) {
        Set<ObjectRef> changed = new LinkedHashSet<>();
        synchronized (this) {
            Progress progress = kinds.get(gvk);
            if (progress == null) {
                return;
            }
            long reached = Versions.of(asOf);
            Map<ObjectRef, Long> ahead = new HashMap<>(progress.ahead);
            // a server whose versions went backwards was restored from a backup: nothing of ours is newer
            ahead.values().removeIf(version -> version <= reached || reached < progress.reached);
            SortedObjects before = snapshot.shelf(gvk);
            SortedObjects next = next(before, listed, ahead.keySet());
            progress.ahead.keySet().retainAll(ahead.keySet());
            progress.gone.clear();
            progress.deleted.clear();
            progress.reached = reached;
            snapshot = snapshot.asOf(gvk, reached);
            progress.synced = true;
            Differences differences = Differences.between(before, next);
            differences.gone().forEach(object -> changed.add(object.ref()));
            differences.come().forEach(object -> changed.add(object.ref()));
            put(gvk, next);
        }
        tell(changed);
    }

    /** What was listed, or what we made of it since; an object of which nothing has changed stays the very same. */
    private static SortedObjects next(SortedObjects before, Collection<KubeObject> listed, Set<ObjectRef> ahead) {
        List<KubeObject> next = new ArrayList<>(listed.size());
        for (KubeObject object : listed) {
            if (!ahead.contains(object.ref())) {
                next.add(before.find(object.ref())
                        .filter(known -> known.resourceVersion().equals(object.resourceVersion())
                                && known.uid().equals(object.uid()))
                        .orElse(object));
            }
        }
        ahead.forEach(ref -> before.find(ref).ifPresent(next::add));
        return SortedObjects.of(next);
    }

    /** An object was added or changed. */
    void put(KubeObject object) {
        synchronized (this) {
            Progress progress = kinds.get(object.gvk());
            if (progress == null) {
                return;
            }
            reach(object.gvk(), progress, Versions.of(object));
            if (object.uid().equals(progress.gone.get(object.ref())) || isOutdated(progress, object)) {
                return;
            }
            progress.gone.remove(object.ref());
            put(object.gvk(), snapshot.shelf(object.gvk()).with(object));
        }
        tell(List.of(object.ref()));
    }

    /** An object was deleted; it carries the version of its deletion. */
    void remove(KubeObject object) {
        synchronized (this) {
            Progress progress = kinds.get(object.gvk());
            if (progress == null) {
                return;
            }
            reach(object.gvk(), progress, Versions.of(object));
            progress.gone.remove(object.ref());
            boolean outdated = isOutdated(progress, object);
            progress.deleted.merge(object.ref(), Versions.of(object), Math::max);
            if (outdated) {
                // the deletion of its predecessor: there is a new one of the same name since
                return;
            }
            put(object.gvk(), snapshot.shelf(object.gvk()).without(object.ref()));
        }
        tell(List.of(object.ref()));
    }

    /** Nothing has changed up to this version. */
    synchronized void reached(Gvk gvk, String resourceVersion) {
        Progress progress = kinds.get(gvk);
        if (progress != null) {
            reach(gvk, progress, Versions.of(resourceVersion));
        }
    }

    /** Whether something newer is known: how the object of this name was since then, or that it was deleted. */
    private boolean isOutdated(Progress progress, KubeObject object) {
        long version = Versions.of(object);
        KubeObject known = snapshot.shelf(object.gvk()).find(object.ref()).orElse(null);
        Long deleted = progress.deleted.get(object.ref());
        boolean outdated = version != Versions.UNREADABLE
                && ((deleted != null && version <= deleted) || (known != null && version < Versions.of(known)));
        if (!outdated) {
            progress.ahead.remove(object.ref());
        }
        return outdated;
    }

    private void reach(Gvk gvk, Progress progress, long version) {
        if (version > progress.reached) {
            progress.reached = version;
            snapshot = snapshot.asOf(gvk, version);
        }
    }

    private void put(Gvk gvk, SortedObjects shelf) {
        snapshot = snapshot.with(gvk, shelf);
    }

    private void tell(Collection<ObjectRef> changed) {
        for (ObjectRef ref : changed) {
            listeners.forEach(listener -> listener.accept(ref));
        }
    }
}
