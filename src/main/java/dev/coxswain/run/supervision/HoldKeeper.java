package dev.coxswain.run.supervision;

import dev.coxswain.action.HoldOperator;
import dev.coxswain.cluster.ClusterView;
import dev.coxswain.cluster.Effect;
import dev.coxswain.cluster.KubeObject;
import dev.coxswain.fleet.Hold;
import dev.coxswain.run.journal.RunJson;
import dev.coxswain.run.record.RunState;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Gives back every operator whose hold has no right to go on: its run is over or gone, or its deadline has passed.
 *
 * <p>Needs nothing but the annotations on the operator's own workload, so that it works for holds of a former leader, of a former
 * release, and from a shell.
 */
public final class HoldKeeper {

    private HoldKeeper() {}

    /** A hold that has to end, why, and the write that ends it. */
    public record Overdue(KubeObject workload, Hold hold, String why, Effect giveBack) {}

    public static List<Overdue> overdue(ClusterView view, Instant now) {
        return overdue(held(view), view, now);
    }

    static List<Overdue> overdue(List<KubeObject> held, ClusterView view, Instant now) {
        List<Overdue> overdue = new ArrayList<>();
        for (KubeObject workload : held) {
            Hold hold = Hold.of(workload).orElseThrow();
            whyOver(hold, view, now)
                    .ifPresent(why -> overdue.add(new Overdue(workload, hold, why, giveBack(workload, hold))));
        }
        return overdue;
    }

    /** Every workload that carries a hold. */
    public static List<KubeObject> held(ClusterView view) {
        return new HeldWorkloads().in(view);
    }

    /** When the next hold runs out by itself. */
    static Optional<Instant> nextDeadline(List<KubeObject> held) {
        return held.stream()
                .flatMap(workload -> Hold.of(workload).stream())
                .map(Hold::until)
                .min(Instant::compareTo);
    }

    /** Restores the recorded count, provided that the workload is still as it was seen. */
    public static Effect giveBack(KubeObject workload, Hold hold) {
        return HoldOperator.givingBack(workload, hold.replicas());
    }

    private static Optional<String> whyOver(Hold hold, ClusterView view, Instant now) {
        if (!now.isBefore(hold.until())) {
            return Optional.of("its deadline " + hold.until() + " has passed");
        }
        int slash = hold.by().indexOf('/');
        if (slash < 1 || slash == hold.by().length() - 1) {
            return Optional.of("its holder is no run: " + hold.by());
        }
        Optional<KubeObject> run =
                view.find(RunJson.ref(hold.by().substring(0, slash), hold.by().substring(slash + 1)));
        if (run.isEmpty()) {
            return Optional.of("its run is gone");
        }
        if (!hold.isOf(hold.by(), run.get().uid())) {
            return Optional.of("its run is gone, and the one that bears its name is another");
        }
        return RunState.isFinalPhase(run.get().text("status", "phase"))
                ? Optional.of("its run is over")
                : Optional.empty();
    }
}
