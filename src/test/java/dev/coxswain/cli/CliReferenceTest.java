package dev.coxswain.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.coxswain.GeneratedPage;
import dev.coxswain.cli.console.ExitCodes;
import java.io.IOException;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import picocli.CommandLine;
import picocli.CommandLine.Help.Ansi;

/** Renders the command line for people, and holds each command to what all of them promise. */
class CliReferenceTest {

    private static final int WIDTH = 100;

    private static CommandLine commands() {
        CommandLine line = Main.commandLine().setUsageHelpWidth(WIDTH);
        line.getSubcommands().values().forEach(sub -> sub.setUsageHelpWidth(WIDTH));
        return line;
    }

    @Test
    void theReferenceOfTheCommandLineIsWhatTheCommandsSay() throws IOException {
        GeneratedPage.of("docs/reference/cli.md").assertIs(rendered());
    }

    private static String rendered() {
        StringBuilder page = new StringBuilder("# Command line\n\nRendered from the commands themselves.\n");
        page.append("\n## Exit codes\n\nThe same for all commands.\n\n| code | meaning |\n|---|---|\n");
        ExitCodes.meanings()
                .forEach((code, meaning) -> page.append("| ")
                        .append(code)
                        .append(" | ")
                        .append(meaning)
                        .append(" |\n"));
        page.append("\nA command that is stopped by Ctrl-C ends with 130, as the shell has it.\n");
        page.append("\n## coxswain\n");
        usage(page, commands());
        commands().getSubcommands().forEach((name, command) -> {
            page.append("\n## ").append(name).append('\n');
            usage(page, command);
        });
        return page.toString();
    }

    private static void usage(StringBuilder page, CommandLine command) {
        page.append("\n```text\n");
        command.getUsageMessage(Ansi.OFF)
                .lines()
                .forEach(line -> page.append(line.stripTrailing()).append('\n'));
        page.append("```\n");
    }

    @TestFactory
    Stream<DynamicTest> everyCommandExplainsItselfAndItsOptions() {
        return commands().getSubcommands().entrySet().stream()
                .map((Map.Entry<String, CommandLine> command) -> DynamicTest.dynamicTest(command.getKey(), () -> {
                    CommandLine.Model.CommandSpec spec = command.getValue().getCommandSpec();
                    assertThat(spec.usageMessage().description()).isNotEmpty();
                    assertThat(spec.findOption("--help")).isNotNull();
                    assertThat(spec.options())
                            .allSatisfy(option -> assertThat(option.description())
                                    .as("%s", option.longestName())
                                    .isNotEmpty());
                    assertThat(spec.positionalParameters())
                            .allSatisfy(parameter ->
                                    assertThat(parameter.description()).isNotEmpty());
                }));
    }

    @Test
    void theHelpOfTheProgramListsTheExitCodes() {
        assertThat(commands().getUsageMessage(Ansi.OFF)).contains("Exit codes:", "The command line was not understood");
    }
}
