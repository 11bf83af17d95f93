package dev.coxswain.cli;

import dev.coxswain.action.Actions;
import dev.coxswain.app.rehearsal.Scenario;
import dev.coxswain.app.rehearsal.ScenarioRunner;
import dev.coxswain.cli.choice.ScenarioFiles;
import dev.coxswain.cli.choice.Sources;
import dev.coxswain.cli.console.Task;
import dev.coxswain.playbook.Playbook;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** Plays the scenarios of playbooks on a simulated cluster, for authors who have no cluster at hand. */
@Command(
        name = "test",
        mixinStandardHelpOptions = true,
        description =
                "Plays the scenarios of playbooks on a simulated cluster. Exits 1 if one ends otherwise than it says.")
final class Test implements Task {

    @Spec
    @SuppressWarnings("NullAway.Init")
    private CommandSpec spec;

    @Parameters(
            paramLabel = "DIR",
            arity = "1..*",
            description = "Directories with playbooks, whose scenarios stand in 'scenarios' beside them.")
    private List<Path> directories = List.of();

    @Option(
            names = "--scenario",
            paramLabel = "NAME",
            description = "Only the scenario of this name, FILE or PLAYBOOK/FILE, as it is listed without this option.")
    private Optional<String> scenario = Optional.empty();

    @Override
    public int perform(PrintWriter out) throws IOException {
        int played = 0;
        int failed = 0;
        for (Path directory : directories) {
            // first, for it says so when this is no directory
            List<ScenarioFiles.ScenarioFile> files = files(directory);
            List<Playbook> playbooks = Sources.playbooks(
                    directory, Actions.builtIn(), spec.commandLine().getErr());
            for (ScenarioFiles.ScenarioFile file : files) {
                played++;
                List<String> wrong = wrong(file, playbooks);
                out.println((wrong.isEmpty() ? "pass  " : "FAIL  ") + file.name());
                wrong.forEach(line -> out.println(line.indent(6).stripTrailing()));
                out.flush();
                failed += wrong.isEmpty() ? 0 : 1;
            }
        }
        out.println(played + (played == 1 ? " scenario, " : " scenarios, ") + failed + " failed");
        return played > 0 && failed == 0 ? OK : WRONG;
    }

    private List<ScenarioFiles.ScenarioFile> files(Path directory) throws IOException {
        return scenario.isPresent()
                ? List.of(ScenarioFiles.find(directory, scenario.get()))
                : ScenarioFiles.below(directory);
    }

    /** Everything that speaks against the scenario in this file; nothing when it passed. */
    private static List<String> wrong(ScenarioFiles.ScenarioFile file, List<Playbook> playbooks) throws IOException {
        ScenarioFiles.ScenarioFile.Reading read = file.read();
        if (read.scenario().isEmpty()) {
            return List.of(read.diagnostics());
        }
        String name = read.scenario().get().playbook();
        Optional<Playbook> playbook =
                playbooks.stream().filter(p -> p.name().equals(name)).findFirst();
        return playbook.map(found -> played(read.scenario().get(), found))
                .orElseGet(() -> List.of("there is no playbook '" + name + "'"));
    }

    private static List<String> played(Scenario scenario, Playbook playbook) {
        try {
            ScenarioRunner.Report report = ScenarioRunner.run(scenario, playbook);
            List<String> lines = new ArrayList<>(report.differences());
            if (!report.passed()) {
                lines.add(report.journal());
            }
            return lines;
        } catch (IllegalArgumentException unfit) {
            return List.of(String.valueOf(unfit.getMessage()));
        }
    }

    @Override
    public CommandSpec spec() {
        return spec;
    }
}
