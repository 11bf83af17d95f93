package dev.coxswain.cli;

import dev.coxswain.action.Actions;
import dev.coxswain.cli.choice.Sources;
import dev.coxswain.cli.console.Task;
import dev.coxswain.cli.schema.Definition;
import dev.coxswain.cli.schema.JsonSchema;
import dev.coxswain.cluster.Json;
import dev.coxswain.expression.DidYouMean;
import dev.coxswain.kube.memory.Manifests;
import dev.coxswain.playbook.PlaybookReader;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import picocli.AutoComplete;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** Commands that need no cluster. */
final class Offline {

    private Offline() {}

    @Command(
            name = "validate",
            mixinStandardHelpOptions = true,
            description = "Checks playbooks; prints everything that is wrong, with file, line and column. Exits 1 if"
                    + " anything is.")
    static final class Validate implements Task {

        @Spec
        @SuppressWarnings("NullAway.Init")
        private CommandSpec spec;

        @Parameters(paramLabel = "FILE", arity = "1..*", description = "Playbook files, or directories of them.")
        private List<Path> files = List.of();

        @Override
        public int perform(PrintWriter out) throws IOException {
            int checked = 0;
            int errors = 0;
            for (Path start : files) {
                for (Path file : Sources.files(start)) {
                    PlaybookReader.Result read = new PlaybookReader(
                                    Actions.builtIn(), PlaybookReader.ProfileFields.NONE)
                            .read(file.toString(), Files.readAllBytes(file));
                    checked++;
                    errors += read.diagnostics().errors();
                    if (!read.diagnostics().all().isEmpty()) {
                        out.println(read.diagnostics().print());
                    }
                }
            }
            out.println(checked + " files checked, " + errors + (errors == 1 ? " error" : " errors"));
            return errors == 0 ? OK : WRONG;
        }

        @Override
        public CommandSpec spec() {
            return spec;
        }
    }

    @Command(
            name = "manifests",
            mixinStandardHelpOptions = true,
            description = "Prints the custom resource definitions and the admission policies, for kubectl apply.",
            footer = {
                "",
                "The policies attest who creates runs and who answers; the supervisor alone may do so for others. Where it"
                        + " runs elsewhere than in the cluster, ask for its name with `kubectl auth whoami`."
            })
    static final class PrintManifests implements Task {

        @Option(
                names = "--supervisor",
                paramLabel = "USER",
                defaultValue = Manifests.SUPERVISOR,
                description = "The user name by which the API server knows the supervisor (default: ${DEFAULT-VALUE}).")
        private String supervisor = Manifests.SUPERVISOR;

        @Spec
        @SuppressWarnings("NullAway.Init")
        private CommandSpec spec;

        @Override
        public int perform(PrintWriter out) {
            out.println(Manifests.all(supervisor));
            return OK;
        }

        @Override
        public CommandSpec spec() {
            return spec;
        }
    }

    @Command(
            name = "schema",
            mixinStandardHelpOptions = true,
            description = "Prints the JSON Schema of a kind, by which an editor completes and checks a file.",
            footer = {
                "",
                "Point your editor at the file that you keep it in. Many read it from a comment in the first line:",
                "  # yaml-language-server: $schema=playbook.schema.json"
            })
    static final class PrintSchema implements Task {

        @Spec
        @SuppressWarnings("NullAway.Init")
        private CommandSpec spec;

        @Parameters(
                paramLabel = "KIND",
                arity = "0..1",
                defaultValue = "Playbook",
                description = "Playbook, OperatorProfile, PlaybookRun or Decision (default: ${DEFAULT-VALUE}).")
        private String kind = "Playbook";

        @Override
        public int perform(PrintWriter out) {
            Definition definition = Definition.find(kind)
                    .orElseThrow(() -> new ParameterException(
                            spec.commandLine(),
                            "there is no kind " + kind
                                    + DidYouMean.hint(
                                                    kind,
                                                    Definition.all().stream()
                                                            .map(Definition::kind)
                                                            .toList())
                                            .map(hint -> "; " + hint)
                                            .orElse("")));
            out.println(Json.pretty(JsonSchema.of(definition, Actions.builtIn())));
            return OK;
        }

        @Override
        public CommandSpec spec() {
            return spec;
        }
    }

    @Command(
            name = "completion",
            mixinStandardHelpOptions = true,
            description = "Prints a completion script for bash and zsh: source <(coxswain completion).")
    static final class Completion implements Task {

        @Spec
        @SuppressWarnings("NullAway.Init")
        private CommandSpec spec;

        @Override
        public int perform(PrintWriter out) {
            out.println(AutoComplete.bash("coxswain", spec.root().commandLine()));
            return OK;
        }

        @Override
        public CommandSpec spec() {
            return spec;
        }
    }
}
