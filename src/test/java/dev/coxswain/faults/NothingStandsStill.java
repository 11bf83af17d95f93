package dev.coxswain.faults;

import dev.coxswain.cluster.KubeObject;
import java.util.Optional;

/** When all faults are over, every run comes to its end. */
final class NothingStandsStill implements Invariant {

    @Override
    public String promise() {
        return "P9";
    }

    @Override
    public Optional<String> brokenBy(Happened what, Evidence evidence) {
        if (!(what instanceof Happened.Over)) {
            return Optional.empty();
        }
        return evidence.runs().stream()
                .filter(run -> !Evidence.isFinished(run))
                .findFirst()
                .map(NothingStandsStill::described);
    }

    private static String described(KubeObject run) {
        return run.name() + " stands still as " + run.text("status", "phase") + ": " + run.text("status", "message");
    }
}
