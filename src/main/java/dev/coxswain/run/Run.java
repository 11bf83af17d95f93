package dev.coxswain.run;

import dev.coxswain.approval.Decision;
import dev.coxswain.approval.Question;
import dev.coxswain.cluster.Effect;
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
            Map<String, @Nullable Object> params) {

        public String key() {
            return namespace + "/" + name;
        }
    }

    /**
     * What is known of one use of a step.
     *
     * @param pending journaled, but nobody knows yet whether it was applied
     * @param item index of the current item of {@code forEach}
     */
    public record StepRecord(
            String name,
            StepPhase phase,
            Instant startedAt,
            Optional<Instant> finishedAt,
            int attempt,
            int item,
            Optional<Effect> pending,
            List<PastEffect> history,
            @Nullable Object output,
            String note) {

        public StepRecord {
            history = List.copyOf(history);
        }

        static StepRecord begun(String name, Instant at) {
            return new StepRecord(
                    name, StepPhase.RUNNING, at, Optional.empty(), 1, 0, Optional.empty(), List.of(), null, "");
        }

        StepRecord withPending(Optional<Effect> effect) {
            return new StepRecord(name, phase, startedAt, finishedAt, attempt, item, effect, history, output, note);
        }

        StepRecord applied(PastEffect effect) {
            List<PastEffect> longer = new ArrayList<>(history);
            longer.add(effect);
            return new StepRecord(
                    name, phase, startedAt, finishedAt, attempt, item, Optional.empty(), longer, output, note);
        }

        StepRecord ended(StepPhase as, Instant at, @Nullable Object result, String why) {
            return new StepRecord(
                    name, as, startedAt, Optional.of(at), attempt, item, Optional.empty(), history, result, why);
        }

        StepRecord again(Instant at, int nextAttempt, int nextItem) {
            return new StepRecord(
                    name,
                    StepPhase.RUNNING,
                    at,
                    Optional.empty(),
                    nextAttempt,
                    nextItem,
                    Optional.empty(),
                    List.of(),
                    output,
                    note);
        }
    }

    public enum StepPhase {
        RUNNING,
        DONE,
        SKIPPED,
        FAILED
    }

    /** @param result what came back, in the journal's short form: the program's output for exec, otherwise empty */
    public record PastEffect(Effect effect, Map<String, @Nullable Object> result) {}

    /**
     * What undoes one effect.
     *
     * @param note why it is settled
     */
    public record Compensation(String step, Effect effect, Standing standing, String note) {
        Compensation settledBecause(String why) {
            return new Compensation(step, effect, Standing.SETTLED, why);
        }

        Compensation armed() {
            return new Compensation(step, effect, Standing.ARMED, note);
        }
    }

    public enum Standing {
        /** Journaled together with an effect of which nobody knows yet whether it was applied. */
        INTENDED,
        /** The effect was applied. */
        ARMED,
        /** Carried out, or found to be needless. */
        SETTLED
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
                List.of(new Moment(spec.createdAt(), "created for " + spec.target())));
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

    /** The run with its pending effect applied, and what undoes it armed. */
    Run applied(StepRecord step, PastEffect effect) {
        List<Compensation> stack = new ArrayList<>(compensations);
        stack.replaceAll(c -> c.standing() == Standing.INTENDED ? c.armed() : c);
        return with(step.applied(effect)).withCompensations(stack);
    }

    /** The run as it was before an intent was journaled: nothing pending, and nothing to undo on its behalf. */
    Run withoutIntent(StepRecord step) {
        return with(step.withPending(Optional.empty()))
                .withCompensations(compensations.stream()
                        .filter(c -> c.standing() != Standing.INTENDED)
                        .toList());
    }

    Run telling(String severity, String text, Instant now) {
        List<Notice> more = new ArrayList<>(notices);
        more.add(new Notice("n" + (notices.size() + 1), severity, text, now, false));
        return withNotices(more);
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
