package dev.coxswain.action.flow;

import dev.coxswain.action.Action;
import dev.coxswain.action.Params;
import dev.coxswain.action.Progress;
import dev.coxswain.action.Situation;
import dev.coxswain.playbook.ActionSignature;
import dev.coxswain.playbook.Parameter;
import dev.coxswain.playbook.ParameterType;
import java.util.List;
import java.util.Locale;
import java.util.Set;

/** Tells people something; goes through the run's outbox, so it neither blocks the run nor gets lost with a crash. */
public final class Notify implements Action {

    private static final Set<String> SEVERITIES = Set.of("info", "warning", "critical");

    @Override
    public ActionSignature signature() {
        return new ActionSignature(
                "notify",
                "Tells people something through the sinks.",
                List.of(
                        Parameter.required("message", ParameterType.STRING, "What they shall read."),
                        Parameter.optional("severity", ParameterType.STRING, "info, warning or critical.", "info")),
                false,
                false);
    }

    @Override
    public Progress next(Params with, Situation situation) {
        String severity = with.text("severity").orElse("info").toLowerCase(Locale.ROOT);
        if (!SEVERITIES.contains(severity)) {
            return new Progress.Refuse("severity is " + severity + ", but must be info, warning or critical");
        }
        return with.text("message")
                .<Progress>map(message -> new Progress.Tell(severity, message))
                .orElseGet(() -> new Progress.Refuse("message is empty"));
    }
}
