package dev.coxswain.app.supervision;

import dev.coxswain.action.Actions;
import dev.coxswain.app.metrics.Instruments;
import dev.coxswain.cluster.ClusterView;
import dev.coxswain.cluster.Effector;
import dev.coxswain.cluster.Gvk;
import dev.coxswain.cluster.KubeObject;
import dev.coxswain.cluster.ObjectRef;
import dev.coxswain.fleet.recognition.FleetModel;
import dev.coxswain.kube.cache.ObjectCache;
import dev.coxswain.kube.cache.Watches;
import dev.coxswain.kube.client.HttpTransport;
import dev.coxswain.kube.client.RestMapper;
import dev.coxswain.kube.effect.ApiEffector;
import dev.coxswain.kube.effect.TokenBucket;
import dev.coxswain.kube.memory.CrJournal;
import dev.coxswain.kube.memory.Manifests;
import dev.coxswain.notify.EventSink;
import dev.coxswain.notify.LogSink;
import dev.coxswain.notify.SeveralSinks;
import dev.coxswain.playbook.Playbook;
import dev.coxswain.run.engine.RunEngine;
import dev.coxswain.run.journal.Places;
import dev.coxswain.run.supervision.Locks;
import dev.coxswain.run.supervision.RunDriver;
import dev.coxswain.run.supervision.Supervisor;
import dev.coxswain.run.supervision.Watchman;
import dev.coxswain.run.world.FleetReader;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.io.IOException;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.BooleanSupplier;
import java.util.function.Function;
import java.util.random.RandomGenerator;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A supervisor at work on one cluster.
 *
 * <ol>
 *   <li>Find out which of the kinds that profiles and playbooks speak of are served here, and watch those.
 *   <li>Once all are listed, take turns: every change and every timer gives the supervisor one.
 * </ol>
 */
public final class Supervision implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(Supervision.class);

    /** The admission policies without which no run begins and no answer counts; each bound under its own name. */
    private static final List<String> POLICIES = List.of(Manifests.DECISION_POLICY, Manifests.RUN_POLICY);

    private static final Gvk POLICY_KIND = Gvk.of("admissionregistration.k8s.io/v1", "ValidatingAdmissionPolicy");
    private static final Gvk BINDING_KIND =
            Gvk.of("admissionregistration.k8s.io/v1", "ValidatingAdmissionPolicyBinding");

    /** Runs about one namespace that are carried on at the same time, and about all; they mostly wait for the API server. */
    private static final int PER_NAMESPACE = 32;

    private static final int IN_ALL = 64;

    /** Members of one namespace that triggers ask at the same time, and of all: workers apart, so that no run waits for them. */
    private static final int ASKED_PER_NAMESPACE = 4;

    private static final int ASKED_IN_ALL = 32;

    /**
     * What an installation decides.
     *
     * @param home the supervisor's own namespace
     * @param playbooks from a directory
     * @param writesPerSecond to the API server, at most
     * @param retention of finished runs
     */
    public record Settings(
            String home, List<Playbook> playbooks, double writesPerSecond, Supervisor.Retention retention) {

        public static Settings standard(String home, List<Playbook> playbooks) {
            return new Settings(home, playbooks, 50, new Supervisor.Retention(200, Duration.ofDays(30)));
        }
    }

    private final ObjectCache cache = new ObjectCache();
    private final RestMapper mapper;
    private final Watches watches;
    private final Profiles profiles;
    private final Kinds kinds;
    private final Settings settings;
    private final Heartbeat heartbeat;
    private final Playbooks playbooks;
    private final Instruments instruments;

    public Supervision(
            HttpTransport transport,
            FleetModel fleet,
            Settings settings,
            InstantSource clock,
            Tempo tempo,
            RandomGenerator random,
            BooleanSupplier leads) {
        this(
                transport,
                fleet,
                settings,
                new Pace(clock, tempo, random),
                leads,
                new Instruments(new SimpleMeterRegistry(), System::nanoTime));
    }

    /** @param instruments measure what happens */
    public Supervision(
            HttpTransport wire,
            FleetModel fleet,
            Settings settings,
            Pace pace,
            BooleanSupplier leads,
            Instruments instruments) {
        InstantSource clock = pace.clock();
        this.instruments = instruments;
        this.settings = settings;
        this.profiles = new Profiles(fleet.profiles(), cache);
        HttpTransport transport = instruments.counting(wire);
        this.mapper = new RestMapper(transport, clock);
        this.watches = new Watches(instruments.around(transport), mapper, cache, pace.random(), Kinds::projection);
        Actions actions = Actions.builtIn(() -> profiles.get().profiles());
        this.playbooks = new Playbooks(actions, settings.playbooks(), cache);
        this.kinds = new Kinds(
                mapper,
                watches,
                profiles,
                playbooks,
                cache,
                Set.of(POLICY_KIND, BINDING_KIND),
                resource -> instruments.watches(resource.gvk(), resource.path(""), cache));
        TokenBucket limit = new TokenBucket(clock, settings.writesPerSecond(), 400);
        Effector changes = new ApiEffector(transport, mapper, limit);
        Instruments.Writers writers = instruments.around(new CrJournal(transport), changes);
        RunPowers powers = new RunPowers(settings.home(), writers.effector(), transport, mapper, limit);
        Derived<Optional<Instant>> attested = new Derived<>(List.of(POLICY_KIND, BINDING_KIND), Supervision::attested);
        RunDriver.Ports ports = new RunDriver.Ports(
                cache,
                new FleetReader(profiles),
                writers.journal(),
                powers.effector(),
                powers.asker(),
                powers,
                new SeveralSinks(List.of(new LogSink(), new EventSink(changes))),
                cache::observe,
                () -> leads.getAsBoolean() && cache.isSynced(),
                () -> attested.in(cache.get()),
                clock);
        RunDriver driver = new RunDriver(new RunEngine(actions, playbooks), playbooks, new Locks(), ports);
        FairWorkers workers = new FairWorkers(PER_NAMESPACE, IN_ALL, this::poke);
        FairWorkers askers = new FairWorkers(ASKED_PER_NAMESPACE, ASKED_IN_ALL, this::poke);
        Supervisor supervisor = new Supervisor(
                playbooks, ports, driver, new Watchman(settings.home(), ports, askers), workers, settings.retention());
        Receipts receipts = new Receipts(cache, changes, cache::observe, askers, clock, receipts());
        this.heartbeat = new Heartbeat(
                places -> {
                    keepUp(askers);
                    if (ports.leads().getAsBoolean()) {
                        receipts.update();
                    }
                    return supervisor.turn(places);
                },
                clock,
                pace.tempo(),
                instruments);
        instruments.show(new Instruments.Standing(
                leads, cache::isSynced, () -> playbooks.get().size(), cache, clock));
    }

    private Map<Gvk, Function<KubeObject, Receipt>> receipts() {
        return Map.of(
                Playbooks.GVK,
                object -> Receipt.of(object, playbooks.reading(object).diagnostics()),
                Profiles.GVK,
                object -> Receipt.of(object, profiles.reading(object).diagnostics()));
    }

    /** What is served may have changed; asking for that is no business of the thread that everything waits for. */
    private void keepUp(FairWorkers workers) {
        if (cache.isSynced() && kinds.isStale()) {
            workers.submit(settings.home(), "kinds", kinds::update);
        }
    }

    private void poke() {
        heartbeat.poke();
    }

    /** Since when the cluster attests who creates runs and who answers: all policies are there, and bound so that they deny. */
    public static Optional<Instant> attested(ClusterView view) {
        List<Instant> since = POLICIES.stream()
                .flatMap(name -> Stream.of(
                        view.find(new ObjectRef(POLICY_KIND, "", name)),
                        view.find(new ObjectRef(BINDING_KIND, "", name))
                                .filter(binding -> binding.list("spec", "validationActions")
                                        .contains("Deny"))))
                .flatMap(object -> object.flatMap(Supervision::createdAt).stream())
                .toList();
        return since.size() == 2 * POLICIES.size() ? since.stream().max(Comparator.naturalOrder()) : Optional.empty();
    }

    private static Optional<Instant> createdAt(KubeObject object) {
        try {
            return Optional.of(Instant.parse(object.text("metadata", "creationTimestamp")));
        } catch (DateTimeException unreadable) {
            return Optional.empty();
        }
    }

    /** @throws IOException when the API server cannot be asked what it serves */
    public void start() throws IOException {
        cache.onChange(ref -> {
            instruments.changed(ref.gvk());
            Places.of(ref).forEach(heartbeat::changedIn);
        });
        kinds.start();
        heartbeat.start();
        LOG.info(
                "supervising: {} playbooks, {} profiles, {} kinds watched",
                settings.playbooks().size(),
                profiles.get().profiles().size(),
                cache.watched().size());
    }

    public ClusterView view() {
        return cache.get();
    }

    /** Calls back after each change of the view, on the thread that brought it. */
    public void onChange(Runnable listener) {
        cache.onChange(_ -> listener.run());
    }

    public boolean isSynced() {
        return cache.isSynced();
    }

    /** The playbooks that are loaded now. */
    public List<Playbook> playbooks() {
        return playbooks.get();
    }

    /** As the profiles that are in use now see the fleet. */
    public FleetModel fleet() {
        return profiles.get();
    }

    @Override
    public void close() {
        heartbeat.close();
        watches.close();
    }
}
