package dev.coxswain.run.supervision;

import dev.coxswain.cluster.Answer;
import dev.coxswain.cluster.ClusterView;
import dev.coxswain.cluster.KubeObject;
import dev.coxswain.cluster.Query;
import dev.coxswain.playbook.Playbook;
import dev.coxswain.run.journal.RunJson;
import dev.coxswain.run.record.Run;
import dev.coxswain.run.record.RunState;
import dev.coxswain.run.world.PlaybookLibrary;
import dev.coxswain.run.world.Surroundings;
import dev.coxswain.run.world.World;
import java.time.Instant;
import java.util.Collection;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** The world as one run may act in it: who objects to it or has cancelled it, and the locks that it has or waits for. */
final class Worlds {

    private final PlaybookLibrary library;
    private final Locks locks;
    private final RunDriver.Ports ports;

    Worlds(PlaybookLibrary library, Locks locks, RunDriver.Ports ports) {
        this.library = library;
        this.locks = locks;
        this.ports = ports;
    }

    World world(Run run, KubeObject object, Map<Query, Answer> answers) {
        ClusterView view = ports.view().get();
        Optional<Instant> attested = ports.attested().get();
        World world = new World(
                view,
                ports.fleets(),
                Map.copyOf(answers),
                ports.clock().instant(),
                Set.copyOf(run.locks()),
                Optional.empty(),
                cancelledBy(object),
                attested.isPresent());
        boolean begun = !(run.state() instanceof RunState.Pending);
        Optional<String> objection = ports.powers()
                .objection(run.spec())
                .or(() -> begun ? Optional.empty() : attested.flatMap(since -> admittance(run, object, since)));
        if (objection.isPresent()) {
            return world.objecting(objection.get());
        }
        return begun || attested.isEmpty() ? world : locking(run, world);
    }

    private Optional<String> admittance(Run run, KubeObject object, Instant attested) {
        return new Admittance(ports.powers().home(), library).objection(run.spec(), object, attested);
    }

    private World locking(Run run, World world) {
        Playbook playbook = library.compile(run.spec().playbook());
        return locking(run, world, Locks.needed(run, playbook, Surroundings.of(run, playbook, world.view(), world)));
    }

    private World locking(Run run, World world, Set<String> needed) {
        return world.locking(
                needed,
                locks.take(
                        run.spec().key(),
                        lender(run.spec().namespace(), run.spec().parent()),
                        needed));
    }

    private static String lender(String namespace, String parent) {
        return parent.isEmpty() ? "" : namespace + "/" + parent;
    }

    /**
     * A new leader has the locks of all runs that have begun before any run that waits may ask for them; also of those that it
     * cannot read, for nobody knows what they were in the middle of.
     */
    void takeOver(Collection<KubeObject> unfinished) {
        locks.forgetAll();
        for (KubeObject run : unfinished) {
            String lender = lender(run.namespace(), run.text("spec", "parent"));
            locks.take(run.namespace() + "/" + run.name(), lender, RunJson.locks(run));
        }
    }

    /** Frees what the run, {@code namespace/name}, holds. */
    void release(String run) {
        locks.release(run);
    }

    void stepDown() {
        locks.forgetAll();
    }

    private static Optional<String> cancelledBy(KubeObject run) {
        return run.isBeingDeleted()
                ? Optional.of("the deletion of the run")
                : run.annotation(RunJson.CANCEL).filter(by -> !by.isEmpty());
    }
}
