package dev.coxswain.run.engine;

import dev.coxswain.action.Actions;
import dev.coxswain.action.Progress;
import dev.coxswain.cluster.Answer;
import dev.coxswain.cluster.Effect;
import dev.coxswain.cluster.KubeObject;
import dev.coxswain.cluster.Query;
import dev.coxswain.playbook.Playbook;
import dev.coxswain.run.journal.RunJson;
import dev.coxswain.run.record.Compensation;
import dev.coxswain.run.record.Run;
import dev.coxswain.run.record.StepRecord;
import dev.coxswain.run.step.Aftermath;
import dev.coxswain.run.step.Decision;
import dev.coxswain.run.step.OneStep;
import dev.coxswain.run.step.Place;
import dev.coxswain.run.step.Trace;
import dev.coxswain.run.world.Reserved;
import dev.coxswain.run.world.Surroundings;
import dev.coxswain.run.world.World;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The steps that a playbook's author wrote to undo one step, one after the other.
 *
 * <p>When nobody knows whether the step had taken effect, that is looked up first; what cannot be looked up is undone, for an
 * undo has to be harmless when there is nothing to undo. Neither guards nor the plan are asked: the undo was approved with the
 * playbook, and leaving things half done is no better.
 *
 * @param origin the run whose step it was: this one, or one that it had started
 * @param playbook of that run
 */
record AuthoredUndo(
        Actions actions,
        Run run,
        Run origin,
        Playbook playbook,
        World world,
        Compensation compensation,
        Compensation.Undo.Authored undo)
        implements Place {

    Decision next() {
        if (undo.at() >= steps().size()) {
            return new Decision.Append(Undoing.settle(run, compensation, "done", world.now()));
        }
        Optional<Decision> look = compensation.standing() == Compensation.Standing.INTENDED
                ? whetherThereIsSomethingToUndo()
                : Optional.empty();
        return look.or(this::begin)
                .orElseGet(() -> new OneStep(
                                actions, run, world, Surroundings.of(origin, playbook, world.view(), world), this)
                        .decide());
    }

    /** Journals when the undoing step began, for its deadline counts from then. */
    private Optional<Decision> begin() {
        return undo.record().isPresent() ? Optional.empty() : Optional.of(new Decision.Append(keeping(run, record())));
    }

    private Optional<Decision> whetherThereIsSomethingToUndo() {
        Optional<Effect> pending = origin.step(compensation.step()).flatMap(StepRecord::pending);
        if (pending.isEmpty() || pending.get() instanceof Effect.Exec) {
            return Optional.empty();
        }
        Query.Read read = new Query.Read(pending.get().target());
        return switch (world.answers().get(read)) {
            case null -> Optional.of(new Decision.Inquire(Set.of(read)));
            case Answer.Found(Optional<KubeObject> object) ->
                Trace.of(pending.get(), Optional.empty(), object) == Trace.UNTOUCHED
                        ? Optional.of(new Decision.Append(
                                Undoing.settle(run, compensation, "the step had not taken effect", world.now())))
                        : Optional.of(
                                new Decision.Append(run.replacing(compensation, compensation.armed(Optional.empty()))));
            case Answer.Printed _, Answer.Silence _ ->
                Optional.of(new Decision.Wait(
                        "whether it was applied: " + pending.get().summary(),
                        Optional.of(world.now().plusSeconds(5))));
        };
    }

    private List<Playbook.Step> steps() {
        return playbook.steps().stream()
                .filter(step -> step.name().equals(compensation.step()))
                .findFirst()
                .map(Playbook.Step::undo)
                .orElse(List.of());
    }

    @Override
    public Playbook.Step step() {
        return steps().get(undo.at());
    }

    @Override
    public StepRecord record() {
        String name = "undo of " + compensation.step() + " " + (undo.at() + 1) + "/" + steps().size();
        return undo.record().orElseGet(() -> StepRecord.begun(name, world.now()));
    }

    @Override
    public Map<String, @Nullable Object> own() {
        Map<String, @Nullable Object> own = new LinkedHashMap<>();
        if (undo.item() != null) {
            own.put("item", undo.item());
        }
        return own;
    }

    @Override
    public Run keeping(Run from, StepRecord record) {
        return progressing(from, undo.at(), Optional.of(record));
    }

    private Run progressing(Run from, int at, Optional<StepRecord> record) {
        Compensation current = Undoing.newestUnsettled(from).orElseThrow();
        return from.replacing(current, current.with(undo.at(at, record)));
    }

    @Override
    public Run applied(Run from, StepRecord record, StepRecord.Past effect, Optional<KubeObject> result) {
        return keeping(from, record.applied(effect));
    }

    @Override
    public Run notApplied(Run from, StepRecord record) {
        return keeping(from, record.withPending(Optional.empty()));
    }

    @Override
    public Decision apply(Effect effect, Optional<Effect> inverse, Map<String, @Nullable Object> variables) {
        Optional<String> objection = Reserved.objection(step().uses(), effect);
        if (objection.isPresent()) {
            return new Decision.Append(Aftermath.failed(run, this, objection.get(), world.now()));
        }
        Effect ours = RunJson.signed(run, effect);
        return new Decision.Act(keeping(run, record().withPending(Optional.of(ours))), ours);
    }

    @Override
    public Decision start(Progress.Start start) {
        return new Decision.Append(Aftermath.failed(run, this, "a playbook cannot be run to undo a step", world.now()));
    }

    @Override
    public Run over(Run from, StepRecord ended) {
        return progressing(from, undo.at() + 1, Optional.empty())
                .noting(world.now(), record().name() + ": " + ended.note());
    }

    /** To try again would be to undo twice, so it is left at that; people have been told. */
    @Override
    public Run unknowable(Run from, StepRecord ended) {
        return over(from, ended);
    }

    /** The next try begins the undoing step anew. */
    @Override
    public Run failed(Run from, StepRecord ended) {
        Run anew = progressing(from, undo.at(), Optional.empty());
        Compensation current = Undoing.newestUnsettled(anew).orElseThrow();
        return Undoing.failed(anew, current, ended.name() + ": " + ended.note(), world.now());
    }
}
