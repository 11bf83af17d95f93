package dev.coxswain.action;

import static org.assertj.core.api.Assertions.assertThat;

import dev.coxswain.playbook.Playbook;
import dev.coxswain.playbook.PlaybookReader;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

/** The playbooks that come with the product have no mistakes, and none of them changes anything unasked. */
class BuiltInPlaybooksTest {

    private static final Path PLAYBOOKS = Path.of("playbooks");

    @TestFactory
    Stream<DynamicTest> everyPlaybookIsReadWithoutADiagnostic() throws IOException {
        return directories().stream()
                .map(directory -> DynamicTest.dynamicTest(name(directory), () -> {
                    PlaybookReader.Result result = read(directory);
                    assertThat(result.diagnostics().print()).isEmpty();
                    assertThat(result.playbooks()).extracting(Playbook::name).containsExactly(name(directory));
                }));
    }

    @TestFactory
    Stream<DynamicTest> everyPlaybookIsExplainedAndRehearsed() throws IOException {
        return directories().stream()
                .map(directory -> DynamicTest.dynamicTest(name(directory), () -> {
                    assertThat(directory.resolve("README.md")).isNotEmptyFile();
                    assertThat(directory.resolve("scenarios")).isNotEmptyDirectory();
                }));
    }

    @Test
    void p4APlaybookThatChangesSomethingAsksFirst() throws IOException {
        Actions actions = Actions.builtIn();
        List<Playbook> playbooks = directories().stream()
                .flatMap(d -> read(d).playbooks().stream())
                .toList();
        assertThat(playbooks)
                .isNotEmpty()
                .filteredOn(playbook -> playbook.steps().stream()
                        .anyMatch(
                                step -> actions.find(step.uses()).orElseThrow().mutating()))
                .isNotEmpty()
                .allSatisfy(
                        playbook -> assertThat(playbook.approval().mode()).isEqualTo(Playbook.Approval.Mode.REQUIRED));
    }

    private static List<Path> directories() throws IOException {
        try (Stream<Path> paths = Files.list(PLAYBOOKS)) {
            return paths.filter(Files::isDirectory)
                    .sorted(Comparator.comparing(BuiltInPlaybooksTest::name))
                    .toList();
        }
    }

    private static String name(Path directory) {
        return String.valueOf(directory.getFileName());
    }

    private static PlaybookReader.Result read(Path directory) {
        Path file = directory.resolve("playbook.yaml");
        try {
            return PlaybookReader.read(file.toString(), Files.readString(file), Actions.builtIn());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
