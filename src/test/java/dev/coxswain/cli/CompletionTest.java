package dev.coxswain.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The completion script, sourced by a real shell. */
class CompletionTest {

    @BeforeAll
    static void thereIsBash() {
        assumeTrue(Files.isExecutable(Path.of("/bin/bash")), "there is no /bin/bash here");
    }

    /** What bash offers after these words; the last one is being typed. */
    private static String offered(Path directory, String... words) throws IOException, InterruptedException {
        StringWriter script = new StringWriter();
        assertThat(Main.commandLine().setOut(new PrintWriter(script, true)).execute("completion"))
                .isZero();
        Path file = Files.writeString(directory.resolve("completion.bash"), script.toString());
        String typed = "COMP_WORDS=(" + String.join(" ", words) + "); COMP_CWORD=" + (words.length - 1) + "\n";
        String asked = "compopt() { :; } # only readline has it\nsource " + file + "\n" + typed
                + "COMP_LINE=\"${COMP_WORDS[*]}\"; COMP_POINT=${#COMP_LINE}\n"
                + "_complete_coxswain\nprintf '%s\\n' \"${COMPREPLY[@]}\"\n";
        Process bash = new ProcessBuilder("/bin/bash", "--norc", "-c", asked)
                .redirectErrorStream(true)
                .start();
        String answer = new String(bash.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertThat(bash.waitFor(20, TimeUnit.SECONDS)).isTrue();
        return answer;
    }

    @Test
    void commandsAreCompleted(@TempDir Path directory) throws IOException, InterruptedException {
        assertThat(offered(directory, "coxswain", "appr").lines()).containsExactly("approve");
        assertThat(offered(directory, "coxswain", "''")).contains("demo", "validate", "schema");
    }

    @Test
    void optionsAreCompleted(@TempDir Path directory) throws IOException, InterruptedException {
        assertThat(offered(directory, "coxswain", "demo", "--sc").lines()).containsExactly("--scenario");
    }
}
