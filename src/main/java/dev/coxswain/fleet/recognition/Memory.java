package dev.coxswain.fleet.recognition;

import dev.coxswain.cluster.ObjectRef;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Function;

/**
 * Remembers what was recognised for as long as everything that was looked at on the way still looks the same, so that what a
 * change in one namespace costs does not grow with the datastores of all the others.
 *
 * <p>Recognising stays a pure function; a view that makes its objects anew each time loses nothing but the gain.
 */
final class Memory<T> {

    /** A pass reads a datastore at least twice, without and with its members' answers, and a plan reads on in a changed view. */
    private static final int PER_KEY = 4;

    private final Map<Key, List<Recollection<T>>> byKey = new ConcurrentHashMap<>();

    /** @param datastore its custom resource; empty for the operators, which are recognised all together */
    record Key(String profile, Optional<ObjectRef> datastore) {}

    private record Recollection<T>(Looks.Seen seen, T recognised) {}

    /** @param recognise looks at nothing but through the looks it is given */
    T recall(Key key, Looks.Sight sight, Function<Looks, T> recognise) {
        List<Recollection<T>> known = byKey.getOrDefault(key, List.of());
        for (Recollection<T> past : known) {
            if (past.seen().isSameIn(sight)) {
                return past.recognised();
            }
        }
        Looks looks = new Looks(sight);
        T recognised = recognise.apply(looks);
        List<Recollection<T>> newest = new ArrayList<>(List.of(new Recollection<>(looks.seen(), recognised)));
        newest.addAll(known.subList(0, Math.min(known.size(), PER_KEY - 1)));
        byKey.put(key, List.copyOf(newest));
        return recognised;
    }

    /** Forgets all others. */
    void keepOnly(Set<Key> keys) {
        if (byKey.size() > keys.size()) {
            byKey.keySet().retainAll(keys);
        }
    }
}
