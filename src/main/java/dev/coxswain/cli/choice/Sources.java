package dev.coxswain.cli.choice;

import dev.coxswain.app.supervision.PlaybookFiles;
import dev.coxswain.cli.console.OperatorImages;
import dev.coxswain.cluster.ClusterView;
import dev.coxswain.cluster.Gvk;
import dev.coxswain.cluster.KubeObject;
import dev.coxswain.expression.CelExpressions;
import dev.coxswain.fleet.profile.BuiltInProfiles;
import dev.coxswain.fleet.profile.OperatorProfile;
import dev.coxswain.fleet.profile.ProfileReader;
import dev.coxswain.fleet.recognition.FleetModel;
import dev.coxswain.playbook.ActionCatalogue;
import dev.coxswain.playbook.Playbook;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** Playbooks and profiles from files. */
public final class Sources {

    private static final Gvk PROFILE = Gvk.of("coxswain.dev/v1alpha1", "OperatorProfile");

    private Sources() {}

    public static FleetModel fleet() {
        return new FleetModel(BuiltInProfiles.all(new CelExpressions()));
    }

    /**
     * With the profiles in the cluster, as the supervisor reads them: one takes the place of a built-in one of its name.
     *
     * @param images by which the operators of built-in profiles are recognised too
     * @param err where it is told which of them are broken, or that they may not be read
     */
    public static FleetModel fleet(ClusterView view, OperatorImages images, PrintWriter err) {
        List<OperatorProfile> profiles =
                new ArrayList<>(BuiltInProfiles.all(new CelExpressions(), images.byProfile(), "--operator-image "));
        ProfileReader reader = new ProfileReader(new CelExpressions());
        for (KubeObject object : inCluster(view, err)) {
            ProfileReader.Reading reading = reader.read(object);
            if (reading.profile().isEmpty()) {
                err.println(object.ref() + " is not used:");
                err.println(reading.diagnostics().print());
            }
            reading.profile().ifPresent(profiles::add);
        }
        return new FleetModel(profiles);
    }

    /** Whoever may see pods may not always see profiles; what is built in is known all the same. */
    private static List<KubeObject> inCluster(ClusterView view, PrintWriter err) {
        try {
            return view.list(PROFILE);
        } catch (UncheckedIOException unreadable) {
            err.println("profiles of the cluster are left out: " + unreadable.getMessage());
            return List.of();
        }
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
