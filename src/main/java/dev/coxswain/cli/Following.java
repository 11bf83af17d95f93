package dev.coxswain.cli;

import dev.coxswain.approval.Question;
import dev.coxswain.cli.console.Connection;
import dev.coxswain.cli.console.ExitCodes;
import dev.coxswain.cli.console.Launched;
import dev.coxswain.cli.console.Moments;
import dev.coxswain.cli.console.NewMoments;
import dev.coxswain.cli.console.PlanText;
import dev.coxswain.cluster.KubeObject;
import dev.coxswain.run.engine.RunEngine;
import dev.coxswain.run.journal.RunJson;
import dev.coxswain.run.record.Run;
import dev.coxswain.run.record.RunState;
import dev.coxswain.run.record.Verdict;
import java.io.IOException;
import java.io.PrintWriter;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/** Prints what happens to a run until it is over. */
final class Following {

    private static final long LOOK_EVERY_MILLIS = 500;

    private final Connection.Cluster cluster;
    private final PrintWriter out;
    private final String options;
    private final NewMoments moments = new NewMoments();
    private String asked = "";

    /** @param options that lead the suggested commands to the same cluster */
    Following(Connection.Cluster cluster, PrintWriter out, String options) {
        this.cluster = cluster;
        this.out = out;
        this.options = options;
    }

    /** The exit code: whether it succeeded. */
    int follow(KubeObject created) throws IOException, InterruptedException {
        CountDownLatch never = new CountDownLatch(1);
        do {
            Optional<KubeObject> newest = cluster.find(RunJson.GVK, created.namespace(), created.name());
            if (newest.isEmpty()) {
                out.println("the run has been deleted");
                return ExitCodes.WRONG;
            }
            Run run = RunJson.read(newest.get());
            tell(run);
            out.flush();
            if (run.state() instanceof RunState.Finished(Verdict verdict)) {
                out.println("ended     " + verdict.phase());
                return verdict == Verdict.SUCCEEDED ? ExitCodes.OK : ExitCodes.WRONG;
            }
        } while (!never.await(LOOK_EVERY_MILLIS, TimeUnit.MILLISECONDS));
        return ExitCodes.WRONG;
    }

    private void tell(Run run) {
        moments.of(run).forEach(moment -> out.println("  " + Moments.text(moment.at()) + "  " + moment.text()));
        RunEngine.openQuestion(run)
                .map(Question::id)
                .filter(id -> !id.equals(asked))
                .ifPresent(id -> {
                    asked = id;
                    run.plan().ifPresent(new PlanText(out)::print);
                    out.println("approve   " + Launched.by() + " approve "
                            + run.spec().name() + options);
                    out.println(
                            "deny      " + Launched.by() + " deny " + run.spec().name() + options);
                });
    }
}
