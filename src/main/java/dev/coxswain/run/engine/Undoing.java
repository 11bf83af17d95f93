package dev.coxswain.run.engine;

import dev.coxswain.action.Actions;
import dev.coxswain.cluster.Answer;
import dev.coxswain.cluster.Effect;
import dev.coxswain.cluster.Json;
import dev.coxswain.cluster.KubeObject;
import dev.coxswain.cluster.Outcome;
import dev.coxswain.cluster.PatchType;
import dev.coxswain.cluster.Preconditions;
import dev.coxswain.cluster.Query;
import dev.coxswain.fleet.Hold;
import dev.coxswain.playbook.Playbook;
import dev.coxswain.run.journal.RunJson;
import dev.coxswain.run.record.Compensation;
import dev.coxswain.run.record.Run;
import dev.coxswain.run.record.RunEvent;
import dev.coxswain.run.record.RunState;
import dev.coxswain.run.record.Verdict;
import dev.coxswain.run.step.Aftermath;
import dev.coxswain.run.step.Decision;
import dev.coxswain.run.step.Trace;
import dev.coxswain.run.world.PlaybookLibrary;
import dev.coxswain.run.world.World;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * Takes back what a run did, newest first.
 *
 * <ol>
 *   <li>What the playbook's author wrote under {@code undo} is carried out step by step, each effect journaled before it is
 *       applied, as on the way there.
 *   <li>An inverse looks at its target first, asked afresh of the server: what is gone, was never done or is undone already is
 *       settled; what somebody else has changed since is left as it is, and people are told.
 *   <li>What fails makes the run stuck: a human is paged, and it is tried again and again.
 * </ol>
 */
record Undoing(Actions actions, PlaybookLibrary library, Run run, Playbook playbook, World world) {

    /** How long until an undo that failed is tried again. */
    static final Duration AGAIN = Duration.ofSeconds(30);

    /** How long the server may leave us without an answer before a human is paged. */
    private static final Duration PATIENCE = Duration.ofMinutes(2);

    Decision next() {
        Optional<Compensation> newest = newestUnsettled(run);
        if (newest.isEmpty()) {
            return new Decision.Append(Ending.compensated(run, world.now()));
        }
        Compensation compensation = newest.get();
        if (compensation.notBefore().filter(at -> world.now().isBefore(at)).isPresent()) {
            return new Decision.Wait("undoing again: " + compensation.summary(), compensation.notBefore());
        }
        return switch (compensation.undo()) {
            case Compensation.Undo.Inverse(Effect effect) -> look(compensation, effect);
            case Compensation.Undo.Authored authored ->
                authored(compensation, authored)
                        .map(AuthoredUndo::next)
                        .orElseGet(() -> forgotten(compensation, authored.of()));
            case Compensation.Undo.Child(String child) -> child(compensation, child);
        };
    }

    /** Empty when the run whose step it was is gone, and with it what its author wrote. */
    private Optional<AuthoredUndo> authored(Compensation compensation, Compensation.Undo.Authored undo) {
        if (undo.of().isEmpty()) {
            return Optional.of(new AuthoredUndo(actions, run, run, playbook, world, compensation, undo));
        }
        return world.view()
                .find(RunJson.ref(run.spec().namespace(), undo.of()))
                .map(RunJson::read)
                .map(child -> new AuthoredUndo(
                        actions, run, child, library.compile(child.spec().playbook()), world, compensation, undo));
    }

    private Decision forgotten(Compensation compensation, String child) {
        String why = "run " + child + " is gone, and with it how to undo what it did";
        return new Decision.Append(settle(run, compensation, why, world.now())
                .telling("critical", compensation.summary() + ": " + why, world.now()));
    }

    /** One that goes on is cancelled and waited for; of one that succeeded, what undoes it is done from here. */
    private Decision child(Compensation compensation, String name) {
        Query.Read read = new Query.Read(RunJson.ref(run.spec().namespace(), name));
        return switch (world.answers().get(read)) {
            case null -> new Decision.Inquire(Set.of(read));
            case Answer.Found(Optional<KubeObject> object) ->
                object.filter(found ->
                                found.text("spec", "parent").equals(run.spec().name()))
                        .map(found -> child(compensation, found))
                        .orElseGet(() -> settled(compensation, "there is no such run"));
            case Answer.Printed _ -> notReadable(compensation, "it answered what nobody asked");
            case Answer.Silence(String why) -> notReadable(compensation, why);
        };
    }

    private Decision child(Compensation compensation, KubeObject object) {
        Run child = RunJson.read(object);
        if (!(child.state() instanceof RunState.Finished(Verdict verdict))) {
            return object.annotation(RunJson.CANCEL).isPresent()
                    ? new Decision.Wait(
                            "run " + child.spec().name() + " takes back what it did",
                            Optional.of(world.now().plusSeconds(10)))
                    : act(Effect.Patch.merge(
                            object,
                            Map.of(
                                    "metadata",
                                    Map.of(
                                            "annotations",
                                            Map.of(
                                                    RunJson.CANCEL,
                                                    "run " + run.spec().name())))));
        }
        return verdict == Verdict.SUCCEEDED
                ? new Decision.Append(inheriting(compensation, child))
                : settled(compensation, "it ended as " + verdict.phase() + " and took back what it did");
    }

    private Run inheriting(Compensation compensation, Run child) {
        List<Compensation> stack =
                new ArrayList<>(run.replacing(compensation, compensation.settledBecause("taken over"))
                        .compensations());
        for (Compensation theirs : child.compensations()) {
            if (!theirs.isSettled()) {
                Compensation.Undo undo = theirs.undo() instanceof Compensation.Undo.Authored authored
                        ? authored.of(child.spec().name())
                        : theirs.undo();
                stack.add(new Compensation(
                        theirs.step(), undo, Compensation.Standing.ARMED, theirs.note(), Optional.empty()));
            }
        }
        return run.withCompensations(stack)
                .noting(world.now(), "taking back what run " + child.spec().name() + " did");
    }

    private Decision look(Compensation compensation, Effect effect) {
        Query.Read read = new Query.Read(effect.target());
        return switch (world.answers().get(read)) {
            case null -> new Decision.Inquire(Set.of(read));
            case Answer.Found(Optional<KubeObject> object) ->
                object.map(target -> undo(compensation, effect, target))
                        .orElseGet(() -> settled(compensation, "its target is gone"));
            case Answer.Printed _ -> notReadable(compensation, "it answered what nobody asked");
            case Answer.Silence(String why) -> notReadable(compensation, why);
        };
    }

    private Decision notReadable(Compensation compensation, String why) {
        Instant patience = run.stateSince().plus(PATIENCE);
        return world.now().isBefore(patience) || run.state() instanceof RunState.Stuck
                ? new Decision.Wait(
                        compensation.summary() + ": " + why,
                        Optional.of(world.now().plusSeconds(5)))
                : new Decision.Append(failed(run, compensation, why, world.now()));
    }

    private Decision undo(Compensation compensation, Effect effect, KubeObject target) {
        return switch (effect) {
            case Effect.Patch patch when givesBack(patch) -> giveBack(compensation, patch, target);
            case Effect.Patch patch when patch.type() == PatchType.JSON -> takeBack(compensation, patch, target);
            case Effect.Delete delete -> delete(compensation, delete, target);
            case Effect.Create _, Effect.Patch _, Effect.Evict _, Effect.Exec _ -> act(effect);
        };
    }

    /** Somebody else may have given the operator back already, or hold it by now. */
    private Decision giveBack(Compensation compensation, Effect.Patch patch, KubeObject workload) {
        boolean ours = Hold.of(workload)
                .filter(hold -> hold.isOf(run.spec().key(), run.spec().uid()))
                .isPresent();
        return ours
                ? act(new Effect.Patch(
                        patch.target(),
                        patch.type(),
                        patch.body(),
                        Preconditions.sameVersion(workload),
                        patch.subresource()))
                : settled(compensation, "already given back");
    }

    private Decision takeBack(Compensation compensation, Effect.Patch inverse, KubeObject target) {
        if (inverse.preconditions()
                .uid()
                .filter(uid -> !uid.equals(target.uid()))
                .isPresent()) {
            return settled(compensation, "its target was replaced by another one of that name");
        }
        if (Trace.isAsBefore(inverse, target)) {
            return settled(compensation, "it is as it was before");
        }
        if (Trace.isAsLeftBehind(inverse, target)) {
            return act(inverse);
        }
        String why = "changed by somebody else since, left as it is";
        return new Decision.Append(settle(run, compensation, why, world.now())
                .telling("warning", inverse.target() + " was not put back: " + why, world.now()));
    }

    /** What this run did not create is not deleted, though it may bear the name. */
    private Decision delete(Compensation compensation, Effect.Delete delete, KubeObject target) {
        if (target.isBeingDeleted()) {
            return settled(compensation, "it is being deleted");
        }
        boolean ours = delete.preconditions().uid().isPresent()
                ? delete.preconditions().uid().get().equals(target.uid())
                : target.annotation(RunJson.CREATED_BY)
                        .equals(Optional.of(run.spec().key()));
        return ours
                ? act(new Effect.Delete(delete.target(), Preconditions.sameObject(target), delete.gracePeriod()))
                : settled(compensation, "it is not the one that this run created");
    }

    private Decision act(Effect effect) {
        return new Decision.Act(run.noting(world.now(), "undoing: " + effect.summary()), effect);
    }

    private Decision settled(Compensation which, String why) {
        return new Decision.Append(settle(run, which, why, world.now()));
    }

    /** The hold's inverse. */
    private static boolean givesBack(Effect.Patch patch) {
        return Json.asMap(Json.at(patch.body(), "metadata", "annotations")).containsKey(Hold.BY);
    }

    static Optional<Compensation> newestUnsettled(Run run) {
        return run.compensations().reversed().stream()
                .filter(c -> !c.isSettled())
                .findFirst();
    }

    static Run settle(Run run, Compensation which, String why, Instant now) {
        return run.replacing(which, which.settledBecause(why)).noting(now, "undone: " + which.summary() + ": " + why);
    }

    /** What the journal says after an undo was tried. */
    Run after(Effect effect, Outcome outcome) {
        Compensation which = newestUnsettled(run).orElseThrow();
        if (which.undo() instanceof Compensation.Undo.Authored authored) {
            return Aftermath.of(run, authored(which, authored).orElseThrow(), effect, outcome, world.now());
        }
        if (which.undo() instanceof Compensation.Undo.Child && outcome instanceof Outcome.Applied) {
            return run.noting(world.now(), which.summary() + " was told to take back what it did");
        }
        Instant now = world.now();
        return switch (outcome) {
            case Outcome.Applied _ -> settle(run, which, "taken back", now);
            case Outcome.Refused refused when refused.isNotFound() -> settle(run, which, "its target is gone", now);
            case Outcome.Refused refused
            when refused.isConflict() || (refused.code() == 422 && isFirstRefusal(which)) ->
                later(which, effect.summary() + ": " + refused.message() + "; looking again", Duration.ofSeconds(1));
            case Outcome.Refused(var _, var _, String message) -> failed(run, which, message, now);
            case Outcome.Busy(Duration retryAfter, String message) ->
                later(which, effect.summary() + ": " + message, retryAfter);
            case Outcome.Unknown(String message) ->
                later(which, effect.summary() + ": " + message, Duration.ofSeconds(2));
        };
    }

    /** A test that failed because somebody was quicker is told with 422; a second look then shows what they did. */
    private static boolean isFirstRefusal(Compensation which) {
        return which.notBefore().isEmpty();
    }

    private Run later(Compensation which, String why, Duration wait) {
        Instant now = world.now();
        return run.replacing(which, which.retriedAt(now.plus(wait))).noting(now, why);
    }

    /** The run after an undo that failed: stuck, until it succeeds after all. */
    static Run failed(Run run, Compensation which, String message, Instant now) {
        String why = which.summary() + " could not be undone: " + message;
        Run again = run.replacing(which, which.retriedAt(now.plus(AGAIN)));
        if (run.state() instanceof RunState.Stuck) {
            return again.noting(now, why);
        }
        return again.after(new RunEvent.CompensationFailed(), now, run.message() + "; then " + why)
                .telling("critical", why + ". A human has to look; it is tried again every 30 s", now);
    }
}
