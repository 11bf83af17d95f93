package dev.coxswain.cli.choice;

import dev.coxswain.action.Actions;
import dev.coxswain.cluster.Json;
import dev.coxswain.playbook.Playbook;
import dev.coxswain.playbook.PlaybookReader;
import dev.coxswain.run.world.PlaybookLibrary;
import dev.coxswain.trigger.Triggers;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** The playbooks that a command knows, for what one of them would have another one do. */
public record KnownPlaybooks(List<Playbook> all) implements PlaybookLibrary {

    @Override
    public Optional<Playbook> find(String namespace, String name) {
        return all.stream()
                .filter(playbook -> playbook.name().equals(name)
                        && (playbook.namespace().isEmpty()
                                || playbook.namespace().equals(namespace)))
                .findFirst();
    }

    @Override
    public Optional<Playbook> loaded(String key) {
        return all.stream()
                .filter(playbook -> Triggers.key(playbook).equals(key))
                .findFirst();
    }

    @Override
    public Playbook compile(Map<String, @Nullable Object> document) {
        PlaybookReader.Result read =
                PlaybookReader.read("the run's snapshot", Json.pretty(document), Actions.builtIn());
        return read.playbooks().stream()
                .findFirst()
                .orElseThrow(
                        () -> new IllegalArgumentException(read.diagnostics().print()));
    }
}
