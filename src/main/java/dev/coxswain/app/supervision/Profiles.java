package dev.coxswain.app.supervision;

import dev.coxswain.cluster.ClusterView;
import dev.coxswain.cluster.Gvk;
import dev.coxswain.cluster.KubeObject;
import dev.coxswain.expression.CelExpressions;
import dev.coxswain.fleet.profile.OperatorProfile;
import dev.coxswain.fleet.profile.ProfileReader;
import dev.coxswain.fleet.recognition.FleetModel;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The profiles that are in use: those that came with the supervisor, and those in the cluster, which take the place of others of the
 * same name. One that is broken is reported and left out; the others go on.
 */
final class Profiles implements Supplier<FleetModel> {

    static final Gvk GVK = Gvk.of("coxswain.dev/v1alpha1", "OperatorProfile");

    private static final Logger LOG = LoggerFactory.getLogger(Profiles.class);

    private final List<OperatorProfile> given;
    private final Supplier<ClusterView> view;
    private final ProfileReader reader = new ProfileReader(new CelExpressions());
    private final Map<String, ProfileReader.Reading> readings = new ConcurrentHashMap<>();
    private List<String> known = List.of();
    private FleetModel model;

    Profiles(List<OperatorProfile> given, Supplier<ClusterView> view) {
        this.given = List.copyOf(given);
        this.view = view;
        this.model = new FleetModel(given);
    }

    /** The same model for as long as the profiles are the same: it remembers what it has recognised. */
    @Override
    public synchronized FleetModel get() {
        List<KubeObject> objects = view.get().list(GVK);
        List<String> now = objects.stream().map(Edition::of).toList();
        if (!now.equals(known)) {
            known = now;
            readings.keySet().retainAll(now);
            model = model(objects);
        }
        return model;
    }

    private FleetModel model(List<KubeObject> objects) {
        List<OperatorProfile> all = new ArrayList<>(given);
        for (KubeObject object : objects) {
            ProfileReader.Reading reading = reading(object);
            reading.profile()
                    .ifPresentOrElse(
                            profile -> take(profile, all),
                            () -> LOG.error(
                                    "{} is not used:\n{}",
                                    object.ref(),
                                    reading.diagnostics().print()));
        }
        return new FleetModel(all);
    }

    private void take(OperatorProfile profile, List<OperatorProfile> all) {
        boolean replaces = given.stream().anyMatch(other -> other.name().equals(profile.name()));
        LOG.info(
                replaces
                        ? "profile {} of the cluster takes the place of the built-in one"
                        : "profile {} of the cluster",
                profile.name());
        all.add(profile);
    }

    /** What was made of a profile in the cluster. */
    ProfileReader.Reading reading(KubeObject object) {
        return readings.computeIfAbsent(Edition.of(object), _ -> reader.read(object));
    }
}
