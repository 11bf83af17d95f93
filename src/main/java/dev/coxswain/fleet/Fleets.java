package dev.coxswain.fleet;

import dev.coxswain.cluster.ClusterView;
import java.util.List;

/** The fleet in one call, for those who have no {@link FleetModel} at hand. */
public final class Fleets {

    private Fleets() {}

    public static Fleet of(List<OperatorProfile> profiles, ClusterView view, Answers answers) {
        return new FleetModel(profiles).fleet(view, answers);
    }
}
