package dev.coxswain.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.coxswain.app.rehearsal.ScenarioReader;
import dev.coxswain.app.rehearsal.SimulatedCluster;
import dev.coxswain.expression.Diagnostics;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.MatchResult;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import picocli.CommandLine;

/**
 * Every command in the pages is typed as it stands there, against a simulated cluster. A block that cannot be run says why, in the
 * line before it: {@code <!-- not run here: the reason -->}.
 */
class DocumentedCommandsTest {

    private static final String SERVER = "http://127.0.0.1:8001";
    private static final Pattern BLOCK =
            Pattern.compile("(?ms)^(<!-- not run here: [^\\n]+ -->\\n)?```sh\\n(.*?)^```$");
    private static final Path SCENARIOS = Path.of("docs/reference/scenarios.md");

    private record Block(Path page, boolean skipped, List<String> lines) {}

    private static List<Path> pages() throws IOException {
        List<Path> pages = new ArrayList<>(List.of(Path.of("README.md"), Path.of("CONTRIBUTING.md")));
        try (Stream<Path> docs = Files.walk(Path.of("docs"))) {
            docs.filter(file -> file.toString().endsWith(".md")).sorted().forEach(pages::add);
        }
        return pages;
    }

    private static List<Block> blocks() throws IOException {
        List<Block> blocks = new ArrayList<>();
        for (Path page : pages()) {
            Matcher found = BLOCK.matcher(Files.readString(page));
            while (found.find()) {
                List<String> lines = found.group(2)
                        .lines()
                        .map(line -> line.replaceFirst("\\s+#.*", "").strip())
                        .filter(line -> !line.isEmpty())
                        .toList();
                blocks.add(new Block(page, found.group(1) != null, lines));
            }
        }
        return blocks;
    }

    @TestFactory
    Stream<DynamicTest> everyCommandInThePagesWorks() throws IOException {
        SimulatedCluster cluster = SimulatedCluster.start(0, 1);
        List<Block> run = blocks().stream().filter(block -> !block.skipped()).toList();
        assertThat(run).hasSizeGreaterThanOrEqualTo(3);
        return run.stream()
                .flatMap(block -> block.lines().stream()
                        .map(line -> DynamicTest.dynamicTest(
                                block.page() + ": " + line, () -> works(line.replace(SERVER, cluster.url())))))
                .onClose(cluster::close);
    }

    private static void works(String line) {
        assertThat(line).as("only our own commands can be run in a test").startsWith("./coxswain ");
        StringWriter said = new StringWriter();
        CommandLine commands = Main.commandLine();
        commands.setOut(new PrintWriter(said, true));
        commands.setErr(new PrintWriter(said, true));
        int exit = commands.execute(line.substring("./coxswain ".length()).split(" +", -1));
        assertThat(exit).as(said.toString()).isZero();
        assertThat(said.toString()).isNotBlank();
    }

    @Test
    void whatIsNotRunNamesOnlyCommandsAndOptionsThatExist() throws IOException {
        for (Block block : blocks()) {
            for (String line : block.lines()) {
                if (block.skipped() && line.startsWith("./coxswain ")) {
                    String[] words = line.substring("./coxswain ".length()).split(" +", -1);
                    CommandLine.ParseResult parsed = Main.commandLine().parseArgs(words);
                    assertThat(parsed.hasSubcommand()).as(line).isTrue();
                }
            }
        }
    }

    @Test
    void theExampleOfAScenarioIsReadAndAllWordsOfTheFormatAreExplained() throws IOException {
        String page = Files.readString(SCENARIOS);
        String example = Pattern.compile("(?ms)^```yaml\\n(.*?)^```$")
                .matcher(page)
                .results()
                .map((MatchResult found) -> found.group(1))
                .findFirst()
                .orElseThrow();
        Diagnostics fine = new Diagnostics("the example", example);
        assertThat(ScenarioReader.read(example, fine)).as(fine.print()).isPresent();
        for (String word : List.of("qqqqqqqqqqqqqqq: 1\ntitle:", "title:")) {
            String broken = example.replace("title:", word)
                    .replace("do: approve", "do: qqqqqqqqqqqqqqq")
                    .replace("phase: Failed", "phase: Failed\n  qqqqqqqqqqqqqqq: 1")
                    .replace("stuck: rfr-cart-2", "stuck: rfr-cart-2, qqqqqqqqqqqqqqq: 1");
            Diagnostics diagnostics = new Diagnostics("broken", broken);
            ScenarioReader.read(broken, diagnostics);
            List<String> known = Pattern.compile("known: (.*)")
                    .matcher(diagnostics.print())
                    .results()
                    .flatMap(found -> Stream.of(found.group(1).split(", ", -1)))
                    .toList();
            assertThat(known)
                    .hasSizeGreaterThan(12)
                    .allSatisfy(name -> assertThat(page).contains("`" + name.strip() + "`"));
        }
    }
}
