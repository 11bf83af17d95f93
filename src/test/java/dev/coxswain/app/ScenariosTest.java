package dev.coxswain.app;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.coxswain.action.Actions;
import dev.coxswain.expression.Diagnostics;
import dev.coxswain.playbook.Playbook;
import dev.coxswain.playbook.PlaybookReader;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The scenarios that are shipped with the playbook of the main job, and the ways to write one wrongly. */
class ScenariosTest {

    private static final Path PLAYBOOK = Path.of("playbooks/redis-replica-probe-stuck");

    static List<String> scenarios() throws IOException {
        try (Stream<Path> files = Files.list(PLAYBOOK.resolve("scenarios"))) {
            return files.map(file -> file.getFileName().toString()).sorted().toList();
        }
    }

    private static Playbook playbook() throws IOException {
        Path file = PLAYBOOK.resolve("playbook.yaml");
        return PlaybookReader.read(file.toString(), Files.readString(file), Actions.builtIn())
                .playbooks()
                .getFirst();
    }

    private static Scenario read(String file) throws IOException {
        String text = Files.readString(PLAYBOOK.resolve("scenarios").resolve(file));
        Diagnostics diagnostics = new Diagnostics(file, text);
        Optional<Scenario> scenario = ScenarioReader.read(text, diagnostics);
        assertThat(diagnostics.print()).isEmpty();
        return scenario.orElseThrow();
    }

    @ParameterizedTest
    @MethodSource("scenarios")
    void endsAsItsAuthorSays(String file) throws IOException {
        ScenarioRunner.Report report = ScenarioRunner.run(read(file), playbook());
        assertThat(report.differences()).as(report.journal()).isEmpty();
    }

    @Test
    void anEndThatDiffersIsReportedWithTheJournal() throws IOException {
        Scenario denied = read("denied.yaml");
        Scenario wrong = new Scenario(
                denied.title(),
                denied.stage(),
                denied.playbook(),
                denied.params(),
                denied.events(),
                new Scenario.Expectation("Succeeded", Optional.of(0), Optional.empty(), Optional.empty()));
        ScenarioRunner.Report report = ScenarioRunner.run(wrong, playbook());
        assertThat(report.differences())
                .containsExactly("phase: expected Succeeded, came Denied", "operatorReplicas: expected 0, came 1");
        assertThat(report.journal()).contains("Denied");
    }

    @Test
    void aParameterThatThePlaybookLacksIsNamed() throws IOException {
        Scenario denied = read("denied.yaml");
        Scenario wrong = new Scenario(
                denied.title(),
                denied.stage(),
                denied.playbook(),
                java.util.Map.of("speed", "high"),
                denied.events(),
                denied.expect());
        assertThatThrownBy(() -> ScenarioRunner.run(wrong, playbook())).hasMessageContaining("no parameter 'speed'");
    }

    @Test
    void mistakesAreReportedWithTheirPlaces() {
        String text = """
                title: Wrong
                world:
                  spotahome: {name: cart, namespace: shop, stuck: rfr-cart-2, loadingSeconds: 9, disk: full}
                playbook: p
                events:
                - {at: soon, do: aprove}
                expect: {phase: Running}
                """;
        Diagnostics diagnostics = new Diagnostics("wrong.yaml", text);
        assertThat(ScenarioReader.read(text, diagnostics)).isEmpty();
        assertThat(diagnostics.print())
                .contains("wrong.yaml:3:")
                .contains("has no field 'disk'")
                .contains("'soon' is not a duration")
                .contains("'do' cannot be 'aprove'")
                .contains("no run ends as 'Running'");
    }
}
