package dev.coxswain.run.engine;

import dev.coxswain.cluster.Json;
import dev.coxswain.run.record.Run;
import dev.coxswain.run.record.RunEvent;
import dev.coxswain.run.record.RunState;
import dev.coxswain.run.record.Verdict;
import java.time.Instant;
import java.util.Locale;
import java.util.stream.Collectors;

/** The end of a run, and what people are told of it. */
final class Ending {

    private Ending() {}

    static Run verified(Run run, String title, Instant now) {
        return run.after(new RunEvent.Verified(), now, "verified")
                .telling("info", title + " for " + run.spec().target() + " succeeded", now);
    }

    /** All that was to be taken back is. Says nothing of the playbook but its name: it may be no playbook at all. */
    static Run compensated(Run run, Instant now) {
        Run ended = run.after(new RunEvent.Compensated(), now, run.message());
        if (!(ended.state() instanceof RunState.Finished(Verdict verdict))) {
            throw new IllegalStateException("not over after compensation: " + ended.state());
        }
        String text = run.spec().playbookName() + " for " + run.spec().target() + " ended as " + verdict.phase() + ": "
                + run.message();
        return ended.telling(severity(run, verdict), text + takenBack(run), now);
    }

    private static String takenBack(Run run) {
        return run.compensations().isEmpty()
                ? ""
                : run.compensations().reversed().stream()
                        .map(undone -> undone.summary() + " (" + undone.note() + ")")
                        .collect(Collectors.joining(", ", "; undone: ", ""));
    }

    /** What a person has ended they know; what nobody has mended weighs at least a warning. */
    private static String severity(Run run, Verdict verdict) {
        return switch (verdict) {
            case SUCCEEDED, CANCELLED, DENIED -> "info";
            case FAILED, EXPIRED -> isCritical(run) ? "critical" : "warning";
        };
    }

    private static boolean isCritical(Run run) {
        return Json.asText(Json.at(run.spec().playbook(), "spec", "severity"))
                .toLowerCase(Locale.ROOT)
                .equals("critical");
    }
}
