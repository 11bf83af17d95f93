package dev.coxswain.cli;

import dev.coxswain.app.service.Service;
import dev.coxswain.app.service.Termination;
import dev.coxswain.cli.console.Connection;
import dev.coxswain.cli.console.Listening;
import dev.coxswain.cli.console.OperatorImages;
import dev.coxswain.cli.console.Recognition;
import dev.coxswain.cli.console.Task;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** Supervises a cluster until it is told to stop. */
@Command(
        name = "serve",
        mixinStandardHelpOptions = true,
        description =
                "Supervises a cluster: from within it, or from outside with a kubeconfig. Several may run; one leads.")
final class Serve implements Task {

    @Spec
    @SuppressWarnings("NullAway.Init")
    private CommandSpec spec;

    @Mixin
    private Connection connection = new Connection();

    @Option(
            names = "--playbooks",
            paramLabel = "DIR",
            defaultValue = "playbooks",
            description = "A directory of playbooks, beside those in the cluster (default: ${DEFAULT-VALUE}).")
    private Path directory = Path.of("playbooks");

    @Mixin
    private OperatorImages images = new OperatorImages();

    @Mixin
    private Listening listening = new Listening();

    @Override
    public int perform(PrintWriter out) throws IOException, InterruptedException {
        Map<String, Object> settings = new LinkedHashMap<>();
        settings.putAll(connection.settings());
        settings.putAll(listening.settings());
        settings.put("coxswain.playbooks", directory.toString());
        images.byProfile().forEach((profile, image) -> settings.put("coxswain.operator-images." + profile, image));
        try (Termination termination = Termination.awaited();
                Service service = Service.start(settings)) {
            out.println("status page: " + service.url());
            out.flush();
            tellWhetherItIsRecognised();
            termination.await();
        }
        return OK;
    }

    /** Better now than when something is stuck. An API server that does not answer is told of by everything else. */
    private void tellWhetherItIsRecognised() {
        PrintWriter err = spec.commandLine().getErr();
        try {
            Recognition.complaint(new Connection.Cluster(connection.transport()))
                    .ifPresent(err::println);
        } catch (IOException unanswered) {
            err.println("coxswain: who it is to the API server could not be asked: " + unanswered.getMessage());
        }
        err.flush();
    }

    @Override
    public CommandSpec spec() {
        return spec;
    }
}
