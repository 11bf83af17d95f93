package dev.coxswain.cli.choice;

import dev.coxswain.app.supervision.PlaybookFiles;
import dev.coxswain.expression.CelExpressions;
import dev.coxswain.fleet.profile.BuiltInProfiles;
import dev.coxswain.fleet.recognition.FleetModel;
import dev.coxswain.playbook.ActionCatalogue;
import dev.coxswain.playbook.Playbook;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.List;

/** Playbooks and profiles from files. */
public final class Sources {

    private Sources() {}

    public static FleetModel fleet() {
        return new FleetModel(BuiltInProfiles.all(new CelExpressions()));
    }

    /** @see PlaybookFiles#below */
    public static List<Path> files(Path start) throws IOException {
        return PlaybookFiles.below(start);
    }

    /** The playbooks that are in order; what is wrong with the others is printed. */
    public static List<Playbook> playbooks(Path start, ActionCatalogue actions, PrintWriter err) throws IOException {
        return PlaybookFiles.read(start, actions, err::println);
    }
}
