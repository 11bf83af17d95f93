package dev.coxswain.run.world;

import dev.coxswain.playbook.Playbook;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Playbooks by name, and the compiled form of the one that a run carries with it. */
public interface PlaybookLibrary {

    /** Empty when it is not loaded, or not visible from that namespace. */
    Optional<Playbook> find(String namespace, String name);

    /** The one whose runs are called that, {@code name} or {@code namespace/name}; empty when it is not loaded. */
    Optional<Playbook> loaded(String key);

    /**
     * The playbook of a run's snapshot.
     *
     * @throws IllegalArgumentException with the diagnostics, when this release no longer understands it
     */
    Playbook compile(Map<String, @Nullable Object> document);
}
