package dev.coxswain.cli;

import java.util.Optional;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.IVersionProvider;

/** The {@code coxswain} command: the root under which every other command hangs. */
@Command(
        name = "coxswain",
        mixinStandardHelpOptions = true,
        versionProvider = Main.Version.class,
        description = "Runs day-two playbooks for Kubernetes operators, with approvals and a way back.",
        subcommands = {
            Demo.class,
            Simulator.class,
            Serve.class,
            Offline.Validate.class,
            Test.class,
            Looking.Runs.class,
            Looking.Why.class,
            Answering.Approve.class,
            Answering.Deny.class,
            Answering.Cancel.class,
            Looking.Operators.class,
            Looking.Datastores.class,
            Restore.class,
            Offline.PrintManifests.class,
            Offline.Completion.class
        })
public final class Main {
    private Main() {}

    public static void main(String[] args) {
        System.exit(commandLine().execute(args.length == 0 ? new String[] {"--help"} : args));
    }

    static CommandLine commandLine() {
        return new CommandLine(new Main()).setCaseInsensitiveEnumValuesAllowed(true);
    }

    /** The version of the jar this was started from; classes run out of a build directory have none. */
    static final class Version implements IVersionProvider {
        @Override
        public String[] getVersion() {
            var version = Optional.ofNullable(Main.class.getPackage().getImplementationVersion());
            return new String[] {"coxswain " + version.orElse("(not packaged)")};
        }
    }
}
