package dev.coxswain.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.coxswain.app.rehearsal.SimulatedCluster;
import dev.coxswain.cli.console.ExitCodes;
import dev.coxswain.cluster.Json;
import dev.coxswain.cluster.KubeObject;
import dev.coxswain.run.journal.RunJson;
import dev.coxswain.simulator.api.Api;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.awaitility.Awaitility;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import picocli.CommandLine;

/** A run that is started by hand and followed to its end; the test is the supervisor. */
@Timeout(120)
class FollowingTest {

    private static final Api.Actor SUPERVISOR = new Api.Actor("kubernetes-admin", "coxswain");

    @Test
    void itIsFollowedToItsEndAndTheExitCodeSaysHowItEnded() throws Exception {
        assertThat(exitOfARunThatEndsAs("SUCCEEDED", "Succeeded")).isEqualTo(ExitCodes.OK);
        assertThat(exitOfARunThatEndsAs("DENIED", "Denied")).isEqualTo(ExitCodes.WRONG);
    }

    private static int exitOfARunThatEndsAs(String verdict, String phase) throws Exception {
        StringWriter out = new StringWriter();
        try (SimulatedCluster cluster = SimulatedCluster.start(0, 1)) {
            CommandLine line = Main.commandLine().setOut(new PrintWriter(out, true));
            line.setErr(new PrintWriter(out, true));
            CompletableFuture<Integer> exit = CompletableFuture.supplyAsync(() -> line.execute(
                    "run", "redis-replica-probe-stuck", "shop/rfr-cart-2", "--wait", "--server", cluster.url()));
            List<KubeObject> runs = Awaitility.await()
                    .atMost(Duration.ofSeconds(60))
                    .until(() -> cluster.server().list(RunJson.GVK), found -> !found.isEmpty() || exit.isDone());
            assertThat(runs).as(out.toString()).hasSize(1);
            cluster.server().updateStatus(ended(runs.getFirst(), verdict, phase), SUPERVISOR);
            int code = exit.get(30, TimeUnit.SECONDS);
            assertThat(out.toString()).contains("created   coxswain/", "ended     " + phase);
            return code;
        }
    }

    private static KubeObject ended(KubeObject run, String verdict, String phase) {
        Map<String, @Nullable Object> status =
                Json.mutableMap(RunJson.write(run, RunJson.read(run)).map("status"));
        status.put("phase", phase);
        status.put("verdict", verdict);
        status.put("finishedAt", status.get("stateSince"));
        return run.with(status, "status");
    }
}
