package dev.coxswain.faults;

import dev.coxswain.cluster.Gvk;
import dev.coxswain.cluster.KubeObject;
import dev.coxswain.fleet.Hold;
import dev.coxswain.run.journal.RunJson;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** No operator stays held: not beyond its deadline, not after its run, and never without a deadline. */
final class OperatorGivenBack implements Invariant {

    /** Until the keeper gets through: two leases, and the longest burst of errors. */
    private static final Duration GRACE = Duration.ofMinutes(4);

    private static final Duration LONGEST_HOLD = Duration.ofHours(2);
    private static final List<Gvk> WORKLOADS =
            List.of(Gvk.of("apps/v1", "Deployment"), Gvk.of("apps/v1", "StatefulSet"));

    private final Map<String, Instant> overSince = new HashMap<>();

    @Override
    public String promise() {
        return "P1";
    }

    @Override
    public Optional<String> brokenBy(Happened what, Evidence evidence) {
        return switch (what) {
            case Happened.Changed(var _, KubeObject object) when WORKLOADS.contains(object.gvk()) -> badHold(object);
            case Happened.Changed(var _, KubeObject run) when run.gvk().equals(RunJson.GVK) -> kept(run, evidence);
            case Happened.Changed _ -> Optional.empty();
            case Happened.Passed _ -> held(evidence).flatMap(workload -> late(workload, evidence));
            case Happened.Over _ ->
                held(evidence).map(workload -> workload.ref() + " is still held at the end: " + Hold.of(workload));
            case Happened.Reaching _, Happened.Done _, Happened.Appended _, Happened.Told _, Happened.Broke _ ->
                Optional.empty();
        };
    }

    private static Optional<KubeObject> held(Evidence evidence) {
        return WORKLOADS.stream()
                .flatMap(kind -> evidence.server().list(kind).stream())
                .filter(workload -> workload.annotations().keySet().stream()
                        .anyMatch(List.of(Hold.BY, Hold.UNTIL, Hold.REPLICAS)::contains))
                .findFirst();
    }

    private static Optional<String> badHold(KubeObject workload) {
        return Hold.of(workload)
                .filter(hold -> hold.until().equals(Instant.EPOCH))
                .map(_ -> workload.ref() + " is held without a deadline");
    }

    /** A run is not over before it has given back what it held. */
    private static Optional<String> kept(KubeObject run, Evidence evidence) {
        return Evidence.isFinished(run)
                ? held(evidence)
                        .filter(workload -> Hold.of(workload)
                                .filter(hold -> hold.by().equals(Evidence.key(run)))
                                .isPresent())
                        .map(workload -> run.name() + " ended as " + run.text("status", "phase") + " and still holds "
                                + workload.ref())
                : Optional.empty();
    }

    private Optional<String> late(KubeObject workload, Evidence evidence) {
        Hold hold = Hold.of(workload).orElse(null);
        if (hold == null) {
            return Optional.of(workload.ref() + " carries the rest of a hold: " + workload.annotations());
        }
        Instant now = evidence.now();
        Duration grace = GRACE.plus(evidence.script().delay());
        if (now.isAfter(hold.until().plus(grace))) {
            return Optional.of(workload.ref() + " is held beyond its deadline " + hold.until());
        }
        if (hold.until().isAfter(now.plus(LONGEST_HOLD))) {
            return Optional.of(workload.ref() + " is held for longer than any playbook may: until " + hold.until());
        }
        boolean isOver = evidence.run(hold.by()).map(Evidence::isFinished).orElse(true);
        if (!isOver) {
            overSince.remove(hold.by());
            return Optional.empty();
        }
        Instant since = overSince.computeIfAbsent(hold.by(), _ -> now);
        return now.isAfter(since.plus(grace))
                ? Optional.of(workload.ref() + " is held though its run " + hold.by() + " is over since " + since)
                : Optional.empty();
    }
}
