package dev.coxswain.faults;

import dev.coxswain.cluster.Json;
import dev.coxswain.cluster.KubeObject;
import dev.coxswain.cluster.ObjectRef;
import dev.coxswain.run.journal.RunJson;
import dev.coxswain.run.record.Run;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/**
 * Nothing is applied, and nobody is told anything, before it stands in the journal; and nobody appends to a journal over what
 * another wrote. That is what keeps a deposed leader from acting.
 */
final class OnlyWhatIsJournaled implements Invariant {

    private final Map<String, String> newest = new HashMap<>();
    private final Map<String, String> before = new HashMap<>();

    @Override
    public String promise() {
        return "P7";
    }

    @Override
    public Optional<String> brokenBy(Happened what, Evidence evidence) {
        return switch (what) {
            case Happened.Reaching(Happened.Deed deed) -> unjournaled(deed);
            case Happened.Appended(int replica, KubeObject run, String basedOn) -> overAnother(replica, run, basedOn);
            case Happened.Changed(var _, KubeObject run)
            when run.gvk().equals(RunJson.GVK) -> {
                before.put(run.uid(), newest.getOrDefault(run.uid(), run.resourceVersion()));
                newest.put(run.uid(), run.resourceVersion());
                yield Optional.empty();
            }
            case Happened.Told(Run run, Run.Notice notice) -> unsaid(run, notice, evidence);
            case Happened.Changed _, Happened.Done _, Happened.Broke _, Happened.Passed _, Happened.Over _ ->
                Optional.empty();
        };
    }

    private Optional<String> overAnother(int replica, KubeObject run, String basedOn) {
        boolean isTheNewest = run.resourceVersion().equals(newest.get(run.uid()));
        return isTheNewest && !basedOn.equals(before.get(run.uid())) && !basedOn.equals(run.resourceVersion())
                ? Optional.of("supervisor " + replica + " appended to " + run.name()
                        + " what it had decided on version " + basedOn + ", over " + before.get(run.uid()))
                : Optional.empty();
    }

    private static Optional<String> unjournaled(Happened.Deed deed) {
        if (deed.run().isEmpty()) {
            return Optional.empty();
        }
        boolean intended = deed.journaled()
                .filter(journal ->
                        Evidence.key(journal).equals(deed.run().get().spec().key()))
                .filter(journal -> isIntended(journal, deed.effect().target()))
                .isPresent();
        return intended
                ? Optional.empty()
                : Optional.of(deed.effect().summary() + " though supervisor " + deed.replica()
                        + " has not journaled that it would");
    }

    private static boolean isIntended(KubeObject journal, ObjectRef target) {
        String phase = journal.text("status", "phase");
        return phase.equals("Compensating")
                || phase.equals("Stuck")
                || Evidence.maps(journal, "status", "steps").stream()
                        .map(step -> Json.asMap(Json.at(step, "pending", "target")))
                        .anyMatch(pending -> target.name().equals(pending.get("name"))
                                && target.gvk().kind().equals(pending.get("kind")));
    }

    private static Optional<String> unsaid(Run run, Run.Notice notice, Evidence evidence) {
        boolean journaled = evidence.run(run.spec().key())
                .map(stored -> Evidence.maps(stored, "status", "notices").stream()
                        .anyMatch(each -> Json.print(each).contains(Json.print(notice.text()))))
                .orElse(true);
        return journaled
                ? Optional.empty()
                : Optional.of("people were told \"" + notice.text() + "\", of which the journal knows nothing");
    }
}
