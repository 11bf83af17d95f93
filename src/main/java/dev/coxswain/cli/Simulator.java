package dev.coxswain.cli;

import dev.coxswain.app.rehearsal.SimulatedCluster;
import dev.coxswain.app.service.Termination;
import dev.coxswain.cli.console.Task;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** The simulated API server alone. */
@Command(
        name = "simulator",
        mixinStandardHelpOptions = true,
        description = "Runs the simulated cluster alone, for kubectl and for a supervisor in another process.")
final class Simulator implements Task {

    @Spec
    @SuppressWarnings("NullAway.Init")
    private CommandSpec spec;

    @Option(
            names = "--port",
            paramLabel = "PORT",
            defaultValue = "8001",
            description = "Where it listens, on loopback (default: ${DEFAULT-VALUE}).")
    private int port;

    @Option(
            names = "--speed",
            paramLabel = "FACTOR",
            defaultValue = "1",
            description = "Simulated seconds in one real second (default: ${DEFAULT-VALUE}).")
    private double speed;

    @Option(
            names = "--kubeconfig",
            paramLabel = "FILE",
            description =
                    "Listen with TLS, ask for credentials, and write the administrator's kubeconfig to this file.")
    private @Nullable Path kubeconfig;

    @Override
    public int perform(PrintWriter out) throws IOException, InterruptedException {
        try (Termination termination = Termination.awaited();
                SimulatedCluster cluster = cluster()) {
            out.println("listening: kubectl " + way(cluster) + " get pods -A");
            out.flush();
            termination.await();
        }
        return OK;
    }

    private SimulatedCluster cluster() throws IOException {
        return kubeconfig == null
                ? SimulatedCluster.start(port, speed)
                : SimulatedCluster.startSecured(port, speed, kubeconfig);
    }

    private String way(SimulatedCluster cluster) {
        return kubeconfig == null ? "--server " + cluster.url() : "--kubeconfig " + kubeconfig;
    }

    @Override
    public CommandSpec spec() {
        return spec;
    }
}
