package dev.coxswain.fleet.recognition;

import dev.coxswain.cluster.ClusterView;
import dev.coxswain.fleet.Answers;
import dev.coxswain.fleet.Fleet;
import dev.coxswain.fleet.profile.OperatorProfile;
import java.util.List;

/** The fleet in one call, for those who have no {@link FleetModel} at hand. */
public final class Fleets {

    private Fleets() {}

    public static Fleet of(List<OperatorProfile> profiles, ClusterView view, Answers answers) {
        return new FleetModel(profiles).fleet(view, answers);
    }
}
