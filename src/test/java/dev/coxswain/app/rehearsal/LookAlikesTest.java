package dev.coxswain.app.rehearsal;

import static org.assertj.core.api.Assertions.assertThat;

import dev.coxswain.action.Actions;
import dev.coxswain.app.rehearsal.Scenario.Incident;
import dev.coxswain.playbook.Playbook;
import dev.coxswain.playbook.PlaybookReader;
import dev.coxswain.run.record.Run;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Four loops of a replica that look alike from outside: each is answered by its own playbook, and by no other. */
class LookAlikesTest {

    private static final List<String> PLAYBOOKS = List.of(
            "redis-replica-probe-stuck", "redis-replica-oom", "redis-replica-sync-loop", "redis-replica-disk-full");

    static Stream<Arguments> loops() {
        return Stream.of(
                Arguments.of(
                        new Incident.SlowLoad("rfr-cart-2", Duration.ofSeconds(230)),
                        "redis-replica-probe-stuck",
                        "member.says.info.loading == 1: true"),
                Arguments.of(
                        new Incident.TooLittleMemory("rfr-cart-1"),
                        "redis-replica-oom",
                        "member.lastExit.reason == 'OOMKilled': true"),
                Arguments.of(
                        new Incident.NeverInSync("rfr-cart-2"),
                        "redis-replica-sync-loop",
                        "member.says.info.master_link_status != 'up': true"),
                Arguments.of(
                        new Incident.FullDisk("rfr-cart-2"), "redis-replica-disk-full", "member.says.disk.available"));
    }

    private static List<Playbook> playbooks() throws IOException {
        List<Playbook> all = new ArrayList<>();
        for (String name : PLAYBOOKS) {
            Path file = Path.of("playbooks", name, "playbook.yaml");
            all.addAll(PlaybookReader.read(file.toString(), Files.readString(file), Actions.builtIn())
                    .playbooks());
        }
        assertThat(all).hasSameSizeAs(PLAYBOOKS);
        return all;
    }

    @ParameterizedTest
    @MethodSource("loops")
    void eachLoopIsAnsweredByItsOwnPlaybookAlone(Incident incident, String playbook, String evidence)
            throws IOException {
        Scenario.Stage wanted =
                new Scenario.Stage("shop", "cart", new Scenario.Keeper.Spotahome(false), incident, Optional.empty());
        RedisStage stage = new RedisStage(
                new RedisStage.Datastore(wanted.namespace(), wanted.name(), wanted.keeper()),
                playbooks(),
                setting -> new Soloist(setting, UnaryOperator.identity()));
        ScenarioRunner.begin(stage, wanted);
        stage.rehearsal().passes(Duration.ofMinutes(28));

        List<Run> runs = stage.rehearsal().runs();
        assertThat(runs).extracting(run -> run.spec().playbookName()).containsExactly(playbook);
        assertThat(runs.getFirst().spec().target().name()).isEqualTo(incident.pod());
        assertThat(runs.getFirst().spec().evidence()).anyMatch(line -> line.contains(evidence));
    }
}
