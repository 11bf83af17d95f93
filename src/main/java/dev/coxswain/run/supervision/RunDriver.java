package dev.coxswain.run.supervision;

import dev.coxswain.cluster.Answer;
import dev.coxswain.cluster.Asker;
import dev.coxswain.cluster.ClusterView;
import dev.coxswain.cluster.Effect;
import dev.coxswain.cluster.Effector;
import dev.coxswain.cluster.KubeObject;
import dev.coxswain.cluster.Outcome;
import dev.coxswain.cluster.Query;
import dev.coxswain.fleet.Hold;
import dev.coxswain.run.engine.Decider;
import dev.coxswain.run.engine.NoRoom;
import dev.coxswain.run.journal.Fitting;
import dev.coxswain.run.journal.Journal;
import dev.coxswain.run.journal.Places;
import dev.coxswain.run.journal.RunJson;
import dev.coxswain.run.record.Run;
import dev.coxswain.run.record.RunState;
import dev.coxswain.run.step.Decision;
import dev.coxswain.run.world.FleetReader;
import dev.coxswain.run.world.PlaybookLibrary;
import dev.coxswain.run.world.World;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;
import java.util.function.Supplier;

/**
 * Carries out what the engine decides about one run, until there is nothing to do but wait.
 *
 * <ol>
 *   <li>Ask the engine. What it wants journaled is gathered, and appended in one piece before anything depends on it: before an
 *       effect, before the world is asked after an effect, before a notice goes out, and when the pass ends. When the append is
 *       lost, somebody else is at work: stop.
 *   <li>Apply an effect only after its intent has been appended; what came back is gathered like everything else. Lost in a
 *       crash, it is looked up in the world.
 *   <li>Answers of members are good until the next effect; then they are asked again.
 * </ol>
 */
public final class RunDriver {

    /** A pass that takes more decisions than this is put back into the queue, so that others get their turn. */
    private static final int DECISIONS_PER_PASS = 200;

    /** A change may go unnoticed; nobody waits for ever because of that. */
    private static final Duration LOOK_ANYWAY = Duration.ofSeconds(30);

    private static final Duration TRY_AGAIN = Duration.ofSeconds(2);

    private final Decider engine;
    private final PlaybookLibrary library;
    private final Worlds worlds;
    private final LastLook lastLook;
    private final Ports ports;
    private final HeldWorkloads holds = new HeldWorkloads();

    /**
     * The world outside.
     *
     * @param view the newest snapshot
     * @param effector writes with the supervisor's own rights
     * @param powers with whose rights runs act
     * @param sink where notices go
     * @param learn told of each object that the server answered, so that the view never shows an older one
     * @param leads whether this supervisor may act at this moment
     * @param attested since when the cluster attests who creates runs and who answers; empty while it does not
     */
    public record Ports(
            Supplier<ClusterView> view,
            FleetReader fleets,
            Journal journal,
            Effector effector,
            Asker asker,
            Powers powers,
            Sink sink,
            Consumer<KubeObject> learn,
            BooleanSupplier leads,
            Supplier<Optional<Instant>> attested,
            InstantSource clock) {}

    /** Where notices go. Never throws: a notice that cannot be delivered does not hold up a run. */
    public interface Sink {
        void deliver(Run run, Run.Notice notice);

        /** Of a run that cannot be read, and so has no notices of its own. Whoever does not care is told by the log alone. */
        default void deliverOfUnreadable(KubeObject run, Run.Notice notice) {}
    }

    /** What a pass came to. */
    public sealed interface Passed {
        /**
         * @param at when to look again though nothing has changed; empty when only a change matters
         * @param places where a change may matter
         */
        record Waiting(String what, Optional<Instant> at, Set<String> places) implements Passed {}

        record Finished(KubeObject run) implements Passed {}

        /**
         * Has done what it is for, and nobody has to do anything. What is left is to write that down, which gives way to runs that
         * have not done theirs yet.
         *
         * @param end carries the pass on, as things are then
         */
        record Ending(Supplier<Passed> end) implements Passed {}
    }

    public RunDriver(Decider engine, PlaybookLibrary library, Locks locks, Ports ports) {
        this.engine = engine;
        this.library = library;
        this.worlds = new Worlds(library, locks, ports);
        this.lastLook = new LastLook(library, worlds, ports);
        this.ports = ports;
    }

    /** @throws IllegalArgumentException when the object is no readable run */
    public Passed pass(KubeObject stored) {
        return new Pass(stored).carryOn();
    }

    /** One pass over one run. */
    private final class Pass {
        private KubeObject object;
        /** As it is decided; ahead of the journal until that is appended to. */
        private Run run;

        private Run journaled;
        private boolean hasActed;
        private boolean hasGivenWay;
        /** What is answered was so no more after an effect of this pass, whatever it is now. */
        private boolean wasCleared;

        private final List<Said> unsaid = new ArrayList<>();
        private final Map<Query, Answer> answers = new HashMap<>();

        Pass(KubeObject stored) {
            this.object = stored;
            this.run = RunJson.read(stored);
            this.journaled = run;
        }

        Passed carryOn() {
            Optional<Passed> stop = Optional.empty();
            for (int i = 0; i < DECISIONS_PER_PASS && stop.isEmpty(); i++) {
                stop = ports.leads().getAsBoolean() ? decideOnce() : notLeading();
            }
            return stop.orElseGet(() -> endingWith(() -> waiting("its next turn", Optional.of(now()))));
        }

        private Optional<Passed> decideOnce() {
            World world = worlds.world(run, object, answers);
            return switch (engine.next(run, world)) {
                case Decision.Append(Run next) -> {
                    if (!hasGivenWay && isGoodNews(next)) {
                        hasGivenWay = true;
                        yield Optional.of(new Passed.Ending(this::carryOn));
                    }
                    gather(next);
                    yield Optional.empty();
                }
                case Decision.Act(Run intent, Effect effect) -> act(intent, effect, world);
                case Decision.Inquire(Set<Query> queries) -> inquire(queries);
                case Decision.Wait(String what, Optional<Instant> until) ->
                    Optional.of(endingWith(() -> waiting(what, until)));
                case Decision.Rest() -> Optional.of(endingWith(this::finished));
            };
        }

        private void gather(Run next) {
            Run.Moment last = next.timeline().getLast();
            if (!last.equals(run.timeline().getLast())) {
                unsaid.add(new Said(run.state().phase(), next.state().phase(), last.text()));
            }
            run = next.state().isFinished() && !run.state().isFinished()
                    ? next.leaving(wasCleared || lastLook.isCleared(next, object), lastLook.seen(next))
                    : next;
        }

        /** Only questions between a plan's making and its first effect may be asked before what was decided is appended. */
        private Optional<Passed> inquire(Set<Query> queries) {
            Optional<Passed> stop = hasActed ? journal() : Optional.empty();
            if (stop.isEmpty()) {
                queries.forEach(query ->
                        answers.put(query, ports.powers().asker(run.spec()).ask(query)));
            }
            return stop;
        }

        private Passed finished() {
            worlds.release(run.spec().key());
            return new Passed.Finished(object);
        }

        /** The end of a pass: all is appended, and only then what is in the outbox goes out. */
        private Passed endingWith(Supplier<Passed> end) {
            return (isGoodNews(run) ? deliverOnce() : journal().or(this::deliver)).orElseGet(end);
        }

        /** It is over, and nobody has to do anything: what is left to tell is not worth another write. */
        private static boolean isGoodNews(Run run) {
            return run.state().isFinished()
                    && unsent(run).stream().allMatch(notice -> notice.severity().equals("info"));
        }

        /** Delivers what is in the outbox; after a crash in between it is delivered no more. */
        private Optional<Passed> deliverOnce() {
            List<Run.Notice> unsent = unsent(run);
            run = run.allTold();
            Optional<Passed> stop = journal();
            if (stop.isEmpty()) {
                unsent.forEach(notice -> ports.sink().deliver(run, notice));
            }
            return stop;
        }

        /** Delivers what is in the outbox; after a crash in between it is delivered again. */
        private Optional<Passed> deliver() {
            unsent(run).forEach(notice -> ports.sink().deliver(run, notice));
            run = run.allTold();
            return journal();
        }

        private static List<Run.Notice> unsent(Run run) {
            return run.notices().stream().filter(notice -> !notice.sent()).toList();
        }

        private Optional<Passed> act(Run intent, Effect effect, World world) {
            answers.clear();
            Optional<Fitting.Fit> fit = Fitting.ofIntent(object, intent, now());
            if (fit.isEmpty()) {
                gather(NoRoom.forIntent(run, effect, now()));
                return Optional.empty();
            }
            gather(fit.get().run());
            // also an intent that stands there since before a crash is appended again: that is what fences
            Optional<Passed> stop = append(fit.get());
            if (stop.isPresent()) {
                return stop;
            }
            if (!ports.leads().getAsBoolean()) {
                return notLeading();
            }
            Outcome outcome = writer(run, effect).apply(effect);
            hasActed = true;
            if (outcome instanceof Outcome.Applied(Optional<KubeObject> changed, var _)) {
                changed.ifPresent(ports.learn());
                // it may be so again in a moment, and that is another incident: nobody else looks in between
                wasCleared = wasCleared || lastLook.isCleared(run, object);
            }
            gather(engine.after(run, world.at(now()), effect, outcome));
            if (effect instanceof Effect.Exec exec && !exec.repeatable()) {
                // what cannot be looked up must not be lost in a crash between here and the next append
                return append();
            }
            return outcome instanceof Outcome.Unknown
                    ? Optional.of(endingWith(() -> waiting("the API server", soon())))
                    : Optional.empty();
        }

        /** Appends what has been gathered, if anything has; empty when that succeeded. */
        private Optional<Passed> journal() {
            return isJournaled() ? Optional.empty() : append();
        }

        private boolean isJournaled() {
            return run.equals(journaled);
        }

        private Optional<Passed> append() {
            return append(Fitting.of(object, run, now())
                    .or(() -> Fitting.of(object, NoRoom.forNext(journaled, run, now()), now()))
                    .orElseGet(() -> Fitting.whateverItTakes(object, NoRoom.forNext(journaled, run, now()))));
        }

        private Optional<Passed> append(Fitting.Fit fit) {
            Journal.Written written = ports.journal().append(fit.object());
            return switch (written) {
                case Journal.Written.Stored(KubeObject stored) -> {
                    object = stored;
                    run = fit.run();
                    journaled = run;
                    ports.learn().accept(stored);
                    unsaid.forEach(said -> said.log(run.spec()));
                    unsaid.clear();
                    yield Optional.empty();
                }
                case Journal.Written.Lost(String message) -> tryAgain(message);
                case Journal.Written.Unreachable(String message) -> tryAgain(message);
            };
        }

        private Optional<Passed> tryAgain(String message) {
            return Optional.of(waiting(message, soon()));
        }

        private Optional<Instant> soon() {
            return Optional.of(now().plus(TRY_AGAIN));
        }

        private Optional<Passed> notLeading() {
            // we may lead again before anybody notices that we did not
            return tryAgain("another supervisor leads");
        }

        private Passed waiting(String what, Optional<Instant> at) {
            Set<String> places = new HashSet<>();
            places.add(run.spec().namespace());
            places.add(run.spec().target().namespace());
            places.add(Places.ofRun(run.spec().namespace(), run.spec().name()));
            if (waitsForOthers()) {
                places.add(Places.ANY_RUN);
            }
            holds.in(ports.view().get()).stream()
                    .filter(workload -> Hold.of(workload)
                            .orElseThrow()
                            .by()
                            .equals(run.spec().key()))
                    .forEach(workload -> places.add(workload.namespace()));
            Instant anyway = now().plus(LOOK_ANYWAY);
            return new Passed.Waiting(
                    what, Optional.of(at.filter(anyway::isAfter).orElse(anyway)), places);
        }

        /** A lock that another run has, or a run that this one has started. */
        private boolean waitsForOthers() {
            return run.state() instanceof RunState.Pending
                    || library.compile(run.spec().playbook()).steps().stream()
                            .anyMatch(step -> step.uses().equals("playbook.run"));
        }

        private Instant now() {
            return ports.clock().instant();
        }
    }

    /** Other runs are the supervisor's to start and to cancel: no step can name one, and who did so has to be attested. */
    private Effector writer(Run run, Effect effect) {
        return effect.target().gvk().equals(RunJson.GVK)
                ? ports.effector()
                : ports.powers().effector(run.spec());
    }

    /** A new leader has the locks of all runs that have begun before any run that waits may ask for them. */
    void takeOver(Collection<KubeObject> unfinished) {
        worlds.takeOver(unfinished);
    }

    /** Frees what is held by runs that are over or gone. */
    void release(Collection<String> runs) {
        runs.forEach(worlds::release);
    }

    void stepDown() {
        worlds.stepDown();
    }
}
