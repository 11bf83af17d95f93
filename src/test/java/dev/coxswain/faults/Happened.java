package dev.coxswain.faults;

import dev.coxswain.cluster.Effect;
import dev.coxswain.cluster.KubeObject;
import dev.coxswain.run.record.Run;
import dev.coxswain.simulator.api.Api;
import java.util.Optional;

/** What an invariant is told of, in the order in which it happens. */
sealed interface Happened {

    /** The server stored something, whoever wrote it. */
    record Changed(Api.ChangeType type, KubeObject object) implements Happened {}

    /** A supervisor is about to change the world, and the request has reached the server. */
    record Reaching(Deed deed) implements Happened {}

    /** The server has carried it out. */
    record Done(Deed deed) implements Happened {}

    /**
     * A supervisor's append was stored.
     *
     * @param basedOn the version that it had decided on
     */
    record Appended(int replica, KubeObject run, String basedOn) implements Happened {}

    /** A supervisor has told people something. */
    record Told(Run run, Run.Notice notice) implements Happened {}

    /** Something that no supervisor may let out came out of one. */
    record Broke(int replica, String where, Throwable thrown) implements Happened {}

    /** A moment has passed. */
    record Passed() implements Happened {}

    /** The story is over, and all faults with it. */
    record Over() implements Happened {}

    /**
     * A change that a supervisor makes.
     *
     * @param run for which; empty for the keeper of holds
     * @param journaled the newest version of the run that this supervisor has appended
     */
    record Deed(int replica, Effect effect, Optional<Run> run, Optional<KubeObject> journaled) {}
}
