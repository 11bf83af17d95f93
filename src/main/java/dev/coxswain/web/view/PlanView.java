package dev.coxswain.web.view;

import com.fasterxml.jackson.annotation.JsonIgnore;
import dev.coxswain.run.Plan;
import dev.coxswain.run.PlanDiff;
import io.micronaut.serde.annotation.Serdeable;
import java.util.List;

/** What a run would change, as differences. */
@Serdeable
public record PlanView(String digest, List<Change> changes, List<String> remarks) {

    /** @param reversible whether there is an undo */
    @Serdeable
    public record Change(String step, String summary, boolean reversible, List<DiffLine> lines) {}

    /** @param kind added, removed, changed, same or run: also the class in the style sheet */
    @Serdeable
    public record DiffLine(String kind, String text) {
        static DiffLine of(PlanDiff.Line line) {
            String kind = switch (line) {
                case PlanDiff.Line.Added _ -> "added";
                case PlanDiff.Line.Removed _ -> "removed";
                case PlanDiff.Line.Changed _ -> "changed";
                case PlanDiff.Line.Same _ -> "same";
                case PlanDiff.Line.Run _ -> "run";
            };
            return new DiffLine(kind, line.text());
        }
    }

    static PlanView of(Plan plan) {
        return new PlanView(
                plan.digest(),
                plan.effects().stream()
                        .map(planned -> new Change(
                                planned.step(),
                                PlanDiff.summary(planned.effect()),
                                planned.reversible(),
                                PlanDiff.of(planned).stream().map(DiffLine::of).toList()))
                        .toList(),
                plan.remarks());
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
