package dev.coxswain.run;

import dev.coxswain.approval.Decision;
import dev.coxswain.approval.Question;
import dev.coxswain.cluster.KubeObject;
import dev.coxswain.trigger.Target;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * One execution of a playbook, as its journal tells it.
 *
 * @param spec what never changes once the run is created
 * @param stateSince when it came into its state
 * @param lets the playbook's named expressions, resolved when the plan was made
 * @param compensations what undoes the run's effects, oldest first
 * @param asked how many questions have been asked
 */
public record Run(
        Spec spec,
        RunState state,
        Instant stateSince,
        Optional<Instant> finishedAt,
        String message,
        Optional<Plan> plan,
        Optional<Question> question,
        int asked,
        List<Decision> answers,
        Map<String, @Nullable Object> lets,
        List<StepRecord> steps,
        List<Compensation> compensations,
        List<Notice> notices,
        List<Moment> timeline) {

    /** How many moments a timeline keeps; the oldest after the first ten go first. */
    static final int TIMELINE_LIMIT = 200;

    public Run {
        answers = List.copyOf(answers);
        steps = List.copyOf(steps);
        compensations = List.copyOf(compensations);
        notices = List.copyOf(notices);
        timeline = List.copyOf(timeline);
    }

    /**
     * @param playbook the whole playbook document as it was when the run was created
     * @param requestedBy the person who started it; empty when a trigger did
     * @param params overrides of the playbook's parameters
     * @param evidence each condition of the trigger with what it came to when it fired; none when a person started it
     */
    public record Spec(
            String namespace,
            String name,
            String playbookName,
            Map<String, @Nullable Object> playbook,
            Target target,
            Instant since,
            Instant createdAt,
            String requestedBy,
            Map<String, @Nullable Object> params,
            List<String> evidence) {

        public Spec {
            evidence = List.copyOf(evidence);
        }

        /** Without evidence: nobody but a person wanted it. */
        public Spec(
                String namespace,
                String name,
                String playbookName,
                Map<String, @Nullable Object> playbook,
                Target target,
                Instant since,
                Instant createdAt,
                String requestedBy,
                Map<String, @Nullable Object> params) {
            this(namespace, name, playbookName, playbook, target, since, createdAt, requestedBy, params, List.of());
        }

        public String key() {
            return namespace + "/" + name;
        }
    }

    /** A message in the outbox. */
    public record Notice(String id, String severity, String text, Instant at, boolean sent) {
        Notice delivered() {
            return new Notice(id, severity, text, at, true);
        }
    }

    public record Moment(Instant at, String text) {}

    public static Run created(Spec spec) {
        return new Run(
                spec,
                new RunState.Pending(),
                spec.createdAt(),
                Optional.empty(),
                "",
                Optional.empty(),
                Optional.empty(),
                0,
                List.of(),
                Map.of(),
                List.of(),
                List.of(),
                List.of(),
                List.of(new Moment(spec.createdAt(), "created for " + spec.target() + because(spec))));
    }

    private static String because(Spec spec) {
        return spec.evidence().isEmpty()
                ? ""
                : ", so since " + spec.since() + ": " + String.join("; ", spec.evidence());
    }

    public Optional<StepRecord> step(String name) {
        return steps.stream().filter(s -> s.name().equals(name)).findFirst();
    }

    Run after(RunEvent event, Instant now, String why) {
        RunState next = Transitions.after(state, event);
        Run moved = new Run(
                spec,
                next,
                next.equals(state) ? stateSince : now,
                next.isFinished() ? Optional.of(now) : finishedAt,
                why,
                plan,
                question,
                asked,
                answers,
                lets,
                steps,
                compensations,
                notices,
                timeline);
        return moved.noting(now, next.phase() + (why.isEmpty() ? "" : ": " + why));
    }

    Run noting(Instant now, String text) {
        List<Moment> longer = new ArrayList<>(timeline);
        longer.add(new Moment(now, text));
        if (longer.size() > TIMELINE_LIMIT) {
            longer.remove(10);
        }
        return new Run(
                spec,
                state,
                stateSince,
                finishedAt,
                message,
                plan,
                question,
                asked,
                answers,
                lets,
                steps,
                compensations,
                notices,
                longer);
    }

    Run withPlan(Plan newPlan, Map<String, @Nullable Object> newLets) {
        return new Run(
                spec,
                state,
                stateSince,
                finishedAt,
                message,
                Optional.of(newPlan),
                question,
                asked,
                answers,
                newLets,
                steps,
                compensations,
                notices,
                timeline);
    }

    Run asking(Question newQuestion) {
        return new Run(
                spec,
                state,
                stateSince,
                finishedAt,
                message,
                plan,
                Optional.of(newQuestion),
                asked + 1,
                answers,
                lets,
                steps,
                compensations,
                notices,
                timeline);
    }

    Run answeredBy(List<Decision> decisions) {
        List<Decision> all = new ArrayList<>(answers);
        all.addAll(decisions);
        return new Run(
                spec,
                state,
                stateSince,
                finishedAt,
                message,
                plan,
                Optional.empty(),
                asked,
                all,
                lets,
                steps,
                compensations,
                notices,
                timeline);
    }

    Run with(StepRecord step) {
        Map<String, StepRecord> byName = new LinkedHashMap<>();
        steps.forEach(s -> byName.put(s.name(), s));
        byName.put(step.name(), step);
        return new Run(
                spec,
                state,
                stateSince,
                finishedAt,
                message,
                plan,
                question,
                asked,
                answers,
                lets,
                List.copyOf(byName.values()),
                compensations,
                notices,
                timeline);
    }

    Run withCompensations(List<Compensation> stack) {
        return new Run(
                spec,
                state,
                stateSince,
                finishedAt,
                message,
                plan,
                question,
                asked,
                answers,
                lets,
                steps,
                stack,
                notices,
                timeline);
    }

    Run intending(Compensation compensation) {
        List<Compensation> stack = new ArrayList<>(compensations);
        stack.add(compensation);
        return withCompensations(stack);
    }

    /**
     * What undoes the effect whose intent is journaled, armed.
     *
     * @param result the object that it left behind, if told
     */
    Run armed(Optional<KubeObject> result) {
        List<Compensation> stack = new ArrayList<>(compensations);
        stack.replaceAll(c -> c.standing() == Compensation.Standing.INTENDED ? c.armed(result) : c);
        return withCompensations(stack);
    }

    /** As it was before an intent was journaled: nothing to undo on its behalf. */
    Run disarmed() {
        return withCompensations(compensations.stream()
                .filter(c -> c.standing() != Compensation.Standing.INTENDED)
                .toList());
    }

    Run replacing(Compensation old, Compensation with) {
        List<Compensation> stack = new ArrayList<>(compensations);
        stack.set(stack.lastIndexOf(old), with);
        return withCompensations(stack);
    }

    Run telling(String severity, String text, Instant now) {
        List<Notice> more = new ArrayList<>(notices);
        more.add(new Notice("n" + (lastNotice() + 1), severity, text, now, false));
        return withNotices(more);
    }

    /** Old notices are dropped when the journal is full, so their number does not tell the next one. */
    private int lastNotice() {
        return notices.isEmpty() ? 0 : Integer.parseInt(notices.getLast().id().substring(1));
    }

    Run withNotices(List<Notice> outbox) {
        return new Run(
                spec,
                state,
                stateSince,
                finishedAt,
                message,
                plan,
                question,
                asked,
                answers,
                lets,
                steps,
                compensations,
                outbox,
                timeline);
    }
}
