package dev.coxswain.cli;

import dev.coxswain.expression.CelExpressions;
import dev.coxswain.fleet.BuiltInProfiles;
import dev.coxswain.fleet.FleetModel;
import dev.coxswain.playbook.ActionCatalogue;
import dev.coxswain.playbook.Playbook;
import dev.coxswain.playbook.PlaybookReader;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/** Playbooks and profiles from files. */
final class Sources {

    private Sources() {}

    static FleetModel fleet() {
        return new FleetModel(BuiltInProfiles.all(new CelExpressions()));
    }

    /** The playbook files in a directory and below it, or the one file that is named. Scenarios and READMEs are passed over. */
    static List<Path> files(Path start) throws IOException {
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

    /** The playbooks that are in order; what is wrong with the others is printed. */
    static List<Playbook> playbooks(Path start, ActionCatalogue actions, PrintWriter err) throws IOException {
        List<Playbook> playbooks = new ArrayList<>();
        for (Path file : files(start)) {
            PlaybookReader.Result read = new PlaybookReader(actions, PlaybookReader.ProfileFields.NONE)
                    .read(file.toString(), Files.readAllBytes(file));
            if (read.diagnostics().hasErrors()) {
                err.println(read.diagnostics().print());
            }
            playbooks.addAll(read.playbooks());
        }
        return playbooks;
    }
}
