package dev.coxswain.cli;

import dev.coxswain.cli.console.Connection;
import dev.coxswain.cli.console.FetchedView;
import dev.coxswain.cli.console.Moments;
import dev.coxswain.cli.console.Task;
import dev.coxswain.cluster.KubeObject;
import dev.coxswain.fleet.Hold;
import dev.coxswain.kube.effect.ApiAsker;
import dev.coxswain.kube.effect.ApiEffector;
import dev.coxswain.kube.effect.TokenBucket;
import dev.coxswain.run.supervision.HoldKeeper;
import java.io.IOException;
import java.io.PrintWriter;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** Gives held operators back from a shell; needs nothing but a kubeconfig and the annotations on the operators. */
@Command(
        name = "restore",
        mixinStandardHelpOptions = true,
        description = "Gives back operators whose hold has run out or whose run is over; with --all, every held one.",
        footer = {
            "",
            "Datastores that a run has paused are shown as well, and given back with --all, unless their members do not agree"
                    + " on one ready primary: then a person has to decide."
        })
final class Restore implements Task {

    @Spec
    @SuppressWarnings("NullAway.Init")
    private CommandSpec spec;

    @Mixin
    private Connection connection = new Connection();

    @Option(
            names = "--all",
            description =
                    "Also operators that a run still needs held, and datastores that one has paused; that run will"
                            + " then fail safely.")
    private boolean all;

    @Override
    public int perform(PrintWriter out) throws IOException {
        Connection.Cluster cluster = new Connection.Cluster(connection.transport());
        FetchedView view = new FetchedView(cluster);
        ApiEffector effector =
                new ApiEffector(cluster.transport(), cluster.mapper(), new TokenBucket(InstantSource.system(), 10, 10));
        ApiAsker asker = new ApiAsker(cluster.transport(), cluster.mapper());
        HeldOnes heldOnes = new HeldOnes(effector, asker);
        int failures = 0;
        List<KubeObject> due = due(view, cluster.now());
        for (KubeObject workload : due) {
            Hold hold = Hold.of(workload).orElseThrow();
            Optional<String> complaint = heldOnes.giveBack(workload).complaint();
            if (complaint.isEmpty()) {
                out.println("gave " + workload.ref() + " back to " + hold.replicas() + " replicas (held by " + hold.by()
                        + " until " + Moments.text(hold.until()) + ")");
            } else {
                spec.commandLine().getErr().println("coxswain: " + workload.ref() + ": " + complaint.get());
                failures++;
            }
        }
        failures += new PausedOnes(effector, asker, view, spec.commandLine().getErr()).restore(all, out);
        List<KubeObject> held = HoldKeeper.held(view);
        if (held.isEmpty()) {
            out.println("no operator is held");
        } else if (due.size() < held.size()) {
            out.println(
                    (held.size() - due.size()) + " held by runs that are at work, until their time is up; --all gives"
                            + " them back too, and those runs then fail safely");
        }
        return failures == 0 ? OK : CLUSTER;
    }

    private List<KubeObject> due(FetchedView view, Instant now) {
        return all
                ? HoldKeeper.held(view)
                : HoldKeeper.overdue(view, now).stream()
                        .map(HoldKeeper.Overdue::workload)
                        .toList();
    }

    @Override
    public CommandSpec spec() {
        return spec;
    }
}
