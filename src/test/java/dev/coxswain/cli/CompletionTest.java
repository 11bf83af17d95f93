package dev.coxswain.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The completion script, sourced by real shells. */
class CompletionTest {

    private static final Path BASH = Path.of("/bin/bash");
    private static final Path ZSH = Path.of("/usr/bin/zsh");

    /** A person at a terminal types what is in $2 and then the tabulator, until what is in $3 stands there. */
    private static final String AT_A_TERMINAL = """
            zmodload zsh/zpty
            zpty -b shell 'zsh -f -i'
            zpty -w shell "autoload -U compinit; compinit -u -D; source $1; coxswain() { :; }; echo it_is_'read'"
            zpty -r shell shown '*it_is_read*'
            zpty -w -n shell "$2"$'\\t'
            zpty -r shell shown "*$3*" && print -r -- "$shown"
            zpty -d shell
            """;

    @TempDir
    private Path directory;

    private Path script() throws IOException {
        StringWriter script = new StringWriter();
        assertThat(Main.commandLine().setOut(new PrintWriter(script, true)).execute("completion"))
                .isZero();
        return Files.writeString(directory.resolve("completion.sh"), script.toString());
    }

    private static String saidBy(List<String> command) throws IOException, InterruptedException {
        Process shell = new ProcessBuilder(command).redirectErrorStream(true).start();
        try {
            assertThat(shell.waitFor(30, TimeUnit.SECONDS))
                    .as("the shell has answered")
                    .isTrue();
            return new String(shell.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        } finally {
            shell.destroyForcibly();
        }
    }

    /** What bash offers after these words; the last one is being typed. */
    private String offeredByBash(String... words) throws IOException, InterruptedException {
        assumeTrue(Files.isExecutable(BASH), "there is no " + BASH + " here");
        String typed = "COMP_WORDS=(" + String.join(" ", words) + "); COMP_CWORD=" + (words.length - 1) + "\n";
        String asked = "compopt() { :; } # only readline has it\nsource " + script() + "\n" + typed
                + "COMP_LINE=\"${COMP_WORDS[*]}\"; COMP_POINT=${#COMP_LINE}\n"
                + "_complete_coxswain\nprintf '%s\\n' \"${COMPREPLY[@]}\"\n";
        return saidBy(List.of(BASH.toString(), "--norc", "-c", asked));
    }

    /** What stands at zsh's prompt after the tabulator, terminal codes and all. */
    private String completedByZsh(String typed, String expected) throws IOException, InterruptedException {
        assumeTrue(Files.isExecutable(ZSH), "there is no " + ZSH + " here");
        Path person = Files.writeString(directory.resolve("person.zsh"), AT_A_TERMINAL);
        return saidBy(List.of(ZSH.toString(), "-f", person.toString(), script().toString(), typed, expected));
    }

    @Test
    void commandsAreCompleted() throws IOException, InterruptedException {
        assertThat(offeredByBash("coxswain", "appr").lines()).containsExactly("approve");
        assertThat(offeredByBash("coxswain", "''")).contains("demo", "validate", "schema");
    }

    @Test
    void optionsAreCompleted() throws IOException, InterruptedException {
        assertThat(offeredByBash("coxswain", "demo", "--sc").lines()).containsExactly("--scenario");
    }

    @Test
    void zshCompletesThemToo() throws IOException, InterruptedException {
        assertThat(completedByZsh("coxswain appr", "coxswain approve")).contains("coxswain approve");
        assertThat(completedByZsh("coxswain demo --sc", "demo --scenario")).contains("demo --scenario");
    }
}
