package dev.coxswain.app.supervision;

import dev.coxswain.playbook.ActionCatalogue;
import dev.coxswain.playbook.Playbook;
import dev.coxswain.playbook.PlaybookReader;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import java.util.stream.Stream;

/** Playbooks from a directory. */
public final class PlaybookFiles {

    private PlaybookFiles() {}

    /** The playbook files in a directory and below it, or the one file that is named. Scenarios and READMEs are passed over. */
    public static List<Path> below(Path start) throws IOException {
        if (!Files.exists(start)) {
            throw new IllegalArgumentException("there is no file or directory " + start);
        }
        if (Files.isRegularFile(start)) {
            return List.of(start);
        }
        try (Stream<Path> walk = Files.walk(start)) {
            return walk.filter(Files::isRegularFile)
                    .filter(file ->
                            file.toString().endsWith(".yaml") || file.toString().endsWith(".yml"))
                    .filter(file -> !file.toString().contains("/scenarios/"))
                    .sorted()
                    .toList();
        }
    }

    /** The playbooks that are in order; what is wrong with the others is told to {@code complaint}. */
    public static List<Playbook> read(Path start, ActionCatalogue actions, Consumer<String> complaint)
            throws IOException {
        List<Playbook> playbooks = new ArrayList<>();
        for (Path file : below(start)) {
            PlaybookReader.Result read = new PlaybookReader(actions, PlaybookReader.ProfileFields.NONE)
                    .read(file.toString(), Files.readAllBytes(file));
            if (read.diagnostics().hasErrors()) {
                complaint.accept(read.diagnostics().print());
            }
            playbooks.addAll(read.playbooks());
        }
        return playbooks;
    }
}
