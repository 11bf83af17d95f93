package dev.coxswain.run.world;

import dev.coxswain.playbook.Playbook;
import java.util.HashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Asks a playbook's guards. A guard that cannot be evaluated vetoes: not knowing is no reason to go on. */
public final class Guards {

    private Guards() {}

    public static Set<String> reads(Playbook playbook) {
        Set<String> reads = new HashSet<>();
        playbook.guards().forEach(guard -> reads.addAll(guard.that().reads()));
        return reads;
    }

    /** Why the first guard that is not satisfied says no. */
    public static Optional<String> veto(Surroundings now, Playbook playbook, Map<String, @Nullable Object> variables) {
        for (Playbook.Guard guard : playbook.guards()) {
            Surroundings.Truth truth = now.truth(guard.that(), variables);
            if (!truth.holds()) {
                return Optional.of("vetoed: " + guard.otherwise() + " (" + truth.why() + ")");
            }
        }
        return Optional.empty();
    }
}
