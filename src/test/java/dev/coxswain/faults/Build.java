package dev.coxswain.faults;

import dev.coxswain.action.Actions;
import dev.coxswain.cluster.ClusterView;
import dev.coxswain.cluster.Effector;
import dev.coxswain.run.engine.Decider;
import dev.coxswain.run.journal.Journal;
import dev.coxswain.run.supervision.RunDriver;
import dev.coxswain.run.supervision.Supervisor;
import dev.coxswain.run.world.PlaybookLibrary;
import dev.coxswain.simulator.api.Api;
import java.time.Duration;

/** How a supervisor is put together. The parts are the product's own, unless a test puts a broken one in between. */
interface Build {

    Build SOUND = new Build() {};

    /** The memory of runs. */
    default Journal journal(Journal sound, Api truth) {
        return sound;
    }

    /** What applies the effects of runs. */
    default Effector hands(Effector sound) {
        return sound;
    }

    /** What gives overdue holds back. */
    default Effector keeper(Effector sound) {
        return sound;
    }

    /** What decides about runs. */
    default Decider decider(Decider sound, Tools tools) {
        return sound;
    }

    /** How many finished runs it keeps. */
    default Supervisor.Retention retention() {
        return new Supervisor.Retention(200, Duration.ofDays(30));
    }

    default ClusterView view(ClusterView sound) {
        return sound;
    }

    /** What a broken decider may need. */
    record Tools(Actions actions, PlaybookLibrary library, Effector hands, RunDriver.Sink sink) {}
}
