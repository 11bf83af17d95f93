package dev.coxswain.cli;

import dev.coxswain.app.SimulatedCluster;
import dev.coxswain.app.Termination;
import java.io.PrintWriter;
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

    @Override
    public int perform(PrintWriter out) throws InterruptedException {
        try (Termination termination = Termination.awaited();
                SimulatedCluster cluster = SimulatedCluster.start(port, speed)) {
            out.println("listening: kubectl --server " + cluster.url() + " get pods -A");
            out.flush();
            termination.await();
        }
        return OK;
    }

    @Override
    public CommandSpec spec() {
        return spec;
    }
}
