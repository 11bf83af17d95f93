package dev.coxswain.web.view;

import dev.coxswain.cluster.ClusterView;
import dev.coxswain.fleet.recognition.FleetModel;
import java.time.Instant;

/** The supervisor as the pages see it. */
public interface Supervised {

    /** The newest snapshot. */
    ClusterView view();

    /** How the fleet is recognised in it. */
    FleetModel fleet();

    /** Whether everything that is watched has been listed once. */
    boolean isSynced();

    /** Whether this supervisor may act; another one leads otherwise. */
    boolean leads();

    /** The supervisor's own namespace. */
    String home();

    /** The present, in the supervisor's time. */
    Instant now();

    /** How this program is called on a command line. */
    String program();

    /** How a command line reaches the same cluster, with a space in front; empty when it finds it by itself. */
    String connection();

    /** Calls back after each change of the view, on the thread that brought it. */
    void onChange(Runnable listener);
}
