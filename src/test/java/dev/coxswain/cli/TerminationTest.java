package dev.coxswain.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.coxswain.app.rehearsal.SimulatedCluster;
import dev.coxswain.cluster.Json;
import dev.coxswain.cluster.ObjectRef;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Real processes that are told to stop. */
class TerminationTest {

    private static final Path ENV = Path.of("/usr/bin/env");

    /** A child, and what it has said so far. */
    private static final class Child implements AutoCloseable {
        private final Process process;
        private final BufferedReader out;
        private final List<String> said = new ArrayList<>();

        /** @param format of the log: text or json */
        Child(String format, String... arguments) throws IOException {
            List<String> command = new ArrayList<>();
            // whoever runs the tests in the background of a script has SIGINT ignored, and so would the child
            command.addAll(List.of(ENV.toString(), "--default-signal=INT"));
            command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
            command.addAll(List.of("-XX:+UseSerialGC", "-XX:TieredStopAtLevel=1", "-Xmx512m", "-cp"));
            command.add(System.getProperty("java.class.path"));
            command.add(Main.class.getName());
            command.addAll(Arrays.asList(arguments));
            ProcessBuilder builder = new ProcessBuilder(command).redirectErrorStream(true);
            builder.environment().put("COXSWAIN_LOG_FORMAT", format);
            process = builder.start();
            out = process.inputReader();
        }

        void awaitLine(String part) throws IOException {
            String line = out.readLine();
            while (line != null && !line.contains(part)) {
                said.add(line);
                line = out.readLine();
            }
            assertThat(line).as(String.join("\n", said)).isNotNull();
        }

        /** Sends the signal; answers the exit code. */
        int stop(String signal) throws IOException, InterruptedException {
            new ProcessBuilder("kill", "-" + signal, String.valueOf(process.pid()))
                    .start()
                    .waitFor();
            out.lines().forEach(said::add);
            assertThat(process.waitFor(15, TimeUnit.SECONDS)).as("it ended").isTrue();
            assertThat(process.descendants()).isEmpty();
            return process.exitValue();
        }

        List<String> said() {
            return said;
        }

        @Override
        public void close() {
            process.destroyForcibly();
        }
    }

    private static void assumeLinux() {
        Assumptions.assumeTrue(
                Files.exists(Path.of("/proc/self")) && Files.isExecutable(ENV), "signals are sent as on Linux");
    }

    private static int number(String signal) {
        return signal.equals("INT") ? 2 : 15;
    }

    @ParameterizedTest
    @Timeout(120)
    @CsvSource({"simulator,INT,listening", "demo,INT,kubelet", "demo,TERM,get pbr"})
    void whatTheTerminalStartedEndsWithIt(String command, String signal, String ready) throws Exception {
        assumeLinux();
        try (Child child = new Child("text", command, "--port", "0")) {
            child.awaitLine(ready);
            assertThat(child.stop(signal)).isEqualTo(128 + number(signal));
            assertThat(child.said()).noneMatch(line -> line.contains("Exception") || line.contains("ERROR"));
        }
    }

    @ParameterizedTest
    @Timeout(120)
    @CsvSource({"INT,text", "TERM,json"})
    void aSupervisorGivesUpItsLeaseSoThatTheNextNeedNotWait(String signal, String format) throws Exception {
        assumeLinux();
        try (SimulatedCluster cluster = SimulatedCluster.start(0, 1);
                Child child = new Child(format, "serve", "--server", cluster.url(), "--listen", "127.0.0.1:0")) {
            child.awaitLine("leading");
            child.awaitLine("status page");
            assertThat(holder(cluster)).isNotEmpty();
            assertThat(child.stop(signal)).isEqualTo(128 + number(signal));
            assertThat(holder(cluster)).isEmpty();
            assertThat(child.said()).noneMatch(line -> line.contains("Exception") || line.contains("ERROR"));
            assertThat(child.said().stream().anyMatch(TerminationTest::isLogRecord))
                    .as(String.join("\n", child.said()))
                    .isEqualTo(format.equals("json"));
        }
    }

    private static String holder(SimulatedCluster cluster) {
        return cluster.server()
                .find(ObjectRef.of("coordination.k8s.io/v1", "Lease", "coxswain", "coxswain"))
                .map(lease -> lease.text("spec", "holderIdentity"))
                .orElse("");
    }

    private static boolean isLogRecord(String line) {
        try {
            return line.startsWith("{") && Json.at(Json.parse(line), "level") != null;
        } catch (UncheckedIOException notJson) {
            return false;
        }
    }

    @Test
    void anAddressThatOthersReachIsRefusedAtOnceWithWhatToDo() throws Exception {
        assumeLinux();
        try (Child child = new Child("text", "serve", "--server", "http://127.0.0.1:1", "--listen", "0.0.0.0:0")) {
            child.awaitLine("coxswain.web.listen: 0.0.0.0:0 can be reached from other machines");
            assertThat(child.process.waitFor(15, TimeUnit.SECONDS)).isTrue();
            assertThat(child.process.exitValue()).isNotZero();
        }
    }
}
