package dev.coxswain.playbook;

import dev.coxswain.cluster.Json;
import dev.coxswain.expression.Diagnostics;
import dev.coxswain.expression.Durations;
import dev.coxswain.expression.Expression;
import dev.coxswain.playbook.Playbook.Step;
import dev.coxswain.playbook.Playbook.Trigger;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What must be true of the steps together.
 *
 * <ol>
 *   <li>What is held is released, what is paused is resumed, once each and in this order, under the same condition.
 *   <li>The steps in between cannot take longer than the hold lasts: its deadline would give the operator back under them. One
 *       that waits without a deadline might.
 *   <li>No other playbook is started in between: it would wait for the lock that this run keeps, and this run for it.
 *   <li>A playbook does not start itself. One that changes the kind of object that triggers it, or replaces the member that
 *       does, or stops the operator that does, may find its condition true again and so must have limits.
 * </ol>
 */
final class StepRules {

    private static final Map<String, String> PAIRS =
            Map.of("operator.hold", "operator.release", "datastore.pause", "datastore.resume");

    private static final Set<String> REPLACES_MEMBERS = Set.of("member.recreate", "member.rebuild", "pod.evict");

    private static final Set<String> STOPS_OPERATORS = Set.of("operator.hold", "operator.restart");

    private final Reading reading;
    private final StepReader positions;

    StepRules(Reading reading, StepReader positions) {
        this.reading = reading;
        this.positions = positions;
    }

    private Diagnostics diagnostics() {
        return reading.diagnostics();
    }

    void check(Trigger trigger, Playbook.Limits limits, List<Step> steps) {
        PAIRS.forEach((opens, closes) -> pairs(opens, closes, steps));
        for (Step step : steps) {
            startsItself(step);
            if (limits.cooldown().isZero() && limits.perDay().isEmpty()) {
                needsLimits(trigger, step);
            }
        }
    }

    private void pairs(String opens, String closes, List<Step> steps) {
        Optional<Step> open = Optional.empty();
        Duration between = Duration.ZERO;
        for (Step step : steps) {
            if (step.uses().equals(opens)) {
                open.ifPresent(first -> error(step, "'" + first.name() + "' has done this already"));
                open = Optional.of(step);
                between = Duration.ZERO;
            } else if (step.uses().equals(closes)) {
                close(opens, open, step, between);
                open = Optional.empty();
            } else if (open.isPresent()) {
                between = between.plus(longest(step));
                inside(open.get(), step);
            }
        }
        open.ifPresent(step -> error(step, "'" + opens + "' without '" + closes + "' after it"));
    }

    private void close(String opens, Optional<Step> open, Step closing, Duration between) {
        if (open.isEmpty()) {
            error(closing, "'" + closing.uses() + "' without '" + opens + "' before it");
            return;
        }
        if (!source(open.get().onlyIf()).equals(source(closing.onlyIf()))) {
            error(closing, "must have the same 'if' as '" + open.get().name() + "', which it ends");
        }
        Optional<Duration> lasts = parameter(open.get());
        if (lasts.isPresent() && between.compareTo(lasts.get()) > 0) {
            diagnostics()
                    .error(
                            positions.position(open.get()),
                            "the steps until '" + closing.name() + "' may take " + Durations.print(between) + ", but '"
                                    + open.get().name() + "' lasts only " + Durations.print(lasts.get()),
                            "raise its 'atMost', or lower theirs");
        }
    }

    private static String source(Optional<Expression> expression) {
        return expression.map(Expression::source).orElse("");
    }

    private void inside(Step open, Step step) {
        if (step.uses().equals("playbook.run")) {
            error(step, "waits for what '" + open.name() + "' keeps: neither run could ever go on");
        }
        boolean waits = step.uses().equals("wait") || step.uses().equals("approve");
        if (waits && step.atMost().isEmpty() && parameter(step).isEmpty()) {
            diagnostics()
                    .error(
                            positions.position(step),
                            "may wait for ever after '" + open.name() + "', which does not last for ever",
                            "give it an 'atMost'");
        }
    }

    /** The step's own deadline, which is one for all attempts, or what its action is told to wait at most, for each of them. */
    private Duration longest(Step step) {
        return step.atMost().orElseGet(() -> step.retry().all(parameter(step).orElse(Duration.ZERO)));
    }

    private Optional<Duration> parameter(Step step) {
        Object given = step.with().get("atMost");
        if (given != null) {
            return given instanceof Duration duration ? Optional.of(duration) : Optional.empty();
        }
        return reading.actions()
                .find(step.uses())
                .flatMap(action -> action.parameter("atMost"))
                .flatMap(Parameter::fallback)
                .flatMap(fallback -> Durations.parse(String.valueOf(fallback)));
    }

    private void startsItself(Step step) {
        if (step.uses().equals("playbook.run")
                && reading.playbook().equals(step.with().get("playbook"))) {
            error(step, "a playbook cannot run itself");
        }
    }

    private void needsLimits(Trigger trigger, Step step) {
        boolean again = switch (trigger) {
            case Trigger.OnObject object -> changes(step, object.apiVersion(), object.kind());
            case Trigger.OnMember _ -> REPLACES_MEMBERS.contains(step.uses()) || changes(step, "v1", "Pod");
            case Trigger.OnDatastore _ -> REPLACES_MEMBERS.contains(step.uses()) || changes(step, "v1", "Pod");
            case Trigger.OnOperator _ -> STOPS_OPERATORS.contains(step.uses());
            case Trigger.Manual _ -> false;
        };
        if (again) {
            diagnostics()
                    .error(
                            positions.position(step),
                            "'" + step.name() + "' changes what triggers this playbook, which could start it again and"
                                    + " again",
                            "set 'limits: {cooldown: 30m}'");
        }
    }

    private boolean changes(Step step, String apiVersion, String kind) {
        boolean mutates = reading.actions()
                .find(step.uses())
                .filter(ActionSignature::mutating)
                .isPresent();
        return mutates
                && step.uses().startsWith("object.")
                && step.with().values().stream().anyMatch(value -> isA(value, apiVersion, kind));
    }

    private static boolean isA(@Nullable Object value, String apiVersion, String kind) {
        return apiVersion.equals(Json.at(value, "apiVersion")) && kind.equals(Json.at(value, "kind"));
    }

    private void error(Step step, String message) {
        diagnostics().error(positions.position(step), message);
    }
}
