package dev.coxswain.run.engine;

import dev.coxswain.action.Actions;
import dev.coxswain.action.Progress;
import dev.coxswain.cluster.Effect;
import dev.coxswain.cluster.KubeObject;
import dev.coxswain.cluster.Query;
import dev.coxswain.fleet.Custodian;
import dev.coxswain.fleet.Datastore;
import dev.coxswain.fleet.Hold;
import dev.coxswain.fleet.Operator;
import dev.coxswain.playbook.Playbook;
import dev.coxswain.run.journal.RunJson;
import dev.coxswain.run.plan.PlanDigest;
import dev.coxswain.run.record.Compensation;
import dev.coxswain.run.record.Run;
import dev.coxswain.run.record.RunEvent;
import dev.coxswain.run.record.StepRecord;
import dev.coxswain.run.step.Aftermath;
import dev.coxswain.run.step.Decision;
import dev.coxswain.run.step.OneStep;
import dev.coxswain.run.step.Place;
import dev.coxswain.run.world.Guards;
import dev.coxswain.run.world.PlaybookLibrary;
import dev.coxswain.run.world.Reserved;
import dev.coxswain.run.world.Surroundings;
import dev.coxswain.run.world.World;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The step that a run stands at.
 *
 * <p>Before an effect: the operator that we hold is still held, the guards still agree (asked afresh), and the approved plan
 * foresaw the effect. Only then the intent, together with what undoes it, is journaled and the effect is applied.
 *
 * <p>What undoes a step is what its author wrote under {@code undo}, otherwise the inverse that the action knows. An operator
 * that is held is given back whatever the author wrote; what is said to be irreversible is not undone.
 */
record Stepping(Actions actions, PlaybookLibrary library, Run run, Playbook playbook, World world, Playbook.Step step)
        implements Place {

    static Decision next(Actions actions, PlaybookLibrary library, Run run, Playbook playbook, World world, int index) {
        if (index >= playbook.steps().size()) {
            return new Decision.Append(run.after(new RunEvent.AllStepsDone(), world.now(), "all steps are done"));
        }
        Stepping place = new Stepping(
                actions, library, run, playbook, world, playbook.steps().get(index));
        return new OneStep(actions, run, world, place.surroundings(), place).decide();
    }

    private Surroundings surroundings() {
        return Surroundings.of(run, playbook, world.view(), world);
    }

    @Override
    public StepRecord record() {
        return run.step(step.name()).orElseGet(() -> StepRecord.begun(step.name(), run.stateSince()));
    }

    @Override
    public Map<String, @Nullable Object> own() {
        return Map.of();
    }

    @Override
    public Run keeping(Run from, StepRecord record) {
        return from.with(record);
    }

    @Override
    public Run applied(Run from, StepRecord record, StepRecord.Past effect, Optional<KubeObject> result) {
        return from.with(record.applied(effect)).armed(result);
    }

    @Override
    public Run notApplied(Run from, StepRecord record) {
        return from.with(record.withPending(Optional.empty())).disarmed();
    }

    @Override
    public Run over(Run from, StepRecord ended) {
        return from.with(ended).after(new RunEvent.StepDone(), world.now(), step.name() + ": " + ended.note());
    }

    @Override
    public Run failed(Run from, StepRecord ended) {
        return from.with(ended).after(new RunEvent.Failed(), world.now(), step.name() + ": " + ended.note());
    }

    @Override
    public Run unknowable(Run from, StepRecord ended) {
        return failed(from, ended);
    }

    @Override
    public Decision start(Progress.Start start) {
        return new SubRuns(run, this, world, library).next(start);
    }

    @Override
    public Decision apply(Effect effect, Optional<Effect> inverse, Map<String, @Nullable Object> variables) {
        Surroundings now = surroundings();
        Set<Query> unasked = now.unasked(Guards.reads(playbook));
        if (!unasked.isEmpty()) {
            return new Decision.Inquire(unasked);
        }
        Optional<Set<Query>> unclear = holdInDoubt(now);
        if (unclear.isPresent()) {
            return new Decision.Inquire(unclear.get());
        }
        Optional<String> veto = Reserved.objection(step.uses(), effect)
                .or(() -> holdLost(now))
                .or(() -> Guards.veto(now, playbook, variables));
        if (veto.isPresent()) {
            return new Decision.Append(Aftermath.failed(run, this, veto.get(), world.now()));
        }
        if (run.plan()
                .filter(plan -> PlanDigest.foresees(plan, step.name(), effect))
                .isEmpty()) {
            return new Drift(actions, library, run, playbook, world).replan(step, effect);
        }
        Effect ours = RunJson.signed(run, effect);
        return new Decision.Act(intending(ours, inverse, variables), ours);
    }

    private Run intending(Effect effect, Optional<Effect> inverse, Map<String, @Nullable Object> variables) {
        Run intent = run.with(record().withPending(Optional.of(effect)));
        boolean isHold = step.uses().equals("operator.hold");
        if (inverse.isPresent() && (isHold || (step.undo().isEmpty() && !step.irreversible()))) {
            intent = intent.intending(Compensation.intended(step.name(), new Compensation.Undo.Inverse(inverse.get())));
        }
        if (!step.undo().isEmpty() && !hasItsUndo()) {
            Object item = step.forEach().isPresent() ? variables.get("item") : null;
            intent = intent.intending(Compensation.intended(
                    step.name(), new Compensation.Undo.Authored(record().item(), item, 0, Optional.empty(), "")));
        }
        return intent;
    }

    /** The author's undo undoes all that the step did for an item, however many effects that were. */
    private boolean hasItsUndo() {
        return run.compensations().stream()
                .anyMatch(c -> c.step().equals(step.name())
                        && !c.isSettled()
                        && c.undo() instanceof Compensation.Undo.Authored authored
                        && authored.index() == record().item());
    }

    /** While we hold the operator it has to stay quiet: two hands on one datastore are worse than none. */
    private Optional<String> holdLost(Surroundings now) {
        Optional<String> held = isBetween("operator.hold", "operator.release")
                ? now.subject().operator().flatMap(this::whyNotHeld)
                : Optional.empty();
        return held.or(() -> isBetween("datastore.pause", "datastore.resume")
                ? now.subject().datastore().flatMap(Stepping::whyNotPaused)
                : Optional.empty());
    }

    private boolean isBetween(String opens, String closes) {
        boolean between = false;
        for (Playbook.Step other : playbook.steps()) {
            boolean isDone = run.step(other.name())
                    .filter(s -> s.phase() == StepRecord.Phase.DONE)
                    .isPresent();
            if (isDone && other.uses().equals(opens)) {
                between = true;
            } else if (isDone && other.uses().equals(closes)) {
                between = false;
            }
        }
        return between;
    }

    private static Optional<String> whyNotPaused(Datastore datastore) {
        return Boolean.TRUE.equals(datastore.values().get("paused"))
                ? Optional.empty()
                : Optional.of("somebody else has given " + datastore.key() + " back to its operator");
    }

    /** Who scaled it back stands in fields that the view does not keep. */
    private Optional<Set<Query>> holdInDoubt(Surroundings now) {
        return isBetween("operator.hold", "operator.release")
                ? now.subject()
                        .operator()
                        .filter(operator -> operator.replicas() > 0)
                        .map(operator -> Custodian.question(operator.workload()))
                        .filter(question -> !world.answers().containsKey(question))
                        .map(Set::<Query>of)
                : Optional.empty();
    }

    private Optional<String> whyNotHeld(Operator operator) {
        Optional<Hold> hold = operator.held();
        if (hold.isEmpty() || !hold.get().by().equals(run.spec().key())) {
            return Optional.of(operator.key() + " is no longer held by this run");
        }
        if (operator.replicas() > 0) {
            return Optional.of(operator.key() + " was scaled back to " + operator.replicas() + " by "
                    + Custodian.whoScaled(operator.workload(), world.answers()));
        }
        return world.now().isAfter(hold.get().until())
                ? Optional.of("the hold on " + operator.key() + " has run out")
                : Optional.empty();
    }
}
