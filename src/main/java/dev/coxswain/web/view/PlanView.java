package dev.coxswain.web.view;

import com.fasterxml.jackson.annotation.JsonIgnore;
import dev.coxswain.cluster.Effect;
import dev.coxswain.cluster.Redaction;
import dev.coxswain.run.record.Change;
import dev.coxswain.run.record.Plan;
import io.micronaut.serde.annotation.Serdeable;
import java.util.ArrayList;
import java.util.List;

/** What a run would change, as differences. */
@Serdeable
public record PlanView(String digest, List<Planned> changes, List<String> remarks) {

    /** @param reversible whether there is an undo */
    @Serdeable
    public record Planned(String step, String summary, boolean reversible, List<DiffLine> lines) {}

    /** @param kind added, removed, changed or run: also the class in the style sheet */
    @Serdeable
    public record DiffLine(String kind, String text) {
        static DiffLine of(Change change) {
            if (change.before() == null) {
                return new DiffLine("added", "+ " + change.path() + ": " + change.after());
            }
            return change.after() == null
                    ? new DiffLine("removed", "- " + change.path() + ": " + change.before())
                    : new DiffLine("changed", "~ " + change.path() + ": " + change.before() + " -> " + change.after());
        }
    }

    static PlanView of(Plan plan) {
        return new PlanView(
                plan.digest(), plan.effects().stream().map(PlanView::effect).toList(), plan.remarks());
    }

    private static Planned effect(Plan.Planned planned) {
        List<DiffLine> lines = new ArrayList<>();
        planned.changes().forEach(change -> lines.add(DiffLine.of(change)));
        if (planned.effect() instanceof Effect.Exec exec) {
            lines.add(new DiffLine("run", "> " + CommandLines.line(Redaction.arguments(exec.command()))));
            return new Planned(planned.step(), "run a program in " + exec.target(), planned.reversible(), lines);
        }
        return new Planned(planned.step(), planned.effect().summary(), planned.reversible(), lines);
    }

    /** How much it is, in words. */
    @JsonIgnore
    public String extent() {
        long forGood = changes.stream().filter(change -> !change.reversible()).count();
        String count = changes.isEmpty()
                ? "nothing is changed"
                : changes.size() == 1 ? "1 change" : changes.size() + " changes";
        return count + (forGood == 0 ? "" : ", " + forGood + " of them cannot be undone");
    }
}
