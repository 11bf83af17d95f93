package dev.coxswain.cli;

import dev.coxswain.action.Actions;
import dev.coxswain.app.Leadership;
import dev.coxswain.app.Supervision;
import dev.coxswain.app.Tempo;
import dev.coxswain.fleet.FleetModel;
import dev.coxswain.fleet.OperatorProfile;
import dev.coxswain.kube.HttpTransport;
import dev.coxswain.playbook.Playbook;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.CountDownLatch;
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

    @Option(
            names = "--operator-image",
            paramLabel = "PROFILE=IMAGE",
            description = "An image by which a profile's operator is recognised too: a mirror, or one built at home.")
    private Map<String, String> images = Map.of();

    @Override
    public int perform(PrintWriter out) throws IOException, InterruptedException {
        List<Playbook> playbooks = Sources.playbooks(
                directory, Actions.builtIn(), spec.commandLine().getErr());
        HttpTransport transport = connection.transport();
        InstantSource clock = InstantSource.system();
        CountDownLatch stopped = new CountDownLatch(1);
        try (Leadership leadership = Leadership.campaign(transport, connection.namespace(), clock);
                Supervision supervision = new Supervision(
                        transport,
                        fleet(),
                        Supervision.Settings.standard(connection.namespace(), playbooks),
                        clock,
                        Tempo.REAL,
                        new Random(),
                        leadership::leads)) {
            Runtime.getRuntime().addShutdownHook(Thread.ofPlatform().unstarted(stopped::countDown));
            supervision.start();
            stopped.await();
        }
        return OK;
    }

    private FleetModel fleet() {
        List<OperatorProfile> profiles = Sources.fleet().profiles();
        images.keySet().stream()
                .filter(name -> profiles.stream().noneMatch(p -> p.name().equals(name)))
                .findFirst()
                .ifPresent(name -> {
                    throw new IllegalArgumentException("--operator-image: there is no profile " + name + "; there are "
                            + String.join(
                                    ", ",
                                    profiles.stream().map(OperatorProfile::name).toList()));
                });
        return new FleetModel(profiles.stream()
                .map(p -> images.containsKey(p.name()) ? p.alsoFrom(images.get(p.name())) : p)
                .toList());
    }

    @Override
    public CommandSpec spec() {
        return spec;
    }
}
