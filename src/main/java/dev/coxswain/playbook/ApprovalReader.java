package dev.coxswain.playbook;

import dev.coxswain.expression.CelExpressions.Wanted;
import dev.coxswain.expression.Expression;
import dev.coxswain.expression.Scope;
import dev.coxswain.expression.YamlFields;
import dev.coxswain.playbook.Playbook.Approval;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/** Reads who is asked. Whoever says nothing gets the careful answer: one person must agree within half an hour. */
final class ApprovalReader {

    private static final Duration EXPIRES_AFTER = Duration.ofMinutes(30);

    private final Reading reading;

    ApprovalReader(Reading reading) {
        this.reading = reading;
    }

    Approval read(YamlFields spec, Scope scope) {
        return spec.fields("approval", "an approval")
                .map(fields -> asked(fields, scope))
                .orElseGet(() -> new Approval(
                        Approval.Mode.REQUIRED,
                        1,
                        EXPIRES_AFTER,
                        false,
                        Optional.empty(),
                        new Approval.From(List.of(), List.of())));
    }

    private Approval approval(YamlFields fields, Scope scope, Approval.Mode mode) {
        Optional<Expression> unless = reading.expression(fields, "unless", scope, Wanted.BOOLEAN);
        if (mode == Approval.Mode.REQUIRED_UNLESS) {
            fields.required("unless");
        } else if (fields.has("unless")) {
            reading.diagnostics().error(fields.at("unless"), "'unless' needs 'mode: RequiredUnless'");
        }
        Duration expiresAfter = fields.duration("expiresAfter").orElse(EXPIRES_AFTER);
        if (expiresAfter.isZero()) {
            reading.diagnostics().error(fields.at("expiresAfter"), "nobody can answer within no time");
        }
        Approval approval = new Approval(
                mode,
                fields.integer("approvers", 1, 20).orElse(1),
                expiresAfter,
                fields.bool("fourEyes").orElse(false),
                unless,
                from(fields));
        fields.refuseOthers();
        return approval;
    }

    private Approval asked(YamlFields fields, Scope scope) {
        Approval.Mode mode = fields.choice("mode", List.of("Never", "Required", "RequiredUnless"))
                .map(ApprovalReader::mode)
                .orElse(Approval.Mode.REQUIRED);
        return approval(fields, scope, mode);
    }

    private static Approval.Mode mode(String word) {
        return switch (word) {
            case "Never" -> Approval.Mode.NEVER;
            case "RequiredUnless" -> Approval.Mode.REQUIRED_UNLESS;
            default -> Approval.Mode.REQUIRED;
        };
    }

    private static Approval.From from(YamlFields fields) {
        Optional<YamlFields> from = fields.fields("from", "'from'");
        Approval.From who = new Approval.From(
                from.map(f -> f.texts("groups")).orElse(List.of()),
                from.map(f -> f.texts("users")).orElse(List.of()));
        from.ifPresent(YamlFields::refuseOthers);
        return who;
    }
}
