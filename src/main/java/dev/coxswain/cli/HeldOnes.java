package dev.coxswain.cli;

import dev.coxswain.cluster.Answer;
import dev.coxswain.cluster.Asker;
import dev.coxswain.cluster.Effector;
import dev.coxswain.cluster.KubeObject;
import dev.coxswain.cluster.Outcome;
import dev.coxswain.cluster.Query;
import dev.coxswain.fleet.Hold;
import dev.coxswain.run.supervision.HoldKeeper;
import java.util.Optional;

/** Gives held operators back from a shell. */
record HeldOnes(Effector effector, Asker asker) {

    private static final int ATTEMPTS = 5;

    /** A workload changes all the time; that it did between reading and writing is no reason to leave it held. */
    Outcome giveBack(KubeObject workload) {
        KubeObject newest = workload;
        for (int attempt = 1; ; attempt++) {
            Outcome outcome =
                    effector.apply(HoldKeeper.giveBack(newest, Hold.of(newest).orElseThrow()));
            boolean hasChanged = outcome instanceof Outcome.Refused refused && refused.isConflict();
            if (!hasChanged
                    || attempt == ATTEMPTS
                    || !(asker.ask(new Query.Read(workload.ref()))
                            instanceof Answer.Found(Optional<KubeObject> found))) {
                return outcome;
            }
            Optional<KubeObject> held = found.filter(now -> Hold.of(now).isPresent());
            if (held.isEmpty()) {
                // whoever was in between has given it back
                return Outcome.Applied.SILENTLY;
            }
            newest = held.get();
        }
    }
}
