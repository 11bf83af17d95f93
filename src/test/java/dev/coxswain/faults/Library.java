package dev.coxswain.faults;

import dev.coxswain.action.Actions;
import dev.coxswain.cluster.Json;
import dev.coxswain.playbook.Playbook;
import dev.coxswain.playbook.PlaybookReader;
import dev.coxswain.run.world.PlaybookLibrary;
import dev.coxswain.trigger.Triggers;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import org.jspecify.annotations.Nullable;

/** The playbooks of a play. Compiling one takes longer than playing, so what was compiled is kept over all plays. */
final class Library implements PlaybookLibrary {

    private static final ConcurrentMap<String, Playbook> COMPILED = new ConcurrentHashMap<>();

    private final List<Playbook> playbooks;
    private @Nullable Map<String, @Nullable Object> lastDocument;
    private @Nullable Playbook last;

    Library(List<Playbook> playbooks) {
        this.playbooks = playbooks;
    }

    @Override
    public Optional<Playbook> find(String namespace, String name) {
        return playbooks.stream().filter(p -> p.name().equals(name)).findFirst();
    }

    @Override
    public Optional<Playbook> loaded(String key) {
        return playbooks.stream().filter(p -> Triggers.key(p).equals(key)).findFirst();
    }

    @Override
    @SuppressWarnings("ReferenceEquality") // one pass asks for the same document again and again
    public Playbook compile(Map<String, @Nullable Object> document) {
        Playbook known = last;
        if (known != null && lastDocument == document) {
            return known;
        }
        Playbook compiled = COMPILED.computeIfAbsent(
                Json.print(document),
                text -> PlaybookReader.read("the run's snapshot", text, Actions.builtIn())
                        .playbooks()
                        .getFirst());
        lastDocument = document;
        last = compiled;
        return compiled;
    }
}
