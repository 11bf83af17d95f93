package dev.coxswain.faults;

import dev.coxswain.cluster.Effect;
import java.util.Optional;

/** We never take a primary down: in these stories there is always a replica to go to first. */
final class PrimarySpared implements Invariant {

    @Override
    public String promise() {
        return "P3";
    }

    @Override
    public Optional<String> brokenBy(Happened what, Evidence evidence) {
        return what instanceof Happened.Reaching(Happened.Deed deed)
                        && (deed.effect() instanceof Effect.Delete || deed.effect() instanceof Effect.Evict)
                        && deed.effect().target().gvk().kind().equals("Pod")
                        && evidence.isRedisPrimary(deed.effect().target())
                ? Optional.of(deed.effect().target() + " is taken down though it is the primary by its own word")
                : Optional.empty();
    }
}
