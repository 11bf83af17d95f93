package dev.coxswain.app;

import dev.coxswain.action.Actions;
import dev.coxswain.cluster.ClusterView;
import dev.coxswain.cluster.Gvk;
import dev.coxswain.cluster.KubeObject;
import dev.coxswain.cluster.ObjectRef;
import dev.coxswain.cluster.Transport;
import dev.coxswain.fleet.FleetModel;
import dev.coxswain.kube.ApiAsker;
import dev.coxswain.kube.ApiEffector;
import dev.coxswain.kube.CrJournal;
import dev.coxswain.kube.RestMapper;
import dev.coxswain.kube.TokenBucket;
import dev.coxswain.playbook.Playbook;
import dev.coxswain.run.FleetReader;
import dev.coxswain.run.Journal;
import dev.coxswain.run.Locks;
import dev.coxswain.run.Run;
import dev.coxswain.run.RunDriver;
import dev.coxswain.run.RunEngine;
import dev.coxswain.run.RunJson;
import dev.coxswain.run.Supervisor;
import dev.coxswain.run.Watchman;
import dev.coxswain.simulator.VirtualTime;
import dev.coxswain.simulator.api.Api;
import java.time.Duration;
import java.time.Instant;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import java.util.function.UnaryOperator;

/**
 * A supervisor and a simulated cluster on one virtual clock and one thread: the same story every time, hours of it in seconds.
 */
public final class Rehearsal {

    /** How often the supervisor may react to its own writes before the world goes on. */
    private static final int TURNS_PER_MOMENT = 50;

    private static final Duration MOMENT = Duration.ofSeconds(1);

    private final VirtualTime time;
    private final Consumer<Duration> world;
    private final Api api;
    private final Parts parts;
    private final List<Playbook> playbooks;
    private final FleetModel fleet;
    private final Set<String> changed = new HashSet<>();
    private Supervisor supervisor;
    private Instant next = Instant.MIN;

    /**
     * What may be put in between, to break it.
     *
     * @param journal around the memory of runs
     * @param home the supervisor's namespace
     */
    public record Parts(String home, Transport transport, UnaryOperator<Journal> journal) {}

    /** @param world moves the simulated cluster forward */
    public Rehearsal(
            VirtualTime time,
            Consumer<Duration> world,
            Api api,
            FleetModel fleet,
            List<Playbook> playbooks,
            Parts parts) {
        this.time = time;
        this.world = world;
        this.api = api;
        this.fleet = fleet;
        this.playbooks = List.copyOf(playbooks);
        this.parts = parts;
        Set<Gvk> kinds = new HashSet<>(fleet.kinds());
        kinds.add(RunJson.GVK);
        kinds.add(dev.coxswain.approval.Decision.GVK);
        kinds.forEach(
                kind -> api.onChange(kind, change -> changed.add(change.object().namespace())));
        this.supervisor = newSupervisor();
    }

    /** The supervisor dies, and another one takes over with nothing but what is in the cluster. */
    public void restart() {
        supervisor = newSupervisor();
        next = Instant.MIN;
        changed.clear();
    }

    private Supervisor newSupervisor() {
        Actions actions = Actions.builtIn(fleet.profiles());
        Supplied view = new Supplied(api);
        RestMapper mapper = new RestMapper(parts.transport(), time);
        ApiEffector effector = new ApiEffector(parts.transport(), mapper, new TokenBucket(time, 1000, 1000));
        Playbooks library = new Playbooks(actions, playbooks, () -> view);
        RunDriver.Ports ports = new RunDriver.Ports(
                () -> view,
                new FleetReader(fleet),
                parts.journal().apply(new CrJournal(parts.transport())),
                effector,
                new ApiAsker(parts.transport(), mapper),
                (_, _) -> {},
                _ -> {},
                () -> true,
                () -> Supervision.isAttested(view),
                time);
        RunDriver driver = new RunDriver(new RunEngine(actions, library), library, new Locks(), ports);
        return new Supervisor(
                library,
                ports,
                driver,
                new Watchman(parts.home(), ports),
                (_, _, work) -> work.run(),
                new Supervisor.Retention(200, Duration.ofDays(30)));
    }

    /** Lets the cluster and the supervisor go on together. */
    public void passes(Duration by) {
        Instant end = time.instant().plus(by);
        while (time.instant().isBefore(end)) {
            world.accept(MOMENT);
            turns();
        }
    }

    private void turns() {
        for (int i = 0; i < TURNS_PER_MOMENT && (!changed.isEmpty() || isDue()); i++) {
            Set<String> where = Set.copyOf(changed);
            changed.clear();
            next = supervisor.turn(where).orElse(Instant.MAX);
        }
    }

    private boolean isDue() {
        return !next.isAfter(time.instant());
    }

    /** All runs as the cluster holds them. */
    public List<Run> runs() {
        return api.list(RunJson.GVK).stream().map(RunJson::read).toList();
    }

    /** The cluster as it is at the moment of asking. */
    private record Supplied(Api api) implements ClusterView {
        @Override
        public Optional<KubeObject> find(ObjectRef ref) {
            return api.find(ref);
        }

        @Override
        public List<KubeObject> list(Gvk gvk) {
            return api.list(gvk);
        }

        @Override
        public List<KubeObject> list(Gvk gvk, String namespace) {
            return api.list(gvk, namespace);
        }
    }
}
