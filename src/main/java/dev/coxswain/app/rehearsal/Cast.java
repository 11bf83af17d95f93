package dev.coxswain.app.rehearsal;

import dev.coxswain.fleet.recognition.FleetModel;
import dev.coxswain.playbook.Playbook;
import dev.coxswain.simulator.VirtualTime;
import dev.coxswain.simulator.api.ApiServer;
import java.util.List;
import java.util.function.Function;

/** Those who supervise in a rehearsal: one who never errs, unless a test puts others in that place. */
public interface Cast {

    /** How the parts are given out, once everything stands on the stage. */
    interface Casting extends Function<Setting, Cast> {}

    /**
     * Where they play.
     *
     * @param home the supervisor's namespace
     */
    record Setting(VirtualTime time, ApiServer server, FleetModel fleet, List<Playbook> playbooks, String home) {
        public Setting {
            playbooks = List.copyOf(playbooks);
        }
    }

    /** The world has moved on: do what there is to do at this moment. */
    void act();
}
