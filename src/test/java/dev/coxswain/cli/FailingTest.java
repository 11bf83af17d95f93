package dev.coxswain.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.PrintWriter;
import java.io.StringWriter;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.util.concurrent.Callable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import picocli.CommandLine;
import picocli.CommandLine.Command;

/** How commands end that cannot do what was wanted. */
class FailingTest {

    @Command(name = "broken")
    private static final class Broken implements Callable<Integer> {
        @Override
        public Integer call() {
            throw new IllegalStateException("two and two are five");
        }
    }

    private record Said(int exit, String err) {}

    private static Said said(CommandLine line, String... args) {
        StringWriter err = new StringWriter();
        int exit = line.setErr(new PrintWriter(err, true)).execute(args);
        return new Said(exit, err.toString());
    }

    @Test
    void aMistakeOfOursExitsWithFourAndAsksForAReport() {
        Said said = said(Main.commandLine().addSubcommand(new Broken()), "broken");

        assertThat(said.exit()).isEqualTo(4);
        assertThat(said.err())
                .contains("a mistake in Coxswain itself", "two and two are five", "COXSWAIN_DEBUG=1")
                .doesNotContain("\tat ");
    }

    @ParameterizedTest
    @ValueSource(strings = {"simulator", "demo"})
    void aPortThatIsTakenIsOneClearLine(String command) throws Exception {
        try (ServerSocket taken = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            Said said = said(Main.commandLine(), command, "--port", String.valueOf(taken.getLocalPort()));

            assertThat(said.exit()).as(said.err()).isEqualTo(1);
            assertThat(said.err().lines())
                    .filteredOn(line -> line.startsWith("coxswain: "))
                    .singleElement()
                    .asString()
                    .contains("cannot listen on ", ":" + taken.getLocalPort(), "choose another port");
        }
    }
}
