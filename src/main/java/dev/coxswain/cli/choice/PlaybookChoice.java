package dev.coxswain.cli.choice;

import dev.coxswain.action.Actions;
import dev.coxswain.cli.console.Launched;
import dev.coxswain.cluster.ClusterView;
import dev.coxswain.cluster.Gvk;
import dev.coxswain.cluster.Json;
import dev.coxswain.cluster.KubeObject;
import dev.coxswain.expression.DidYouMean;
import dev.coxswain.playbook.Playbook;
import dev.coxswain.playbook.PlaybookReader;
import dev.coxswain.trigger.Triggers;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** Which playbooks a command knows: those of a directory and those in the cluster. */
public final class PlaybookChoice {

    private static final Gvk GVK = Gvk.of("coxswain.dev/v1alpha1", "Playbook");

    @Option(
            names = "--playbooks",
            paramLabel = "DIR",
            description =
                    "A directory of playbooks, beside those in the cluster (default: 'playbooks', if there is one).")
    private @Nullable Path directory;

    /**
     * The playbook of that name: {@code name} or {@code namespace/name}.
     *
     * @param err where mistakes in other playbooks are told
     * @throws IllegalArgumentException when there is none, or more than one
     */
    public Playbook find(String wanted, ClusterView view, PrintWriter err) throws IOException {
        List<Playbook> all = all(view, err);
        List<Playbook> found = all.stream()
                .filter(p -> p.name().equals(wanted) || Triggers.key(p).equals(wanted))
                .toList();
        if (found.size() > 1) {
            throw new IllegalArgumentException("there are several playbooks " + wanted + ": "
                    + String.join(", ", found.stream().map(Triggers::key).toList())
                    + "; say which one, or leave the directory away");
        }
        return found.stream().findFirst().orElseThrow(() -> new IllegalArgumentException(missing(wanted, all)));
    }

    private String missing(String wanted, List<Playbook> all) {
        String hint = DidYouMean.hint(wanted, all.stream().map(Triggers::key).toList())
                .map(text -> "; " + text)
                .orElse("");
        return "there is no playbook " + wanted + " in the cluster"
                + (directory == null && !Files.exists(Launched.playbooks())
                        ? ""
                        : " or in " + (directory == null ? Launched.playbooks() : directory))
                + hint;
    }

    public List<Playbook> all(ClusterView view, PrintWriter err) throws IOException {
        Actions actions = Actions.builtIn();
        List<Playbook> playbooks = new ArrayList<>();
        if (directory != null || Files.exists(Launched.playbooks())) {
            playbooks.addAll(Sources.playbooks(directory == null ? Launched.playbooks() : directory, actions, err));
        }
        for (KubeObject object : view.list(GVK)) {
            PlaybookReader.Result read =
                    PlaybookReader.read(object.ref().toString(), Json.pretty(PlaybookReader.written(object)), actions);
            if (read.diagnostics().hasErrors()) {
                err.println(read.diagnostics().print());
            }
            playbooks.addAll(read.playbooks());
        }
        return playbooks;
    }
}
