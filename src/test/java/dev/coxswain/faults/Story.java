package dev.coxswain.faults;

import dev.coxswain.action.Actions;
import dev.coxswain.app.rehearsal.Scenario;
import dev.coxswain.app.rehearsal.ScenarioReader;
import dev.coxswain.app.rehearsal.ScenarioRunner;
import dev.coxswain.expression.Diagnostics;
import dev.coxswain.playbook.Playbook;
import dev.coxswain.playbook.PlaybookReader;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/** One scenario of one of the playbooks that are shipped. */
record Story(String name, Scenario scenario, Playbook playbook) {

    private static final Path PLAYBOOKS = Path.of("playbooks");
    private static final List<Story> ALL = load();

    /** In order of name. */
    static List<Story> all() {
        return ALL;
    }

    static Story of(String name) {
        return ALL.stream()
                .filter(story -> story.name().equals(name))
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException("no story " + name + ", only "
                        + ALL.stream().map(Story::name).toList()));
    }

    /** What people answer in it, if they do. */
    Optional<String> answer() {
        return scenario.events().stream()
                .map(Scenario.Event::happening)
                .filter(Scenario.Happening.Answered.class::isInstance)
                .map(happening -> ((Scenario.Happening.Answered) happening).answer())
                .findFirst();
    }

    /** Whether an operator is held in it, if people agree. */
    boolean holds() {
        return answer().equals(Optional.of("Approve"))
                && playbook.steps().stream().anyMatch(step -> step.uses().equals("operator.hold"));
    }

    /** When they first do. */
    Duration answeredAt() {
        return scenario.events().stream()
                .filter(event -> event.happening() instanceof Scenario.Happening.Answered)
                .map(Scenario.Event::at)
                .findFirst()
                .orElse(Duration.ZERO);
    }

    @Override
    public String toString() {
        return name;
    }

    private static List<Story> load() {
        try (Stream<Path> directories = Files.list(PLAYBOOKS)) {
            List<Story> all = new ArrayList<>();
            for (Path directory : directories.sorted().toList()) {
                all.addAll(storiesOf(directory));
            }
            return List.copyOf(all);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static List<Story> storiesOf(Path directory) throws IOException {
        Path file = directory.resolve("playbook.yaml");
        Path scenarios = directory.resolve("scenarios");
        if (!Files.exists(file) || !Files.isDirectory(scenarios)) {
            return List.of();
        }
        Playbook playbook = PlaybookReader.read(file.toString(), Files.readString(file), Actions.builtIn())
                .playbooks()
                .getFirst();
        try (Stream<Path> files = Files.list(scenarios)) {
            return files.sorted().flatMap(each -> read(each, playbook).stream()).toList();
        }
    }

    /** They stand in the playbook by now; each play would compile it anew. */
    private static Scenario withoutParams(Scenario scenario) {
        return new Scenario(
                scenario.title(),
                scenario.stage(),
                scenario.playbook(),
                Map.of(),
                scenario.events(),
                scenario.expect());
    }

    private static Optional<Story> read(Path file, Playbook playbook) {
        try {
            String text = Files.readString(file);
            String name = playbook.name() + "/" + file.getFileName().toString().replace(".yaml", "");
            return ScenarioReader.read(text, new Diagnostics(file.toString(), text))
                    .map(scenario -> new Story(
                            name, withoutParams(scenario), ScenarioRunner.withParams(playbook, scenario.params())));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
