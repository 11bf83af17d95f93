package dev.coxswain.run.supervision;

import dev.coxswain.cluster.Gvk;
import dev.coxswain.cluster.KubeObject;
import dev.coxswain.expression.Expression;
import dev.coxswain.playbook.Playbook;
import dev.coxswain.run.record.Run;
import dev.coxswain.run.world.PlaybookLibrary;
import dev.coxswain.run.world.Surroundings;
import dev.coxswain.trigger.Triggers;
import java.util.Map;
import java.util.Set;

/** What a run that ends says of the incident that it answered, for whoever looks at its trigger next. */
final class LastLook {

    private final PlaybookLibrary library;
    private final Worlds worlds;
    private final RunDriver.Ports ports;

    LastLook(PlaybookLibrary library, Worlds worlds, RunDriver.Ports ports) {
        this.library = library;
        this.worlds = worlds;
        this.ports = ports;
    }

    /** Whether what is answered is so no more: if it is so later, that is another incident. */
    boolean isCleared(Run run, KubeObject object) {
        if (isNoIncident(run)) {
            return false;
        }
        Playbook playbook = library.compile(run.spec().playbook());
        Surroundings now = Surroundings.of(run, playbook, ports.view().get(), worlds.world(run, object, Map.of()));
        return Triggers.when(playbook.trigger())
                .map(when -> when.evaluate(now.variables()))
                .filter(new Expression.Result.Value(false)::equals)
                .isPresent();
    }

    /** Up to where we see: whoever looks next must have seen as much, or takes what was before for what is so again. */
    Map<Gvk, Long> seen(Run run) {
        if (isNoIncident(run)) {
            return Map.of();
        }
        Set<Gvk> kinds = Triggers.kinds(
                library.compile(run.spec().playbook()).trigger(), ports.fleets().model());
        return Horizon.of(ports.view().get(), kinds, run.spec().target().namespace());
    }

    /** What a person asks for; and what a person brought along may be no playbook at all. */
    private static boolean isNoIncident(Run run) {
        return !run.spec().requestedBy().isEmpty();
    }
}
