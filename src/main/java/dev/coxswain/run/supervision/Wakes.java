package dev.coxswain.run.supervision;

import java.time.Instant;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** Which runs are being carried on at this moment, and when those that wait are carried on again. */
final class Wakes {

    private final Map<String, Wake> waiting = new HashMap<>();
    private final Map<String, Pass> passing = new HashMap<>();

    /** When a waiting run is handed out again, and where a change wakes it before. */
    record Wake(Optional<Instant> at, Set<String> places) {
        boolean isDue(Instant now, Set<String> changed) {
            return at.filter(due -> !due.isAfter(now)).isPresent()
                    || places.stream().anyMatch(changed::contains);
        }
    }

    /**
     * @param parts that have begun and not ended
     * @param changed where something has changed meanwhile
     */
    private record Pass(int parts, Set<String> changed) {}

    /** When the run, {@code namespace/name}, is carried on again; empty when it does not wait. */
    synchronized Optional<Wake> of(String key) {
        return Optional.ofNullable(waiting.get(key));
    }

    synchronized void sleep(String key, Wake wake) {
        waiting.put(key, wake);
    }

    synchronized void forget(String key) {
        waiting.remove(key);
    }

    synchronized void forgetAll() {
        waiting.clear();
    }

    /** Begins a pass over the run, and answers whether it does: not before the one that goes on has ended. */
    synchronized boolean beginPass(String key) {
        return passing.putIfAbsent(key, new Pass(1, new HashSet<>())) == null;
    }

    /** The pass that goes on has one more part, and lasts until all have ended. */
    synchronized void prolongPass(String key) {
        passing.computeIfPresent(key, (_, pass) -> new Pass(pass.parts() + 1, pass.changed()));
    }

    /** Notes what has changed for the end of the run's pass, if it is in one: the pass may have looked before. */
    synchronized boolean isPassing(String key, Set<String> changed) {
        Pass pass = passing.get(key);
        if (pass != null) {
            pass.changed().addAll(changed);
        }
        return pass != null;
    }

    /** What the run waits for may have come while it made up its mind to wait: then it looks again at once. */
    synchronized void endPass(String key) {
        Pass pass = passing.remove(key);
        if (pass == null) {
            return;
        }
        if (pass.parts() > 1) {
            passing.put(key, new Pass(pass.parts() - 1, pass.changed()));
        } else {
            Wake wake = waiting.get(key);
            if (wake != null && pass.changed().stream().anyMatch(wake.places()::contains)) {
                waiting.remove(key);
            }
        }
    }
}
