package dev.coxswain.cli;

import dev.coxswain.cli.console.ExitCodes;
import dev.coxswain.cli.console.Launched;
import dev.coxswain.cli.demo.Demo;
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
            Starting.ShowPlan.class,
            Starting.StartRun.class,
            Looking.Runs.class,
            Looking.Why.class,
            Answering.Approve.class,
            Answering.Deny.class,
            Answering.Cancel.class,
            Looking.Operators.class,
            Looking.Datastores.class,
            Restore.class,
            Offline.PrintManifests.class,
            Offline.PrintSchema.class,
            Offline.Completion.class
        })
public final class Main {
    private Main() {}

    public static void main(String[] args) {
        System.exit(commandLine().execute(args.length == 0 ? new String[] {"--help"} : args));
    }

    static CommandLine commandLine() {
        CommandLine line = new CommandLine(new Main())
                .setCaseInsensitiveEnumValuesAllowed(true)
                .setExecutionExceptionHandler(Main::bug);
        line.getCommandSpec()
                .usageMessage()
                .exitCodeListHeading("%nExit codes:%n")
                .exitCodeList(ExitCodes.forHelp())
                .footer("", "Each command says more with --help. Start with: " + Launched.by() + " demo");
        line.getSubcommands().values().forEach(sub -> sub.getCommandSpec().versionProvider(new Version()));
        return line;
    }

    /** What no command foresaw. The trace is for those who mend it, and comes only when asked for. */
    private static int bug(Exception mistake, CommandLine line, CommandLine.ParseResult parsed) {
        line.getErr().println("coxswain: a mistake in Coxswain itself: " + mistake);
        if (System.getenv("COXSWAIN_DEBUG") == null) {
            line.getErr().println("coxswain: please report it, with what COXSWAIN_DEBUG=1 prints");
        } else {
            mistake.printStackTrace(line.getErr());
        }
        return ExitCodes.BUG;
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
