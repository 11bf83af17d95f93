package dev.coxswain.cli.demo;

import dev.coxswain.action.Actions;
import dev.coxswain.app.rehearsal.LiveScenario;
import dev.coxswain.app.rehearsal.Scenario;
import dev.coxswain.app.service.Service;
import dev.coxswain.app.service.Termination;
import dev.coxswain.cli.choice.ScenarioFiles;
import dev.coxswain.cli.choice.Sources;
import dev.coxswain.cli.console.Launched;
import dev.coxswain.cli.console.Rendered;
import dev.coxswain.cli.console.Task;
import dev.coxswain.cluster.Json;
import dev.coxswain.playbook.Playbook;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** The newcomer's first minute: a supervisor, a simulated cluster and an incident in one process. */
@Command(
        name = "demo",
        mixinStandardHelpOptions = true,
        description =
                "Plays a scenario on a simulated cluster: an incident, the run that heals it, and you who approve.",
        footer = {
            "",
            "Exits with 0 only when the end is what the scenario expects, and with 1 otherwise.",
            "While you are asked, time in the cluster runs as fast as yours."
        })
public final class Demo implements Task {

    private static final String USUAL = "redis-replica-probe-stuck/one-pod-is-disturbed-and-the-primary-stays";

    @Spec
    @SuppressWarnings("NullAway.Init")
    private CommandSpec spec;

    @Option(names = "--approve", description = "Answer as the scenario has it, without asking you.")
    private boolean approve;

    @Option(
            names = "--scenario",
            paramLabel = "NAME",
            defaultValue = USUAL,
            description = "Which scenario to play (default: ${DEFAULT-VALUE}).")
    private String wanted = USUAL;

    @Option(names = "--list", description = "List the scenarios, and play none.")
    private boolean list;

    @Option(
            names = "--speed",
            paramLabel = "FACTOR",
            defaultValue = "90",
            description = "Simulated seconds in one real second (default: ${DEFAULT-VALUE}).")
    private double speed;

    @Option(
            names = "--port",
            paramLabel = "PORT",
            defaultValue = "0",
            description = "Port of the simulated API server (default: any).")
    private int port;

    @Option(
            names = "--listen",
            paramLabel = "ADDRESS:PORT",
            defaultValue = "127.0.0.1:0",
            description = "Where the status page is (default: any free port of this machine).")
    private String listen = "127.0.0.1:0";

    @Option(
            names = "--playbooks",
            paramLabel = "DIR",
            description = "Where playbooks and their scenarios are (default: playbooks).")
    private @Nullable Path directory;

    @Option(names = "--verbose", description = "Also print the supervisor's log.")
    private boolean verbose;

    @Override
    public int perform(PrintWriter out) throws IOException, InterruptedException {
        Path playbooks = directory == null ? Launched.playbooks() : directory;
        if (list) {
            return list(out, playbooks);
        }
        if (!(speed >= 1 && speed <= 1000)) {
            throw new ParameterException(spec.commandLine(), "--speed must be from 1 to 1000");
        }
        if (!verbose) {
            // the story says the same, in order; read when the first logger is made
            System.setProperty("COXSWAIN_LOG_LEVEL", "OFF");
        }
        ScenarioFiles.ScenarioFile file = ScenarioFiles.find(playbooks, wanted);
        ScenarioFiles.ScenarioFile.Reading read = file.read();
        Scenario scenario = read.scenario()
                .orElseThrow(
                        () -> new IllegalArgumentException(read.diagnostics().strip()));
        return play(out, file, scenario, playbook(playbooks, scenario.playbook()));
    }

    private Playbook playbook(Path playbooks, String name) throws IOException {
        return Sources.playbooks(
                        playbooks, Actions.builtIn(), spec.commandLine().getErr())
                .stream()
                .filter(p -> p.name().equals(name))
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException("there is no playbook " + name + " in " + playbooks));
    }

    private int play(PrintWriter out, ScenarioFiles.ScenarioFile file, Scenario scenario, Playbook playbook)
            throws IOException, InterruptedException {
        Path only = Files.createTempDirectory("coxswain-demo");
        try (Termination termination = Termination.awaited();
                LiveScenario live = LiveScenario.start(scenario, playbook, port, speed)) {
            Files.writeString(
                    only.resolve("playbook.yaml"), Json.pretty(live.playbook().source()));
            try (Service service =
                    Service.start(settings(live, only), live.cluster().pace())) {
                DemoStory story = new DemoStory(out, live);
                story.open(file.name(), service.url());
                DemoPlay play = new DemoPlay(live, file.expectations(), story, speed, approve ? this::answer : null);
                return play.follow(termination) ? OK : WRONG;
            }
        } finally {
            Files.deleteIfExists(only.resolve("playbook.yaml"));
            Files.deleteIfExists(only);
        }
    }

    /** As a person does it, with the very command; what it says becomes part of the story. */
    private DemoPlay.Answer answer(String command, String run, String url) {
        CommandLine root = spec.root().commandLine();
        CommandLine sub = Objects.requireNonNull(root.getSubcommands().get(command), command);
        PrintWriter out = sub.getOut();
        StringWriter said = new StringWriter();
        sub.setOut(new PrintWriter(said, true));
        try {
            int exit = root.execute(command, run, "--server", url);
            return new DemoPlay.Answer(exit == OK, said.toString().strip());
        } finally {
            sub.setOut(out);
        }
    }

    private Map<String, Object> settings(LiveScenario live, Path playbooks) {
        Map<String, Object> settings = new LinkedHashMap<>();
        settings.put("coxswain.cluster.server", live.cluster().url());
        settings.put("coxswain.leader-election", false);
        settings.put("coxswain.playbooks", playbooks.toString());
        settings.put("coxswain.web.listen", listen);
        return settings;
    }

    private static int list(PrintWriter out, Path playbooks) throws IOException {
        List<Map<String, @Nullable Object>> rows = new ArrayList<>();
        for (ScenarioFiles.ScenarioFile file : ScenarioFiles.below(playbooks)) {
            Map<String, @Nullable Object> row = new LinkedHashMap<>();
            row.put("scenario", file.name());
            row.put("title", file.read().scenario().map(Scenario::title).orElse("(not readable; try: test)"));
            rows.add(row);
        }
        new Rendered().print(out, List.of("scenario", "title"), rows);
        return OK;
    }

    @Override
    public CommandSpec spec() {
        return spec;
    }
}
