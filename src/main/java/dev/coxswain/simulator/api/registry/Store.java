package dev.coxswain.simulator.api.registry;

import dev.coxswain.cluster.Json;
import dev.coxswain.cluster.KubeObject;
import dev.coxswain.simulator.api.Api.ChangeType;
import java.time.InstantSource;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Deque;
import java.util.HashMap;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * The objects, in their newest version, and the last changes of each kind, from which is known how they were a while ago.
 *
 * <p>Every change takes the next number of one counter. Changes are told in their order, also when being told of one makes a
 * listener cause another: the telling of the second waits until the first has been told to everybody.
 */
public final class Store {

    /** Numbers start here, so that a client with a small one is told that it comes too late, as after a compaction. */
    private static final long FIRST_VERSION = 1000;

    private static final int HISTORY = 4096;

    public record Key(String namespace, String name) implements Comparable<Key> {
        @Override
        public int compareTo(Key other) {
            int byNamespace = namespace.compareTo(other.namespace);
            return byNamespace != 0 ? byNamespace : name.compareTo(other.name);
        }
    }

    /** @param before absent when the object is new */
    public record Event(
            String storage, ChangeType type, long version, KubeObject object, Optional<KubeObject> before) {}

    /** Objects of one storage and their recent past. */
    private static final class Shelf {
        final NavigableMap<Key, KubeObject> objects = new TreeMap<>();
        final Deque<Event> history = new ArrayDeque<>();
        long forgotten = FIRST_VERSION;
    }

    private final Map<String, Shelf> shelves = new LinkedHashMap<>();
    private final Map<String, Set<KubeObject>> dependents = new HashMap<>();
    private final List<Consumer<Event>> listeners = new ArrayList<>();
    private final Deque<Event> untold = new ArrayDeque<>();
    private long version = FIRST_VERSION;
    private boolean telling;
    private final Compaction compaction;

    public Store(InstantSource clock) {
        this.compaction = new Compaction(clock);
    }

    public long version() {
        return version;
    }

    public Optional<KubeObject> find(String storage, String namespace, String name) {
        return Optional.ofNullable(shelf(storage).objects.get(new Key(namespace, name)));
    }

    /** In order of namespace and name. */
    public Collection<KubeObject> list(String storage) {
        return shelf(storage).objects.values();
    }

    public Collection<KubeObject> list(String storage, String namespace) {
        return namespace.isEmpty()
                ? list(storage)
                : shelf(storage)
                        .objects
                        .subMap(new Key(namespace, ""), new Key(namespace + "\0", ""))
                        .values();
    }

    /** The objects as they were at a version, in the same order; absent when that is forgotten, or still to come. */
    public Optional<Collection<KubeObject>> asOf(String storage, String namespace, long past) {
        if (past == version) {
            return Optional.of(list(storage, namespace));
        }
        if (past > version || past < compaction.reach(version) || past < shelf(storage).forgotten) {
            return Optional.empty();
        }
        NavigableMap<Key, KubeObject> then = new TreeMap<>();
        list(storage, namespace).forEach(object -> then.put(key(object), object));
        Iterator<Event> undone = shelf(storage).history.descendingIterator();
        for (Event event = next(undone); event != null && event.version() > past; event = next(undone)) {
            Key key = key(event.object());
            if (namespace.isEmpty() || key.namespace().equals(namespace)) {
                event.before().ifPresentOrElse(before -> then.put(key, before), () -> then.remove(key));
            }
        }
        return Optional.of(then.values());
    }

    private static @Nullable Event next(Iterator<Event> events) {
        return events.hasNext() ? events.next() : null;
    }

    public Set<String> storages() {
        return Set.copyOf(shelves.keySet());
    }

    /** The objects that name this uid as an owner. */
    public List<KubeObject> dependents(String uid) {
        return List.copyOf(dependents.getOrDefault(uid, Set.of()));
    }

    private void grow() {
        compaction.reach(version);
        version++;
    }

    public KubeObject put(String storage, Map<String, @Nullable Object> tree) {
        grow();
        Json.asMap(tree.get("metadata")).put("resourceVersion", Long.toString(version));
        KubeObject object = KubeObject.of(tree);
        KubeObject before = shelf(storage).objects.put(key(object), object);
        if (before != null) {
            forgetOwners(before);
        }
        owners(object)
                .forEach(uid -> dependents
                        .computeIfAbsent(uid, ignored -> new LinkedHashSet<>())
                        .add(object));
        ChangeType type = before == null ? ChangeType.ADDED : ChangeType.MODIFIED;
        record(new Event(storage, type, version, object, Optional.ofNullable(before)));
        return object;
    }

    /** @param last as the object is told to have been at its end */
    public KubeObject remove(String storage, KubeObject last) {
        grow();
        KubeObject before = shelf(storage).objects.remove(key(last));
        if (before != null) {
            forgetOwners(before);
        }
        KubeObject told = last.with(Long.toString(version), "metadata", "resourceVersion");
        record(new Event(storage, ChangeType.DELETED, version, told, Optional.ofNullable(before)));
        return told;
    }

    /** The changes after a version; absent when some of them are forgotten. */
    public Optional<List<Event>> since(String storage, long from) {
        Shelf shelf = shelf(storage);
        return from < shelf.forgotten
                ? Optional.empty()
                : Optional.of(shelf.history.stream()
                        .filter(event -> event.version() > from)
                        .toList());
    }

    public void forgetHistory() {
        shelves.values().forEach(shelf -> {
            shelf.history.clear();
            shelf.forgotten = version;
        });
    }

    public void onEvent(Consumer<Event> listener) {
        listeners.add(listener);
    }

    /** Tells what has happened, unless somebody further up is already doing so. */
    public void tell() {
        if (telling) {
            return;
        }
        telling = true;
        try {
            for (Event event = untold.poll(); event != null; event = untold.poll()) {
                for (Consumer<Event> listener : List.copyOf(listeners)) {
                    listener.accept(event);
                }
            }
        } finally {
            telling = false;
        }
    }

    private void record(Event event) {
        Shelf shelf = shelf(event.storage());
        shelf.history.add(event);
        long known = compaction.reach(version);
        while (shelf.history.size() > HISTORY || shelf.history.getFirst().version() < known) {
            shelf.forgotten = shelf.history.removeFirst().version();
        }
        untold.add(event);
    }

    private Shelf shelf(String storage) {
        return shelves.computeIfAbsent(storage, ignored -> new Shelf());
    }

    private void forgetOwners(KubeObject object) {
        owners(object)
                .forEach(uid -> dependents.computeIfPresent(uid, (ignored, all) -> {
                    all.remove(object);
                    return all.isEmpty() ? null : all;
                }));
    }

    public static List<String> owners(KubeObject object) {
        return object.list("metadata", "ownerReferences").stream()
                .map(owner -> Json.asText(Json.at(owner, "uid")))
                .toList();
    }

    private static Key key(KubeObject object) {
        return new Key(object.namespace(), object.name());
    }
}
