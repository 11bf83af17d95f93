package dev.coxswain.faults;

import dev.coxswain.cluster.KubeObject;
import dev.coxswain.run.journal.RunJson;
import dev.coxswain.simulator.api.Api;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** An incident gets its run, and only one. */
final class FiringAnswered implements Invariant {

    private final Map<String, String> runByIncident = new HashMap<>();
    private final Set<String> unfinished = new HashSet<>();
    private boolean any;

    @Override
    public String promise() {
        return "P5";
    }

    @Override
    public Optional<String> brokenBy(Happened what, Evidence evidence) {
        return switch (what) {
            case Happened.Changed(var type, KubeObject run) when run.gvk().equals(RunJson.GVK) -> run(type, run);
            case Happened.Changed _,
                    Happened.Reaching _,
                    Happened.Done _,
                    Happened.Appended _,
                    Happened.Told _,
                    Happened.Broke _,
                    Happened.Passed _ -> Optional.empty();
            case Happened.Over _ ->
                any ? Optional.empty() : Optional.of("the incident never got a run, though it lasted long enough");
        };
    }

    private Optional<String> run(Api.ChangeType type, KubeObject run) {
        any = true;
        String place = String.join(
                "/",
                List.of(
                        run.text("spec", "firing", "playbook"),
                        run.text("spec", "firing", "target", "namespace"),
                        run.text("spec", "firing", "target", "name")));
        String incident = place + " since " + run.text("spec", "firing", "since");
        if (type == Api.ChangeType.DELETED) {
            runByIncident.remove(incident, run.name());
            unfinished.remove(place + " " + run.name());
            return Optional.empty();
        }
        String known = runByIncident.putIfAbsent(incident, run.name());
        if (known != null && !known.equals(run.name())) {
            return Optional.of("one incident, two runs: " + incident + ": " + known + " and " + run.name());
        }
        if (Evidence.isFinished(run)) {
            unfinished.remove(place + " " + run.name());
        } else {
            unfinished.add(place + " " + run.name());
        }
        long atOnce = unfinished.stream()
                .filter(other -> other.startsWith(place + " "))
                .count();
        return atOnce > 1 ? Optional.of(atOnce + " runs at once for " + place + ": " + unfinished) : Optional.empty();
    }
}
