package dev.coxswain.run.supervision;

import dev.coxswain.cluster.Asker;
import dev.coxswain.cluster.Effector;
import dev.coxswain.run.record.Run;
import java.util.Optional;

/**
 * With whose rights a run acts and reads.
 *
 * <p>A run in the supervisor's own namespace has the supervisor's rights. One in any other namespace has those of a service
 * account of that namespace, and may only be about what is there; the API server refuses what that account may not do. What
 * counts is where the run is, never what it says about itself: whoever may create runs in a namespace writes all that is in
 * them.
 */
public interface Powers {

    /** The supervisor's own namespace. */
    String home();

    Effector effector(Run.Spec run);

    /** Reads with the run's rights. What profiles ask members is asked with the supervisor's, for no author words it. */
    Asker asker(Run.Spec run);

    /** Why the run may not be at all; empty when it may. */
    default Optional<String> objection(Run.Spec run) {
        boolean abroad = !run.namespace().equals(home())
                && !run.namespace().equals(run.target().namespace());
        return abroad
                ? Optional.of("a run in namespace " + run.namespace()
                        + " may only be about what is in that namespace, and not" + " about " + run.target())
                : Optional.empty();
    }

    /** For every run the same rights, wherever it is. */
    static Powers equal(String home, Effector effector, Asker asker) {
        return new Powers() {
            @Override
            public String home() {
                return home;
            }

            @Override
            public Effector effector(Run.Spec run) {
                return effector;
            }

            @Override
            public Asker asker(Run.Spec run) {
                return asker;
            }
        };
    }
}
