package dev.coxswain.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.coxswain.cli.console.ExitCodes;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;

/** The demonstration as a newcomer sees it, at a pace at which nobody could look on. */
@Timeout(180)
class DemoTest {

    private static final String USUAL =
            "playbooks/redis-replica-probe-stuck/scenarios/one-pod-is-disturbed-and-the-primary-stays.yaml";

    private static int coxswain(StringWriter out, String... args) {
        CommandLine line = Main.commandLine();
        line.setOut(new PrintWriter(out, true));
        line.setErr(new PrintWriter(out, true));
        return line.execute(args);
    }

    /** A directory of playbooks with one scenario of the main job, changed. */
    private static Path changed(Path directory, String what, String into) throws IOException {
        Path playbook = directory.resolve("redis-replica-probe-stuck");
        Files.createDirectories(playbook.resolve("scenarios"));
        Files.copy(Path.of("playbooks/redis-replica-probe-stuck/playbook.yaml"), playbook.resolve("playbook.yaml"));
        String scenario = Files.readString(Path.of(USUAL));
        assertThat(scenario).contains(what);
        Files.writeString(playbook.resolve("scenarios/changed.yaml"), scenario.replace(what, into));
        return directory;
    }

    @Test
    void anEndThatIsNotWhatTheScenarioExpectsIsToldAndExitsWithOne(@TempDir Path directory) throws IOException {
        StringWriter out = new StringWriter();
        Path playbooks = changed(directory, "primaryMoved: false", "primaryMoved: true");
        int exit = coxswain(
                out, "demo", "--approve", "--scenario", "changed", "--speed", "200", "--playbooks", "" + playbooks);
        assertThat(out.toString())
                .contains("did NOT end as the scenario expects", "primaryMoved: expected true, came false");
        assertThat(exit).isEqualTo(ExitCodes.WRONG);
    }

    @Test
    void peopleAnswerWithTheVeryCommandsThatArePrinted() throws Exception {
        StringWriter out = new StringWriter();
        CompletableFuture<Integer> exit = CompletableFuture.supplyAsync(() -> coxswain(out, "demo", "--speed", "200"));
        String approve = Awaitility.await()
                .atMost(Duration.ofSeconds(90))
                .until(() -> command(out, "coxswain approve "), found -> !found.isEmpty() || exit.isDone());
        assertThat(approve).as(out.toString()).isNotEmpty();
        StringWriter runs = new StringWriter();
        assertThat(coxswain(runs, words(command(out, "coxswain runs "))))
                .as(runs.toString())
                .isZero();
        assertThat(runs.toString()).contains("AwaitingApproval", "shop/rfr-cart-2");
        assertThat(coxswain(new StringWriter(), words(approve))).isZero();
        assertThat(outcome(exit)).as(out.toString()).isZero();
        assertThat(out.toString())
                .as("operator, kubelet and we tell what each did")
                .contains("redis-operator  changes StatefulSet", "failed liveness probe")
                .contains("coxswain        Running: approved by kubernetes-admin")
                .contains("It ended as the scenario expects:\n  phase: Succeeded");
        assertThat(times(out)).as(out.toString()).hasSizeGreaterThan(20).isSorted();
    }

    /** When what each line tells of happened. */
    private static List<Duration> times(StringWriter story) {
        return Pattern.compile("(?m)^ *([0-9]+):([0-9]{2})  [a-z]")
                .matcher(story.toString())
                .results()
                .map(line ->
                        Duration.ofMinutes(Long.parseLong(line.group(1))).plusSeconds(Long.parseLong(line.group(2))))
                .toList();
    }

    private static int outcome(CompletableFuture<Integer> exit)
            throws InterruptedException, ExecutionException, TimeoutException {
        return exit.get(90, TimeUnit.SECONDS);
    }

    private static String command(StringWriter out, String beginning) {
        return Pattern.compile("(?m)" + beginning + ".*$")
                .matcher(out.toString())
                .results()
                .map(MatchResult::group)
                .findFirst()
                .orElse("");
    }

    private static String[] words(String command) {
        List<String> words = Arrays.asList(command.trim().split(" +", -1));
        return words.subList(1, words.size()).toArray(String[]::new);
    }

    @Test
    void scenariosAreListedAndMistypedOnesAreToldWithTheList() {
        StringWriter list = new StringWriter();
        assertThat(coxswain(list, "demo", "--list")).isZero();
        assertThat(list.toString())
                .contains("redis-replica-probe-stuck/denied", "At zero, one pod is disturbed and the primary stays");
        StringWriter out = new StringWriter();
        assertThat(coxswain(out, "demo", "--scenario", "denyed")).isEqualTo(ExitCodes.WRONG);
        assertThat(out.toString()).contains("did you mean 'denied'?", "redis-replica-probe-stuck/nobody-answers");
    }
}
