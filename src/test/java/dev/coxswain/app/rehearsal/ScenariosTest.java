package dev.coxswain.app.rehearsal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.coxswain.action.Actions;
import dev.coxswain.expression.Diagnostics;
import dev.coxswain.playbook.Playbook;
import dev.coxswain.playbook.PlaybookReader;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The scenarios that are shipped with the playbook of the main job, and the ways to write one wrongly. */
class ScenariosTest {

    private static final Path PLAYBOOK = Path.of("playbooks/redis-replica-probe-stuck");

    static List<Path> scenarios() throws IOException {
        List<Path> all = new ArrayList<>();
        try (Stream<Path> files = Files.walk(Path.of("playbooks"))) {
            files.filter(file -> file.toString().matches(".*[/\\\\]scenarios[/\\\\][^/\\\\]+\\.yaml"))
                    .sorted()
                    .forEach(all::add);
        }
        return all;
    }

    private static Playbook playbook() throws IOException {
        return playbook(PLAYBOOK);
    }

    private static Playbook playbook(Path directory) throws IOException {
        Path file = directory.resolve("playbook.yaml");
        return PlaybookReader.read(file.toString(), Files.readString(file), Actions.builtIn())
                .playbooks()
                .getFirst();
    }

    private static Scenario read(String name) throws IOException {
        return read(PLAYBOOK.resolve("scenarios").resolve(name));
    }

    private static Scenario read(Path file) throws IOException {
        String text = Files.readString(file);
        Diagnostics diagnostics = new Diagnostics(file.toString(), text);
        Optional<Scenario> scenario = ScenarioReader.read(text, diagnostics);
        assertThat(diagnostics.print()).isEmpty();
        return scenario.orElseThrow();
    }

    @ParameterizedTest
    @MethodSource("scenarios")
    void endsAsItsAuthorSays(Path file) throws IOException {
        Playbook playbook = playbook(file.resolve("../..").normalize());
        ScenarioRunner.Report report = ScenarioRunner.run(read(file), playbook);
        assertThat(report.differences()).as(report.journal()).isEmpty();
    }

    @Test
    void anEndThatDiffersIsReportedWithTheJournal() throws IOException {
        Scenario wrong = deniedWith(
                Map.of(),
                read("denied.yaml").events(),
                new Scenario.Expectation(
                        "Succeeded",
                        Optional.of("verified"),
                        Optional.of("succeeded"),
                        Optional.of(0),
                        Optional.of(true),
                        Optional.of(true),
                        Optional.of("rfr-cart-1"),
                        Optional.of(List.of("rfr-cart-2"))));
        ScenarioRunner.Report report = ScenarioRunner.run(wrong, playbook());
        assertThat(report.differences())
                .anyMatch(difference -> difference.startsWith("told: expected succeeded, came [Approve "))
                .contains(
                        "phase: expected Succeeded, came Denied",
                        "because: expected verified, came denied by kubernetes-admin",
                        "operatorReplicas: expected 0, came 1",
                        "paused: expected true, came false",
                        "primaryMoved: expected true, came false",
                        "primary: expected rfr-cart-1, came rfr-cart-0",
                        "recreated: expected [rfr-cart-2], came []");
        assertThat(report.journal()).contains("Denied");
    }

    @Test
    void aParameterThatThePlaybookLacksIsNamed() throws IOException {
        Scenario wrong = deniedWith(Map.of("speed", "high"), List.of(), Scenario.Expectation.of("Denied"));
        assertThatThrownBy(() -> ScenarioRunner.run(wrong, playbook())).hasMessageContaining("no parameter 'speed'");
    }

    @Test
    void whatCannotHappenIsReported() throws IOException {
        Scenario wrong = deniedWith(
                Map.of(),
                List.of(
                        at(new Scenario.Happening.Answered("Approve")),
                        at(new Scenario.Happening.PodKilled("rfr-cart-7")),
                        at(new Scenario.Happening.Commanded("rfr-cart-8", List.of("PING"))),
                        at(new Scenario.Happening.Started("shop/rfr-cart-9"))),
                Scenario.Expectation.of("Denied"));
        assertThat(ScenarioRunner.run(wrong, playbook()).differences())
                .contains(
                        "nobody answers Approve: no question is open",
                        "nobody kills the server in rfr-cart-7: pods \"rfr-cart-7\" not found",
                        "nobody runs redis-cli PING in rfr-cart-8: there is no pod rfr-cart-8")
                .anyMatch(difference ->
                        difference.startsWith("nobody starts a run by hand about shop/rfr-cart-9: playbook "));
    }

    /** The scenario in which people say no, but with these. */
    private static Scenario deniedWith(
            Map<String, Object> params, List<Scenario.Event> events, Scenario.Expectation expect) throws IOException {
        Scenario denied = read("denied.yaml");
        return new Scenario(denied.title(), denied.stage(), denied.playbook(), Map.copyOf(params), events, expect);
    }

    private static Scenario.Event at(Scenario.Happening happening) {
        return new Scenario.Event(java.time.Duration.ofMinutes(1), happening);
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
                - {at: 1m, do: run}
                expect: {phase: Running}
                """;
        Diagnostics diagnostics = new Diagnostics("wrong.yaml", text);
        assertThat(ScenarioReader.read(text, diagnostics)).isEmpty();
        assertThat(diagnostics.print())
                .contains("wrong.yaml:3:")
                .contains("has no field 'disk'")
                .contains("'soon' is not a duration")
                .contains("'do' cannot be 'aprove'")
                .contains("wrong.yaml:7:", "'target'")
                .contains("no run ends as 'Running'");
    }
}
