package dev.coxswain.cli;

import dev.coxswain.action.Actions;
import dev.coxswain.app.Scenario;
import dev.coxswain.app.ScenarioReader;
import dev.coxswain.app.ScenarioRunner;
import dev.coxswain.expression.Diagnostics;
import dev.coxswain.expression.YamlDocument;
import dev.coxswain.playbook.Playbook;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
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

    @Override
    public int perform(PrintWriter out) throws IOException {
        int played = 0;
        int failed = 0;
        for (Path directory : directories) {
            List<Playbook> playbooks = Sources.playbooks(
                    directory, Actions.builtIn(), spec.commandLine().getErr());
            for (Path file : scenarios(directory)) {
                played++;
                List<String> wrong = wrong(file, playbooks);
                out.println((wrong.isEmpty() ? "pass  " : "FAIL  ") + file);
                wrong.forEach(line -> out.println(line.indent(6).stripTrailing()));
                out.flush();
                failed += wrong.isEmpty() ? 0 : 1;
            }
        }
        out.println(played + " scenarios, " + failed + " failed");
        return played > 0 && failed == 0 ? OK : WRONG;
    }

    private static List<Path> scenarios(Path start) throws IOException {
        if (!Files.isDirectory(start)) {
            throw new IllegalArgumentException("there is no directory " + start);
        }
        try (Stream<Path> walk = Files.walk(start)) {
            return walk.filter(file -> file.toString().endsWith(".yaml"))
                    .filter(file -> file.toString().contains("/scenarios/"))
                    .sorted()
                    .toList();
        }
    }

    /** Everything that speaks against the scenario in this file; nothing when it passed. */
    private static List<String> wrong(Path file, List<Playbook> playbooks) throws IOException {
        Diagnostics diagnostics = new Diagnostics(file.toString(), "");
        String text = YamlDocument.decode(Files.readAllBytes(file), diagnostics).orElse("");
        if (diagnostics.hasErrors()) {
            return List.of(diagnostics.print());
        }
        diagnostics = new Diagnostics(file.toString(), text);
        Optional<Scenario> scenario = ScenarioReader.read(text, diagnostics);
        if (scenario.isEmpty()) {
            return List.of(diagnostics.print());
        }
        String name = scenario.get().playbook();
        Optional<Playbook> playbook =
                playbooks.stream().filter(p -> p.name().equals(name)).findFirst();
        if (playbook.isEmpty()) {
            return List.of("there is no playbook '" + name + "'");
        }
        return played(scenario.get(), playbook.get());
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
