package dev.coxswain.run.plan;

import dev.coxswain.action.Action;
import dev.coxswain.action.Actions;
import dev.coxswain.action.Conditions;
import dev.coxswain.action.Params;
import dev.coxswain.action.Progress;
import dev.coxswain.action.Situation;
import dev.coxswain.cluster.Effect;
import dev.coxswain.cluster.Json;
import dev.coxswain.cluster.Outcome;
import dev.coxswain.cluster.Query;
import dev.coxswain.expression.Expression;
import dev.coxswain.fleet.Custodian;
import dev.coxswain.fleet.Fleet;
import dev.coxswain.playbook.Playbook;
import dev.coxswain.run.record.Plan;
import dev.coxswain.run.record.Run;
import dev.coxswain.run.world.Guards;
import dev.coxswain.run.world.Lets;
import dev.coxswain.run.world.OverlayView;
import dev.coxswain.run.world.PlaybookLibrary;
import dev.coxswain.run.world.Rendering;
import dev.coxswain.run.world.Reserved;
import dev.coxswain.run.world.Surroundings;
import dev.coxswain.run.world.World;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Computes what a run would do, by running its actions over a view that assumes success.
 *
 * <ol>
 *   <li>Resolve the playbook's named expressions, and ask the guards.
 *   <li>For each step: ask its action what is next. An effect is written down and assumed; a wait is assumed to end; a question
 *       is really asked, because asking changes nothing.
 *   <li>Once an effect has been assumed, a value that cannot be told any more is written down as known after apply.
 * </ol>
 */
public final class Planner {

    /** No action of one step plans more effects than this; one that does is broken. */
    private static final int EFFECTS_PER_STEP = 500;

    public sealed interface Result {
        record Planned(Plan plan, Map<String, @Nullable Object> lets) implements Result {}

        record Unanswered(Set<Query> queries) implements Result {}

        record Impossible(String why) implements Result {}
    }

    /** Playbooks that run each other deeper than this are taken to do so without end. */
    private static final int DEEPEST = 5;

    private final Actions actions;
    private final PlaybookLibrary library;
    private final int depth;
    private final Run run;
    private final Playbook playbook;
    private final World world;
    private final OverlayView overlay;
    private Fleet fleet;
    private boolean assumed;
    private int items;
    private final List<Plan.Planned> effects = new ArrayList<>();
    private final List<String> remarks = new ArrayList<>();
    private final Map<String, @Nullable Object> outputs = new LinkedHashMap<>();

    private Planner(Actions actions, PlaybookLibrary library, Run run, Playbook playbook, World world) {
        this.actions = actions;
        this.library = library;
        this.run = run;
        this.playbook = playbook;
        this.world = world;
        this.overlay = new OverlayView(world.view());
        this.fleet = world.fleets().read(world.view(), world.answers());
        this.depth = 0;
    }

    /** For a run that a step would start: it finds what has been assumed so far. */
    private Planner(Planner outer, Run run, Playbook playbook) {
        this.actions = outer.actions;
        this.library = outer.library;
        this.run = run;
        this.playbook = playbook;
        this.world = outer.world;
        this.overlay = outer.overlay;
        this.fleet = outer.fleet;
        this.assumed = outer.assumed;
        this.depth = outer.depth + 1;
    }

    /** @param from index of the first step that is still to be done */
    public static Result plan(
            Actions actions, PlaybookLibrary library, Run run, Playbook playbook, World world, int from) {
        return new Planner(actions, library, run, playbook, world).plan(from);
    }

    private Result plan(int from) {
        Surroundings now = assumed();
        Set<Query> unasked = now.unasked(reads(from));
        if (!unasked.isEmpty()) {
            return new Result.Unanswered(unasked);
        }
        Map<String, @Nullable Object> lets = new LinkedHashMap<>(run.lets());
        Map<String, @Nullable Object> variables = now.variables();
        if (from == 0) {
            Optional<String> unresolved = Lets.resolve(playbook, variables, lets);
            if (unresolved.isPresent()) {
                return new Result.Impossible(unresolved.get());
            }
        }
        Optional<String> veto = Guards.veto(now, playbook, variables);
        if (veto.isPresent()) {
            return new Result.Impossible(veto.get());
        }
        for (Playbook.Step step :
                playbook.steps().subList(from, playbook.steps().size())) {
            Optional<Result> stop = plan(step, lets);
            if (stop.isPresent()) {
                return stop.get();
            }
        }
        return new Result.Planned(new Plan(PlanDigest.of(effects), world.now(), effects, remarks), lets);
    }

    private Set<String> reads(int from) {
        Set<String> reads = new HashSet<>(Guards.reads(playbook));
        playbook.let().values().forEach(let -> reads.addAll(let.reads()));
        for (Playbook.Step step :
                playbook.steps().subList(from, playbook.steps().size())) {
            reads.addAll(Rendering.reads(step.with()));
            step.onlyIf().ifPresent(condition -> reads.addAll(condition.reads()));
            step.forEach().ifPresent(items -> reads.addAll(items.reads()));
        }
        return reads;
    }

    private Optional<Result> plan(Playbook.Step step, Map<String, @Nullable Object> lets) {
        Map<String, @Nullable Object> variables = variables(lets);
        if (step.onlyIf().isPresent() && isSurelyFalse(step.onlyIf().get(), variables)) {
            return Optional.empty();
        }
        if (step.forEach().isEmpty()) {
            return planOnce(step, variables);
        }
        Expression items = step.forEach().get();
        switch (items.evaluate(variables)) {
            case Expression.Result.Failure(String message) -> {
                if (effects.isEmpty()) {
                    return impossible(step, items.source() + " cannot be told: " + message);
                }
                remarks.add(step.name() + " is done for each of " + items.source() + ", known after apply");
                return Optional.empty();
            }
            case Expression.Result.Value(Object value) -> {
                return planAll(step, lets, Json.asList(value));
            }
        }
    }

    /** The questions of all items are asked together: one after the other would mean to plan anew for each of them. */
    private Optional<Result> planAll(
            Playbook.Step step, Map<String, @Nullable Object> lets, List<@Nullable Object> items) {
        Set<Query> unanswered = new HashSet<>();
        for (Object item : items) {
            Map<String, @Nullable Object> withItem = variables(lets);
            withItem.put("item", item);
            Optional<Result> stop = planOnce(step, withItem);
            if (stop.isPresent() && stop.get() instanceof Result.Unanswered(Set<Query> queries)) {
                unanswered.addAll(queries);
            } else if (stop.isPresent() && unanswered.isEmpty()) {
                return stop;
            }
        }
        return unanswered.isEmpty() ? Optional.empty() : Optional.of(new Result.Unanswered(unanswered));
    }

    private boolean isSurelyFalse(Expression condition, Map<String, @Nullable Object> variables) {
        return switch (condition.evaluate(variables)) {
            case Expression.Result.Value(Object value) -> !Boolean.TRUE.equals(value);
            case Expression.Result.Failure _ -> effects.isEmpty();
        };
    }

    private Map<String, @Nullable Object> variables(Map<String, @Nullable Object> lets) {
        Map<String, @Nullable Object> variables = assumed().variables();
        variables.putAll(lets);
        Map<String, @Nullable Object> steps = new LinkedHashMap<>(Json.asMap(variables.get("steps")));
        outputs.forEach((name, output) -> {
            Map<String, @Nullable Object> value = new LinkedHashMap<>();
            value.put("output", output);
            steps.put(name, value);
        });
        variables.put("steps", steps);
        return variables;
    }

    private Optional<Result> planOnce(Playbook.Step step, Map<String, @Nullable Object> variables) {
        Optional<Action> action = actions.action(step.uses());
        if (action.isEmpty()) {
            return impossible(step, "there is no action " + step.uses());
        }
        return switch (Rendering.render(step.with(), variables, !effects.isEmpty())) {
            case Rendering.Rendered.Failed(String why) -> impossible(step, why);
            case Rendering.Rendered.Ready(Params with) -> follow(step, action.get(), with, variables);
        };
    }

    private Optional<Result> follow(
            Playbook.Step step, Action action, Params with, Map<String, @Nullable Object> variables) {
        Optional<Result> refuted = foresee(step, with, variables);
        if (refuted.isPresent()) {
            return refuted;
        }
        List<Situation.Past> history = new ArrayList<>();
        while (history.size() < EFFECTS_PER_STEP) {
            switch (action.next(with, situation(variables, history))) {
                case Progress.Done(Object output, String note) -> {
                    outputs.put(step.name(), output);
                    return Optional.empty();
                }
                case Progress.Apply(Effect effect, Optional<Effect> compensation) -> {
                    Optional<String> reserved = Reserved.objection(step.uses(), effect);
                    if (reserved.isPresent()) {
                        return impossible(step, reserved.get());
                    }
                    boolean reversible = !step.irreversible();
                    Optional<String> cannot = write(step, effect, reversible, action);
                    if (cannot.isPresent()) {
                        return impossible(step, cannot.get());
                    }
                    history.add(new Situation.Past(effect, Outcome.Applied.SILENTLY));
                }
                case Progress.Await _, Progress.Tell _ -> {
                    return Optional.empty();
                }
                case Progress.Start start -> {
                    return planOther(step, start, variables);
                }
                case Progress.Ask(Set<Query> queries) -> {
                    Set<Query> missing = new HashSet<>(queries);
                    missing.removeAll(world.answers().keySet());
                    return missing.isEmpty()
                            ? impossible(step, "it asks again for what was answered")
                            : Optional.of(new Result.Unanswered(missing));
                }
                case Progress.Refuse(String reason) -> {
                    if (step.otherwise() == Playbook.Otherwise.CONTINUE) {
                        remarks.add(step.name() + " would be passed over: " + reason);
                        return Optional.empty();
                    }
                    return impossible(step, reason);
                }
            }
        }
        return impossible(step, "it does not come to an end");
    }

    /** What the other run would do is part of this plan; what cannot be told yet it asks for by itself. */
    private Optional<Result> planOther(
            Playbook.Step step, Progress.Start start, Map<String, @Nullable Object> variables) {
        Optional<Playbook> other = library.find(run.spec().namespace(), start.playbook());
        if (other.isEmpty()) {
            return impossible(step, "there is no playbook " + start.playbook());
        }
        Optional<String> unknown = other.get().refusal(start.params());
        if (unknown.isPresent() || depth >= DEEPEST) {
            return impossible(step, unknown.orElse("playbooks run each other more than " + DEEPEST + " deep"));
        }
        Run child = Run.created(ChildRun.spec(run, run.spec().name() + "-" + step.name(), start, other.get(), world));
        Planner inner = new Planner(this, child, other.get());
        return switch (inner.plan(0)) {
            case Result.Unanswered unanswered -> Optional.of(unanswered);
            case Result.Impossible(String why) when !assumed -> impossible(step, start.playbook() + ": " + why);
            case Result.Impossible(String why) -> {
                remarks.add(step.name() + " runs playbook " + start.playbook()
                        + ", of which is not known yet what it would do" + " (at this moment: " + why
                        + "): it asks by itself");
                yield Optional.empty();
            }
            case Result.Planned(Plan plan, var _) -> {
                String prefix = step.name()
                        + (variables.containsKey("item") && step.forEach().isPresent() ? "[" + items++ + "]/" : "/");
                plan.effects().forEach(e -> effects.add(e.of(prefix + e.step())));
                plan.remarks().forEach(remark -> remarks.add(prefix + " " + remark));
                fleet = inner.fleet;
                assumed = inner.assumed;
                yield Optional.empty();
            }
        };
    }

    /** As long as nothing has been assumed, what is asserted can be told; later it is assumed, and people are told so. */
    private Optional<Result> foresee(Playbook.Step step, Params with, Map<String, @Nullable Object> variables) {
        boolean isWait = step.uses().equals("wait");
        Optional<Expression> condition = isWait
                ? with.expression("until")
                : step.uses().equals("assert") ? with.expression("that") : Optional.empty();
        Optional<String> objection = condition.flatMap(that -> Conditions.objection(that, variables));
        if (objection.isEmpty() || isWait) {
            assumed = assumed || objection.isPresent();
            return Optional.empty();
        }
        if (assumed) {
            remarks.add(step.name() + " is assumed: at this moment " + objection.get());
            return Optional.empty();
        }
        String why = with.text("otherwise")
                .map(otherwise -> otherwise + " (" + objection.get() + ")")
                .orElse(objection.get());
        return step.otherwise() == Playbook.Otherwise.CONTINUE ? Optional.empty() : impossible(step, why);
    }

    private Optional<String> write(Playbook.Step step, Effect effect, boolean reversible, Action action) {
        effects.add(new Plan.Planned(step.name(), effect, reversible, overlay.changes(effect)));
        if (action.signature().name().equals("operator.hold")) {
            remarkOnHold();
        }
        assumed = true;
        Optional<String> cannot = overlay.assume(effect);
        assumeChange(effect);
        return cannot;
    }

    private void remarkOnHold() {
        Surroundings now = Surroundings.of(run, playbook, world.view(), world);
        now.subject().operator().ifPresent(operator -> {
            List<String> others = now.fleet().servedBy(operator).stream()
                    .map(d -> d.namespace() + "/" + d.name())
                    .filter(name -> !now.subject()
                            .datastore()
                            .map(d -> d.namespace() + "/" + d.name())
                            .equals(Optional.of(name)))
                    .toList();
            remarks.add(
                    others.isEmpty()
                            ? operator.key() + " serves no other datastore"
                            : "while " + operator.key() + " is held, these lose their operator too: "
                                    + String.join(", ", others));
            Custodian.owner(operator.workload())
                    .ifPresent(
                            owner -> remarks.add(
                                    operator.key() + " belongs to " + owner
                                            + ", which may scale it back while it is held: then the run fails and takes back what it did"));
        });
    }

    /** The surroundings after what has been assumed so far; the fleet is recognised anew only when that may change it. */
    private Surroundings assumed() {
        return Surroundings.of(run, playbook, overlay, world, fleet);
    }

    private void assumeChange(Effect effect) {
        if (world.fleets().model().kinds().contains(effect.target().gvk())) {
            fleet = world.fleets().read(overlay, world.answers());
        }
    }

    private Situation situation(Map<String, @Nullable Object> variables, List<Situation.Past> history) {
        Surroundings now = assumed();
        return new Situation(
                overlay,
                now.fleet(),
                now.subject(),
                variables,
                world.answers(),
                List.copyOf(history),
                run.spec().key(),
                run.spec().uid(),
                world.now(),
                world.now(),
                true);
    }

    private static Optional<Result> impossible(Playbook.Step step, String why) {
        return Optional.of(new Result.Impossible("step " + step.name() + ": " + why));
    }
}
