package dev.coxswain.playbook;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assertions.assertTimeoutPreemptively;

import dev.coxswain.expression.Diagnostics;
import dev.coxswain.expression.Expression;
import dev.coxswain.expression.Template;
import dev.coxswain.playbook.PlaybookReader.ProfileFields;
import dev.coxswain.playbook.PlaybookReader.Result;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class PlaybookReaderTest {

    private static final Path RESOURCES = Path.of("src/test/resources/dev/coxswain/playbook");
    private final PlaybookReader reader = new PlaybookReader(new TestCatalogue(), ProfileFields.NONE);

    static List<Path> bad() throws IOException {
        return files("bad");
    }

    static List<Path> good() throws IOException {
        return files("good");
    }

    private static List<Path> files(String directory) throws IOException {
        try (Stream<Path> files = Files.list(RESOURCES.resolve(directory))) {
            return files.filter(f -> f.toString().endsWith(".yaml")).sorted().toList();
        }
    }

    private Result read(Path file) throws IOException {
        return reader.read(String.valueOf(file.getFileName()), Files.readAllBytes(file));
    }

    @ParameterizedTest
    @MethodSource("bad")
    void aBadPlaybookIsRefusedInExactlyTheseWords(Path file) throws IOException {
        Path expected = file.resolveSibling(String.valueOf(file.getFileName()).replace(".yaml", ".expected"));
        Result result = read(file);
        assertThat(result.diagnostics().print()).isEqualTo(Files.readString(expected));
        assertThat(result.diagnostics().hasErrors()).isTrue();
    }

    @ParameterizedTest
    @MethodSource("good")
    void aGoodPlaybookIsReadWithoutAWord(Path file) throws IOException {
        Result result = read(file);
        assertThat(result.diagnostics().print()).isEmpty();
        assertThat(result.playbooks()).isNotEmpty();
    }

    @Test
    void everyPartOfAPlaybookIsRead() throws IOException {
        Playbook playbook = read(RESOURCES.resolve("good/01-redis-replica-probe-stuck.yaml"))
                .playbooks()
                .getFirst();
        assertThat(playbook.name()).isEqualTo("redis-replica-probe-stuck");
        assertThat(playbook.severity()).isEqualTo(Playbook.Severity.CRITICAL);
        assertThat(playbook.trigger().heldFor()).isEqualTo(Duration.ofMinutes(5));
        assertThat(playbook.trigger()).isInstanceOf(Playbook.Trigger.OnMember.class);
        assertThat(playbook.params()).isEqualTo(Map.of("restarts", 3L));
        assertThat(playbook.let()).containsOnlyKeys("master", "others");
        assertThat(playbook.limits().perDay()).contains(4);
        assertThat(playbook.approval().mode()).isEqualTo(Playbook.Approval.Mode.REQUIRED_UNLESS);
        assertThat(playbook.approval().from().groups()).containsExactly("redis-oncall");
        assertThat(playbook.steps()).hasSize(7);
        assertThat(playbook.steps().getFirst().with()).containsEntry("atMost", Duration.ofMinutes(20));
        assertThat(playbook.steps().get(4).with().get("until")).isInstanceOf(Expression.class);
        assertThat(playbook.steps().get(3).with().get("command"))
                .asInstanceOf(org.assertj.core.api.InstanceOfAssertFactories.LIST)
                .last()
                .isInstanceOfSatisfying(
                        Template.class, t -> assertThat(t.reads()).containsExactly("datastore.primary.ip"));
        assertThat(playbook.steps().get(5).otherwise()).isEqualTo(Playbook.Otherwise.CONTINUE);
        assertThat(playbook.verify().getFirst().within()).isEqualTo(Duration.ofMinutes(5));
        assertThat(playbook.source()).containsEntry("kind", "Playbook");
    }

    @Test
    void aBrokenPlaybookDoesNotTakeItsNeighbourDown() throws IOException {
        String good = Files.readString(RESOURCES.resolve("good/02-two-in-one-file.yaml"));
        Result result = reader.read("two.yaml", good.replace("stale)", "stale"));
        assertThat(result.playbooks()).extracting(Playbook::name).containsExactly("say-hello");
        assertThat(result.diagnostics().hasErrors()).isTrue();
    }

    @Test
    void whatIsSilentAboutApprovalAsks() throws IOException {
        Playbook playbook = read(RESOURCES.resolve("good/02-two-in-one-file.yaml"))
                .playbooks()
                .getFirst();
        assertThat(playbook.approval().mode()).isEqualTo(Playbook.Approval.Mode.REQUIRED);
    }

    static List<String> hostile() {
        StringBuilder laughs = new StringBuilder("a0: &a0 [x, x, x, x, x, x, x, x, x, x]\n");
        for (int i = 1; i < 30; i++) {
            String alias = "*a" + (i - 1);
            laughs.append("a%d: &a%d [%s]%n".formatted(i, i, String.join(", ", List.of(alias, alias, alias, alias))));
        }
        return List.of(
                laughs.toString(),
                "a: &a [*a]",
                "&a {b: *a}",
                "[".repeat(500_000),
                "{a: ".repeat(200_000),
                "- ".repeat(400_000),
                "a: ".repeat(300_000),
                "? ".repeat(400_000),
                "x".repeat(1_000_000),
                "#".repeat(1_000_000),
                "x".repeat(2_000_000),
                "- a\n".repeat(200_000),
                "--- {}\n".repeat(100_000),
                "&a a: *a\n".repeat(100_000),
                "\t- a",
                "a: \"" + "\\x41".repeat(200_000) + "\"",
                "!!java.net.URL [http://localhost]",
                "\u0000",
                "a: \"unclosed",
                "%YAML 9.9\n---\na: b",
                "");
    }

    @ParameterizedTest
    @MethodSource("hostile")
    void hostileTextIsRefusedInBoundedTimeAndMemory(String text) {
        assertTimeoutPreemptively(Duration.ofSeconds(10), () -> {
            Result result = reader.read("hostile.yaml", text);
            assertThat(result.playbooks()).isEmpty();
            assertThat(result.diagnostics().all()).isNotEmpty().hasSizeLessThanOrEqualTo(100);
            assertThat(result.diagnostics().print().length()).isLessThan(200_000);
        });
    }

    @Test
    void bytesThatAreNotTextAreRefused() {
        Diagnostics diagnostics = reader.read("latin.yaml", "name: Zürich".getBytes(StandardCharsets.ISO_8859_1))
                .diagnostics();
        assertThat(diagnostics.print()).isEqualTo("latin.yaml:1:1: error: the file is not UTF-8 text\n");
    }
}
