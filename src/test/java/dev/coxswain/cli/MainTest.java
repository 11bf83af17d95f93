package dev.coxswain.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.PrintWriter;
import java.io.StringWriter;
import org.junit.jupiter.api.Test;

class MainTest {
    private final StringWriter out = new StringWriter();
    private final StringWriter err = new StringWriter();

    @Test
    void theVersionIsPrintedWithTheNameOfTheProgram() {
        assertThat(exitCodeOf("--version")).isZero();
        assertThat(out.toString()).startsWith("coxswain ");
    }

    @Test
    void helpSaysWhatTheProgramIsFor() {
        assertThat(exitCodeOf("--help")).isZero();
        assertThat(out.toString()).contains("Usage: coxswain").contains("playbooks");
    }

    @Test
    void anUnknownOptionIsAUsageErrorOnStandardError() {
        assertThat(exitCodeOf("--no-such-option")).isEqualTo(2);
        assertThat(err.toString()).contains("--no-such-option");
        assertThat(out.toString()).isEmpty();
    }

    private int exitCodeOf(String... arguments) {
        return Main.commandLine()
                .setOut(new PrintWriter(out, true))
                .setErr(new PrintWriter(err, true))
                .execute(arguments);
    }
}
