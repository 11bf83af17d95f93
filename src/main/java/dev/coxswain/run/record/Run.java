package dev.coxswain.run.record;

import dev.coxswain.approval.Decision;
import dev.coxswain.approval.Question;
import dev.coxswain.cluster.Gvk;
import dev.coxswain.cluster.KubeObject;
import dev.coxswain.cluster.Redaction;
import dev.coxswain.trigger.PastRun;
import dev.coxswain.trigger.Target;
import dev.coxswain.trigger.Triggers;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeSet;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * One execution of a playbook, as its journal tells it.
 *
 * @param spec what never changes once the run is created
 * @param stateSince when it came into its state
 * @param cleared whether it has ended, and the condition of its trigger held no more when it did
 * @param seen the resource versions up to which who ended it had been told of what its trigger looks at, by kind
 * @param lets the playbook's named expressions, resolved when the plan was made
 * @param locks what nobody else may work on meanwhile; taken over by the next leader
 * @param compensations what undoes the run's effects, oldest first
 * @param asked how many questions have been asked
 * @param cuts what the journal had no room for, in words
 */
public record Run(
        Spec spec,
        RunState state,
        Instant stateSince,
        Optional<Instant> finishedAt,
        boolean cleared,
        Map<Gvk, Long> seen,
        String message,
        Optional<Plan> plan,
        Optional<Question> question,
        int asked,
        List<Decision> answers,
        Map<String, @Nullable Object> lets,
        List<String> locks,
        List<StepRecord> steps,
        List<Compensation> compensations,
        List<Notice> notices,
        List<Moment> timeline,
        List<String> cuts) {

    /** How many moments a stored timeline keeps; the oldest after the first ten go first. */
    public static final int TIMELINE_LIMIT = 200;

    public Run {
        seen = Map.copyOf(seen);
        answers = List.copyOf(answers);
        locks = List.copyOf(locks);
        steps = List.copyOf(steps);
        compensations = List.copyOf(compensations);
        notices = List.copyOf(notices);
        timeline = List.copyOf(timeline);
        cuts = List.copyOf(cuts);
    }

    /**
     * @param playbook the whole playbook document as it was when the run was created
     * @param requestedBy the person who started it; empty when a trigger did
     * @param params overrides of the playbook's parameters
     * @param evidence each condition of the trigger with what it came to when it fired; none when a person started it
     * @param parent the name of the run, in the same namespace, that started it and lends it its locks; empty without one
     * @param uid of the stored object, which tells it from others that had its name; empty before it is created
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
            List<String> evidence,
            String parent,
            String uid) {

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
            this(
                    namespace,
                    name,
                    playbookName,
                    playbook,
                    target,
                    since,
                    createdAt,
                    requestedBy,
                    params,
                    List.of(),
                    "",
                    "");
        }

        public String key() {
            return namespace + "/" + name;
        }

        /**
         * The run as triggers and limits count it. Whoever may create runs in a namespace can write any playbook's name into them;
         * only those where the playbook belongs count for it.
         *
         * @param home the supervisor's namespace
         */
        public PastRun past(String home, Optional<PastRun.End> end) {
            String claimed = Triggers.namespaceOf(playbookName, home).equals(namespace)
                    ? playbookName
                    : namespace + " claims " + playbookName;
            return new PastRun(name, claimed, target, since, createdAt, end);
        }
    }

    /**
     * A message in the outbox.
     *
     * @param sent whether nobody has to send it any more
     */
    public record Notice(String id, String severity, String text, Instant at, boolean sent) {
        public Notice delivered() {
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
                false,
                Map.of(),
                "",
                Optional.empty(),
                Optional.empty(),
                0,
                List.of(),
                Map.of(),
                List.of(),
                List.of(),
                List.of(),
                List.of(),
                List.of(new Moment(spec.createdAt(), "created for " + spec.target() + because(spec))),
                List.of());
    }

    private static String because(Spec spec) {
        return spec.evidence().isEmpty()
                ? ""
                : ", so since " + spec.since() + ": " + String.join("; ", spec.evidence());
    }

    /** A copy that may be changed before it becomes a run again. */
    private static final class Draft {
        private RunState state;
        private Instant stateSince;
        private Optional<Instant> finishedAt;
        private boolean cleared;
        private Map<Gvk, Long> seen;
        private String message;
        private Optional<Plan> plan;
        private Optional<Question> question;
        private int asked;
        private List<Decision> answers;
        private Map<String, @Nullable Object> lets;
        private List<String> locks;
        private List<StepRecord> steps;
        private List<Compensation> compensations;
        private List<Notice> notices;
        private List<Moment> timeline;
        private List<String> cuts;

        Draft(Run run) {
            state = run.state;
            stateSince = run.stateSince;
            finishedAt = run.finishedAt;
            cleared = run.cleared;
            seen = run.seen;
            message = run.message;
            plan = run.plan;
            question = run.question;
            asked = run.asked;
            answers = run.answers;
            lets = run.lets;
            locks = run.locks;
            steps = run.steps;
            compensations = run.compensations;
            notices = run.notices;
            timeline = run.timeline;
            cuts = run.cuts;
        }
    }

    private Run with(Consumer<Draft> change) {
        Draft draft = new Draft(this);
        change.accept(draft);
        return new Run(
                spec,
                draft.state,
                draft.stateSince,
                draft.finishedAt,
                draft.cleared,
                draft.seen,
                draft.message,
                draft.plan,
                draft.question,
                draft.asked,
                draft.answers,
                draft.lets,
                draft.locks,
                draft.steps,
                draft.compensations,
                draft.notices,
                draft.timeline,
                draft.cuts);
    }

    public Optional<StepRecord> step(String name) {
        return steps.stream().filter(s -> s.name().equals(name)).findFirst();
    }

    public Run after(RunEvent event, Instant now, String why) {
        RunState next = Transitions.after(state, event);
        return with(draft -> {
                    draft.state = next;
                    draft.stateSince = next.equals(state) ? stateSince : now;
                    draft.finishedAt = next.isFinished() ? Optional.of(now) : finishedAt;
                    draft.message = Redaction.text(why);
                })
                .noting(now, next.phase() + (why.isEmpty() ? "" : ": " + why));
    }

    public Run noting(Instant now, String text) {
        List<Moment> longer = new ArrayList<>(timeline);
        longer.add(new Moment(now, Redaction.text(text)));
        return withTimeline(longer);
    }

    public Run withTimeline(List<Moment> moments) {
        return with(draft -> draft.timeline = moments);
    }

    /**
     * What whoever looks next has to know of its end.
     *
     * @param isCleared whether what it answers was so no more
     * @param allSeen the resource versions up to which we have been told of what its trigger looks at
     */
    public Run leaving(boolean isCleared, Map<Gvk, Long> allSeen) {
        return with(draft -> {
            draft.cleared = isCleared;
            draft.seen = allSeen;
        });
    }

    public Run saying(String newMessage) {
        return with(draft -> draft.message = Redaction.text(newMessage));
    }

    public Run withPlan(Plan newPlan, Map<String, @Nullable Object> newLets) {
        return with(draft -> {
            draft.plan = Optional.of(newPlan);
            draft.lets = newLets;
        });
    }

    public Run withLocks(Collection<String> keys) {
        return with(draft -> draft.locks = List.copyOf(new TreeSet<>(keys)));
    }

    public Run withCuts(List<String> what) {
        return with(draft -> draft.cuts = what);
    }

    public Run withAnswers(List<Decision> kept) {
        return with(draft -> draft.answers = kept);
    }

    public Run asking(Question newQuestion) {
        return with(draft -> {
            draft.question = Optional.of(newQuestion);
            draft.asked = asked + 1;
        });
    }

    public Run answeredBy(List<Decision> decisions) {
        List<Decision> all = new ArrayList<>(answers);
        all.addAll(decisions);
        return with(draft -> {
            draft.question = Optional.empty();
            draft.answers = all;
        });
    }

    public Run with(StepRecord step) {
        Map<String, StepRecord> byName = new LinkedHashMap<>();
        steps.forEach(s -> byName.put(s.name(), s));
        byName.put(step.name(), step);
        return with(draft -> draft.steps = List.copyOf(byName.values()));
    }

    public Run withCompensations(List<Compensation> stack) {
        return with(draft -> draft.compensations = stack);
    }

    public Run intending(Compensation compensation) {
        List<Compensation> stack = new ArrayList<>(compensations);
        stack.add(compensation);
        return withCompensations(stack);
    }

    /**
     * What undoes the effect whose intent is journaled, armed.
     *
     * @param result the object that it left behind, if told
     */
    public Run armed(Optional<KubeObject> result) {
        List<Compensation> stack = new ArrayList<>(compensations);
        stack.replaceAll(c -> c.standing() == Compensation.Standing.INTENDED ? c.armed(result) : c);
        return withCompensations(stack);
    }

    /** As it was before an intent was journaled: nothing to undo on its behalf. */
    public Run disarmed() {
        return withCompensations(compensations.stream()
                .filter(c -> c.standing() != Compensation.Standing.INTENDED)
                .toList());
    }

    public Run replacing(Compensation old, Compensation with) {
        List<Compensation> stack = new ArrayList<>(compensations);
        stack.set(stack.lastIndexOf(old), with);
        return withCompensations(stack);
    }

    public Run telling(String severity, String text, Instant now) {
        List<Notice> more = new ArrayList<>(notices);
        more.add(new Notice("n" + (lastNotice() + 1), severity, Redaction.text(text), now, false));
        return withNotices(more);
    }

    /** Old notices are dropped when the journal is full, so their number does not tell the next one. */
    private int lastNotice() {
        return notices.isEmpty() ? 0 : Integer.parseInt(notices.getLast().id().substring(1));
    }

    /** With nothing left in the outbox. */
    public Run allTold() {
        return withNotices(notices.stream().map(Notice::delivered).toList());
    }

    public Run withNotices(List<Notice> outbox) {
        return with(draft -> draft.notices = outbox);
    }
}
