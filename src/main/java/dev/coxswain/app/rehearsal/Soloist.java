package dev.coxswain.app.rehearsal;

import dev.coxswain.action.Actions;
import dev.coxswain.app.service.Setting;
import dev.coxswain.app.supervision.Playbooks;
import dev.coxswain.app.supervision.RunPowers;
import dev.coxswain.app.supervision.Supervision;
import dev.coxswain.approval.Decision;
import dev.coxswain.cluster.Gvk;
import dev.coxswain.cluster.Transport;
import dev.coxswain.kube.client.RestMapper;
import dev.coxswain.kube.effect.TokenBucket;
import dev.coxswain.kube.memory.CrJournal;
import dev.coxswain.run.engine.RunEngine;
import dev.coxswain.run.journal.Journal;
import dev.coxswain.run.journal.RunJson;
import dev.coxswain.run.supervision.Locks;
import dev.coxswain.run.supervision.RunDriver;
import dev.coxswain.run.supervision.Supervisor;
import dev.coxswain.run.supervision.Watchman;
import dev.coxswain.run.world.FleetReader;
import dev.coxswain.simulator.api.Identity;
import dev.coxswain.simulator.api.InProcessTransport;
import java.time.Duration;
import java.time.Instant;
import java.util.HashSet;
import java.util.Set;
import java.util.function.UnaryOperator;

/** One supervisor who sees everything at once and is always the leader. */
public final class Soloist implements Cast {

    /** How often the supervisor may react to its own writes before the world goes on. */
    private static final int TURNS_PER_MOMENT = 50;

    private final Setting setting;
    private final UnaryOperator<Journal> memory;
    private final Playbooks library;
    private final Actions actions;
    private final LiveView view;
    private final Set<String> changed = new HashSet<>();
    private Supervisor supervisor;
    private Instant next = Instant.MIN;

    /** @param memory what is put around the memory of runs, to break it */
    public Soloist(Setting setting, UnaryOperator<Journal> memory) {
        this.setting = setting;
        this.memory = memory;
        this.view = new LiveView(setting.server());
        this.actions = Actions.builtIn(setting.fleet().profiles());
        this.library = new Playbooks(actions, setting.playbooks(), view);
        Set<Gvk> kinds = new HashSet<>(setting.fleet().kinds());
        kinds.addAll(Set.of(RunJson.GVK, Decision.GVK));
        kinds.forEach(kind -> setting.server()
                .onChange(kind, change -> changed.add(change.object().namespace())));
        this.supervisor = supervisor();
    }

    /** The supervisor dies, and another one takes over with nothing but what is in the cluster. */
    public void restart() {
        supervisor = supervisor();
        next = Instant.MIN;
        changed.clear();
    }

    private Supervisor supervisor() {
        Transport transport = new InProcessTransport(setting.server(), Identity.ADMIN);
        RestMapper mapper = new RestMapper(transport, setting.time());
        RunPowers powers =
                new RunPowers(setting.home(), transport, mapper, new TokenBucket(setting.time(), 1000, 1000));
        RunDriver.Ports ports = new RunDriver.Ports(
                view,
                new FleetReader(setting.fleet()),
                memory.apply(new CrJournal(transport)),
                powers.effector(),
                powers.asker(),
                powers,
                (_, _) -> {},
                _ -> {},
                () -> true,
                () -> Supervision.attested(view.get()),
                setting.time());
        RunDriver driver = new RunDriver(new RunEngine(actions, library), library, new Locks(), ports);
        return new Supervisor(
                library,
                ports,
                driver,
                new Watchman(setting.home(), ports),
                (_, _, work) -> work.run(),
                new Supervisor.Retention(200, Duration.ofDays(30)));
    }

    @Override
    public void act() {
        for (int i = 0; i < TURNS_PER_MOMENT && (!changed.isEmpty() || isDue()); i++) {
            Set<String> where = Set.copyOf(changed);
            changed.clear();
            next = supervisor.turn(where).orElse(Instant.MAX);
        }
    }

    private boolean isDue() {
        return !next.isAfter(setting.time().instant());
    }
}
