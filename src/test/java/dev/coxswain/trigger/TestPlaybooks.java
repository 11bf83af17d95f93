package dev.coxswain.trigger;

import dev.coxswain.expression.CelExpressions;
import dev.coxswain.expression.Diagnostics;
import dev.coxswain.expression.Expression;
import dev.coxswain.expression.Scope;
import dev.coxswain.playbook.Playbook;
import dev.coxswain.playbook.Playbook.Trigger;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Playbooks of which only the trigger and the limits matter. */
final class TestPlaybooks {

    private static final CelExpressions CEL = new CelExpressions();

    private TestPlaybooks() {}

    static Playbook onMember(String when, Duration heldFor) {
        return playbook(
                "",
                new Trigger.OnMember(List.of("spotahome-redis"), cel(when), heldFor, Optional.empty()),
                new Playbook.Limits(Duration.ofMinutes(30), Optional.of(4)));
    }

    static Expression cel(String source) {
        Diagnostics diagnostics = new Diagnostics("test", source);
        Scope scope = Scope.of(
                        Scope.Variable.MEMBER, Scope.Variable.DATASTORE, Scope.Variable.OPERATOR, Scope.Variable.NOW)
                .withAny("object");
        return CEL.compile(source, scope, CelExpressions.Wanted.BOOLEAN, diagnostics)
                .orElseThrow(() -> new AssertionError(diagnostics.print()));
    }

    static Playbook playbook(String namespace, Trigger trigger, Playbook.Limits limits) {
        return new Playbook(
                "redis-replica-probe-stuck",
                namespace,
                "title",
                Playbook.Severity.CRITICAL,
                trigger,
                Map.of(),
                Map.of(),
                List.of(),
                limits,
                new Playbook.Approval(
                        Playbook.Approval.Mode.NEVER,
                        1,
                        Duration.ofMinutes(30),
                        false,
                        Optional.empty(),
                        new Playbook.Approval.From(List.of(), List.of())),
                List.of(),
                List.of(),
                Map.of());
    }
}
