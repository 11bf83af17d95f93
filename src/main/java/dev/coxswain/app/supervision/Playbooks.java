package dev.coxswain.app.supervision;

import dev.coxswain.cluster.ClusterView;
import dev.coxswain.cluster.Gvk;
import dev.coxswain.cluster.Json;
import dev.coxswain.cluster.KubeObject;
import dev.coxswain.playbook.ActionCatalogue;
import dev.coxswain.playbook.Playbook;
import dev.coxswain.playbook.PlaybookReader;
import dev.coxswain.run.world.PlaybookLibrary;
import dev.coxswain.trigger.Triggers;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The playbooks that are loaded: those of a directory and those in the cluster. One that is broken is reported and left out;
 * the others go on.
 */
public final class Playbooks implements PlaybookLibrary, Supplier<List<Playbook>> {

    static final Gvk GVK = Gvk.of("coxswain.dev/v1alpha1", "Playbook");

    private static final Logger LOG = LoggerFactory.getLogger(Playbooks.class);

    private final ActionCatalogue actions;
    private final List<Playbook> fromDirectory;
    private final Supplier<ClusterView> view;
    private final Map<String, PlaybookReader.Result> readings = new ConcurrentHashMap<>();
    private final Map<String, Optional<Playbook>> compiled = new ConcurrentHashMap<>();
    private volatile @Nullable Compiled last;

    /** One pass asks for the same document again and again. */
    private record Compiled(Map<String, @Nullable Object> document, Playbook playbook) {
        @SuppressWarnings("ReferenceEquality") // comparing whole documents is what is to be saved
        boolean isOf(Map<String, @Nullable Object> other) {
            return document == other;
        }
    }

    public Playbooks(ActionCatalogue actions, List<Playbook> fromDirectory, Supplier<ClusterView> view) {
        this.actions = actions;
        this.fromDirectory = List.copyOf(fromDirectory);
        this.view = view;
    }

    @Override
    public List<Playbook> get() {
        List<Playbook> all = new ArrayList<>(fromDirectory);
        List<KubeObject> objects = view.get().list(GVK);
        objects.forEach(object -> compiled(object).ifPresent(all::add));
        if (readings.size() > objects.size()) {
            readings.keySet().retainAll(objects.stream().map(Edition::of).toList());
        }
        return all;
    }

    private Optional<Playbook> compiled(KubeObject object) {
        return reading(object).playbooks().stream().findFirst();
    }

    /** What was made of a playbook in the cluster. */
    PlaybookReader.Result reading(KubeObject object) {
        return readings.computeIfAbsent(Edition.of(object), _ -> {
            PlaybookReader.Result read = read(object.ref().toString(), PlaybookReader.written(object));
            if (read.diagnostics().hasErrors()) {
                LOG.error(
                        "{} is not loaded:\n{}",
                        object.ref(),
                        read.diagnostics().print());
            }
            return read;
        });
    }

    @Override
    public Optional<Playbook> find(String namespace, String name) {
        return get().stream()
                .filter(p -> p.name().equals(name)
                        && (p.namespace().isEmpty() || p.namespace().equals(namespace)))
                .findFirst();
    }

    @Override
    public Optional<Playbook> loaded(String key) {
        return get().stream().filter(p -> Triggers.key(p).equals(key)).findFirst();
    }

    @Override
    public Playbook compile(Map<String, @Nullable Object> document) {
        Compiled newest = last;
        if (newest != null && newest.isOf(document)) {
            return newest.playbook();
        }
        Playbook playbook = compiled(document);
        last = new Compiled(document, playbook);
        return playbook;
    }

    private Playbook compiled(Map<String, @Nullable Object> document) {
        String text = Json.print(document);
        return compiled.computeIfAbsent(text, _ -> {
                    PlaybookReader.Result read = read("the run's snapshot", document);
                    if (read.playbooks().isEmpty()) {
                        throw new IllegalArgumentException("its playbook is no longer understood:\n"
                                + read.diagnostics().print());
                    }
                    return read.playbooks().stream().findFirst();
                })
                .orElseThrow();
    }

    private PlaybookReader.Result read(String name, Map<String, @Nullable Object> document) {
        return PlaybookReader.read(name, Json.pretty(document), actions);
    }
}
