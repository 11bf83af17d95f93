package dev.coxswain.faults;

import dev.coxswain.action.Actions;
import dev.coxswain.app.rehearsal.Cast;
import dev.coxswain.app.supervision.RunPowers;
import dev.coxswain.approval.Decision;
import dev.coxswain.cluster.ClusterView;
import dev.coxswain.cluster.Effect;
import dev.coxswain.cluster.Effector;
import dev.coxswain.cluster.Gvk;
import dev.coxswain.cluster.KubeObject;
import dev.coxswain.cluster.Outcome;
import dev.coxswain.kube.cache.ObjectCache;
import dev.coxswain.kube.client.RestMapper;
import dev.coxswain.kube.effect.ApiAsker;
import dev.coxswain.kube.effect.ApiEffector;
import dev.coxswain.kube.effect.TokenBucket;
import dev.coxswain.kube.memory.CrJournal;
import dev.coxswain.kube.memory.Election;
import dev.coxswain.run.engine.Decider;
import dev.coxswain.run.engine.RunEngine;
import dev.coxswain.run.journal.Journal;
import dev.coxswain.run.journal.RunJson;
import dev.coxswain.run.record.Run;
import dev.coxswain.run.supervision.Locks;
import dev.coxswain.run.supervision.RunDriver;
import dev.coxswain.run.supervision.Supervisor;
import dev.coxswain.run.supervision.Watchman;
import dev.coxswain.run.world.FleetReader;
import dev.coxswain.run.world.World;
import dev.coxswain.simulator.api.Identity;
import dev.coxswain.simulator.api.InProcessTransport;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashSet;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** One supervisor process after another: it works, stands still, dies, and is started anew with nothing but what is stored. */
final class Replica {

    /** How often it may react to its own writes before the world goes on. */
    private static final int TURNS_PER_MOMENT = 30;

    private static final Duration ELECTION = Duration.ofSeconds(4);

    private final int number;
    private final Cast.Setting setting;
    private final Script script;
    private final Build build;
    private final Consumer<Happened> witness;
    private final Supplier<Duration> sinceStart;
    private final Wire wire;
    private final Watching watching;
    private final Set<String> changed = new HashSet<>();
    private @Nullable Life process;
    private Duration startsAt = Duration.ZERO;
    private boolean busy;
    private @Nullable Run acting;
    private @Nullable KubeObject journaled;
    private Happened.@Nullable Deed deed;

    /** What dies with a process. */
    private static final class Life {
        final Supervisor supervisor;
        final Hands hands;
        final Election election;
        Instant nextTurn = Instant.MIN;
        Instant nextElection = Instant.MIN;
        boolean led;

        Life(Supervisor supervisor, Hands hands, Election election) {
            this.supervisor = supervisor;
            this.hands = hands;
            this.election = election;
        }
    }

    /** Do at once what is submitted, and at the next moment what gives way. */
    private static final class Hands implements Supervisor.Workers {
        private final Deque<Runnable> putOff = new ArrayDeque<>();

        @Override
        public void submit(String namespace, String key, Runnable work) {
            work.run();
        }

        @Override
        public void giveWay(String key, Runnable work) {
            putOff.add(work);
        }

        /** Answers whether work has ended, which is a reason for another turn. */
        boolean caughtUp() {
            int left = putOff.size();
            for (int i = 0; i < left; i++) {
                putOff.remove().run();
            }
            return left > 0;
        }
    }

    Replica(int number, Cast.Setting setting, Script script, Build build, Play.Stage stage) {
        this.number = number;
        this.setting = setting;
        this.script = script;
        this.build = build;
        this.witness = stage.witness();
        this.sinceStart = stage.sinceStart();
        this.wire = new Wire(
                new InProcessTransport(setting.server(), Identity.ADMIN),
                new Wire.Surroundings(number, script, sinceStart, stage.meanwhile()),
                () -> tell(Happened.Reaching::new),
                () -> tell(Happened.Done::new));
        Set<Gvk> kinds = new HashSet<>(setting.fleet().kinds());
        kinds.addAll(Set.of(RunJson.GVK, Decision.GVK));
        this.watching = new Watching(setting.server(), script, number, kinds, sinceStart);
    }

    private void tell(java.util.function.Function<Happened.Deed, Happened> how) {
        if (deed != null) {
            witness.accept(how.apply(deed));
        }
    }

    /** The writes that it has sent, over all its lives. */
    Wire.Sent sent() {
        return wire.sent();
    }

    /** Does what there is to do at this moment, unless it is in the middle of something. */
    void act() {
        Duration now = sinceStart.get();
        boolean frozen = script.faults().stream()
                .anyMatch(fault -> fault instanceof Fault.Frozen f && f.replica() == number && f.isOn(now));
        if (busy || frozen || now.compareTo(startsAt) < 0) {
            return;
        }
        busy = true;
        try {
            live();
        } catch (Wire.Death death) {
            process = null;
            startsAt = now.plus(downtime());
        } finally {
            busy = false;
            acting = null;
            deed = null;
        }
    }

    private Duration downtime() {
        return script.faults().stream()
                .filter(fault -> fault instanceof Fault.Crash crash
                        && crash.replica() == number
                        && crash.write() == wire.writes())
                .map(Fault::lasting)
                .findFirst()
                .orElse(Duration.ZERO);
    }

    private void live() {
        Life alive = process;
        if (alive == null) {
            alive = start();
            process = alive;
        }
        watching.arrive();
        if (alive.hands.caughtUp()) {
            alive.nextTurn = Instant.MIN;
        }
        InstantSource clock = clock();
        if (!alive.nextElection.isAfter(clock.instant())) {
            alive.election.round();
            alive.nextElection = clock.instant().plus(ELECTION);
        }
        boolean leads = leads(alive);
        if (leads && !alive.led) {
            alive.nextTurn = Instant.MIN;
        }
        alive.led = leads;
        for (int i = 0; i < TURNS_PER_MOMENT && (!changed.isEmpty() || !alive.nextTurn.isAfter(clock.instant())); i++) {
            Set<String> where = Set.copyOf(changed);
            changed.clear();
            alive.nextTurn = turn(alive.supervisor, where);
            watching.arrive();
        }
        // whoever lost the lead in the middle of a turn looks at everything when it is back
        alive.led = leads(alive);
    }

    private Instant turn(Supervisor supervisor, Set<String> where) {
        try {
            return supervisor.turn(where).orElse(Instant.MAX);
        } catch (RuntimeException broken) {
            witness.accept(new Happened.Broke(number, "a turn", broken));
            return clock().instant().plusSeconds(2);
        }
    }

    private boolean leads(Life alive) {
        Duration now = sinceStart.get();
        return alive.election.leads()
                || script.faults().stream().anyMatch(fault -> fault instanceof Fault.AllLead && fault.isOn(now));
    }

    private InstantSource clock() {
        return () -> {
            Duration now = sinceStart.get();
            Duration wrong = script.faults().stream()
                    .filter(fault ->
                            fault instanceof Fault.ClockJump jump && jump.replica() == number && jump.isOn(now))
                    .map(fault -> ((Fault.ClockJump) fault).by())
                    .reduce(Duration.ZERO, Duration::plus);
            return setting.time().instant().plus(wrong);
        };
    }

    private Life start() {
        ObjectCache cache = watching.startAnew();
        cache.onChange(ref -> changed.add(ref.namespace()));
        InstantSource clock = clock();
        RestMapper mapper = new RestMapper(wire, clock);
        TokenBucket limit = new TokenBucket(clock, 1000, 1000);
        Effector sound = new ApiEffector(wire, mapper, limit);
        Actions actions = Actions.builtIn(setting.fleet().profiles());
        Library library = new Library(setting.playbooks());
        RunDriver.Sink sink = (run, notice) -> witness.accept(new Happened.Told(run, notice));
        Effector applied = build.hands(watched(sound, true));
        Supplier<ClusterView> view = () -> build.view(cache.get());
        RunDriver.Ports ports = new RunDriver.Ports(
                view,
                new FleetReader(setting.fleet()),
                watched(build.journal(new CrJournal(wire), setting.server())),
                applied,
                new ApiAsker(wire, mapper),
                new RunPowers(setting.home(), applied, wire, mapper, limit),
                sink,
                cache::observe,
                () -> leads(Objects.requireNonNull(process)) && cache.isSynced(),
                () -> Optional.of(Instant.EPOCH),
                clock);
        Decider decider =
                build.decider(new RunEngine(actions, library), new Build.Tools(actions, library, applied, sink));
        RunDriver driver = new RunDriver(remembered(decider), library, new Locks(), ports);
        RunDriver.Ports keeping = new RunDriver.Ports(
                ports.view(),
                ports.fleets(),
                ports.journal(),
                build.keeper(watched(sound, false)),
                ports.asker(),
                ports.powers(),
                ports.sink(),
                ports.learn(),
                ports.leads(),
                ports.attested(),
                ports.clock());
        Hands hands = new Hands();
        Supervisor supervisor = new Supervisor(
                () -> setting.playbooks(),
                keeping,
                driver,
                new Watchman(setting.home(), keeping),
                hands,
                build.retention());
        return new Life(supervisor, hands, new Election(wire, setting.home(), "supervisor-" + number, clock));
    }

    /** Remembers for which run an effect is about to be applied. */
    private Decider remembered(Decider decider) {
        return new Decider() {
            @Override
            public dev.coxswain.run.step.Decision next(Run run, World world) {
                // also one that acts while it decides is found out for whom
                acting = run;
                dev.coxswain.run.step.Decision decision = decider.next(run, world);
                acting = decision instanceof dev.coxswain.run.step.Decision.Act(Run intent, Effect _) ? intent : acting;
                return decision;
            }

            @Override
            public Run after(Run run, World world, Effect effect, Outcome outcome) {
                return decider.after(run, world, effect, outcome);
            }
        };
    }

    private Effector watched(Effector effector, boolean forRun) {
        return effect -> {
            Happened.Deed before = deed;
            boolean remembers = effect.target().gvk().kind().equals("ConfigMap");
            deed = remembers
                    ? null
                    : new Happened.Deed(
                            number,
                            effect,
                            forRun ? Optional.ofNullable(acting) : Optional.empty(),
                            Optional.ofNullable(journaled));
            try {
                return effector.apply(effect);
            } finally {
                deed = before;
            }
        };
    }

    private Journal watched(Journal journal) {
        return new Journal() {
            @Override
            public Written create(KubeObject run) {
                return journal.create(run);
            }

            @Override
            public Written append(KubeObject run) {
                Written written = journal.append(run);
                if (written instanceof Written.Stored(KubeObject stored)) {
                    journaled = stored;
                    witness.accept(new Happened.Appended(number, stored, run.resourceVersion()));
                }
                return written;
            }

            @Override
            public Written update(KubeObject run) {
                return journal.update(run);
            }

            @Override
            public Written delete(KubeObject run) {
                return journal.delete(run);
            }
        };
    }
}
