package dev.coxswain.web.view;

import com.fasterxml.jackson.annotation.JsonIgnore;
import dev.coxswain.cluster.KubeObject;
import dev.coxswain.run.record.RunState;
import io.micronaut.serde.annotation.Serdeable;
import java.time.Instant;
import java.util.Comparator;
import org.jspecify.annotations.Nullable;

/**
 * One run in a list. It is read off the object itself, so that a run which this release cannot read is listed too.
 *
 * @param playbook its name
 * @param since when it came into its phase
 */
@Serdeable
public record RunLine(
        String namespace,
        String name,
        String playbook,
        String title,
        String target,
        String phase,
        String message,
        @Nullable Stamp createdAt,
        @Nullable Stamp since) {

    /** Those that want something of people first, then those at work, then the rest; the newest first. */
    private static final Comparator<KubeObject> URGENCY = Comparator.<KubeObject>comparingInt(RunLine::rank)
            .thenComparing(RunLine::moment, Comparator.reverseOrder())
            .thenComparing(KubeObject::namespace)
            .thenComparing(KubeObject::name);

    static Comparator<KubeObject> byUrgency() {
        return URGENCY;
    }

    static RunLine of(KubeObject run, Instant now) {
        String playbook = run.text("spec", "firing", "playbook");
        String namespace = run.text("spec", "firing", "target", "namespace");
        String target = run.text("spec", "firing", "target", "name");
        return new RunLine(
                run.namespace(),
                run.name(),
                playbook.substring(playbook.lastIndexOf('/') + 1),
                run.text("spec", "playbook", "spec", "title"),
                namespace.isEmpty() ? target : namespace + "/" + target,
                phase(run),
                run.text("status", "message"),
                Stamp.of(run.text("spec", "firing", "createdAt"), now),
                Stamp.of(run.text("status", "stateSince"), now));
    }

    @JsonIgnore
    public Tone tone() {
        return Tone.ofPhase(phase);
    }

    @JsonIgnore
    public boolean asks() {
        return phase.equals("AwaitingApproval");
    }

    private static String phase(KubeObject run) {
        String phase = run.text("status", "phase");
        return phase.isEmpty() ? "Pending" : phase;
    }

    private static int rank(KubeObject run) {
        String phase = phase(run);
        return switch (phase) {
            case "AwaitingApproval" -> 0;
            case "Stuck" -> 1;
            default -> RunState.isFinalPhase(phase) ? 3 : 2;
        };
    }

    private static String moment(KubeObject run) {
        String finished = run.text("status", "finishedAt");
        return finished.isEmpty() ? run.text("spec", "firing", "createdAt") : finished;
    }
}
