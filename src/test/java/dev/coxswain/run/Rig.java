package dev.coxswain.run;

import dev.coxswain.action.Actions;
import dev.coxswain.app.supervision.RunPowers;
import dev.coxswain.approval.Question;
import dev.coxswain.cluster.ApiRequest;
import dev.coxswain.cluster.ApiResponse;
import dev.coxswain.cluster.ClusterView;
import dev.coxswain.cluster.Effect;
import dev.coxswain.cluster.ExecResult;
import dev.coxswain.cluster.Gvk;
import dev.coxswain.cluster.Json;
import dev.coxswain.cluster.KubeObject;
import dev.coxswain.cluster.ObjectRef;
import dev.coxswain.cluster.Preconditions;
import dev.coxswain.cluster.Transport;
import dev.coxswain.cluster.Versions;
import dev.coxswain.expression.CelExpressions;
import dev.coxswain.expression.Diagnostics;
import dev.coxswain.expression.YamlDocument;
import dev.coxswain.fleet.profile.BuiltInProfiles;
import dev.coxswain.fleet.recognition.FleetModel;
import dev.coxswain.kube.client.RestMapper;
import dev.coxswain.kube.effect.TokenBucket;
import dev.coxswain.kube.memory.CrJournal;
import dev.coxswain.kube.memory.Manifests;
import dev.coxswain.notify.EventSink;
import dev.coxswain.playbook.Playbook;
import dev.coxswain.playbook.PlaybookReader;
import dev.coxswain.run.engine.RunEngine;
import dev.coxswain.run.journal.Journal;
import dev.coxswain.run.journal.Places;
import dev.coxswain.run.journal.RunJson;
import dev.coxswain.run.record.Run;
import dev.coxswain.run.supervision.Locks;
import dev.coxswain.run.supervision.RunDriver;
import dev.coxswain.run.supervision.Supervisor;
import dev.coxswain.run.supervision.Watchman;
import dev.coxswain.run.world.FleetReader;
import dev.coxswain.run.world.PlaybookLibrary;
import dev.coxswain.simulator.VirtualTime;
import dev.coxswain.simulator.api.Api;
import dev.coxswain.simulator.api.ApiServer;
import dev.coxswain.simulator.api.Identity;
import dev.coxswain.simulator.api.InProcessTransport;
import dev.coxswain.trigger.Triggers;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/** A simulated API server without controllers, and a supervisor with the given playbooks, on one virtual clock. */
final class Rig implements ClusterView {

    static final String HOME = "coxswain";
    static final Api.Actor PERSON = new Api.Actor("kubernetes-admin", "kubectl");
    private static final Duration MOMENT = Duration.ofSeconds(1);

    /** What may come between the supervisor and the API server. */
    interface Wire {
        default Optional<ApiResponse> instead(ApiRequest request) throws IOException {
            return Optional.empty();
        }

        /** After the server has done it, before the supervisor hears of it. */
        default void after(ApiRequest request) throws IOException {}

        default ExecResult exec(Effect.Exec exec) throws IOException {
            return new ExecResult(0, "", "", false);
        }
    }

    final VirtualTime time = new VirtualTime(Instant.parse("2026-03-01T03:00:00Z"));
    final ApiServer server = new ApiServer(time, new Random(1));
    final List<Run.Notice> told = new ArrayList<>();
    final List<ApiRequest> sent = new ArrayList<>();
    Wire wire = new Wire() {};
    Optional<Instant> attested = Optional.of(Instant.EPOCH);
    boolean leads = true;
    private final FleetModel fleet = new FleetModel(BuiltInProfiles.all(new CelExpressions()));
    private final Actions actions = Actions.builtIn(fleet.profiles());
    private final Set<String> changed = new HashSet<>();
    private final Map<Gvk, List<KubeObject>> late = new HashMap<>();
    private final List<Playbook> playbooks = new ArrayList<>();
    private Supervisor supervisor;
    private Instant next = Instant.MIN;
    /** Whether work has ended since the last turn, which is a reason for another one. */
    private boolean isPoked;

    /** Whether what gives way to other work is put off until {@link #catchesUp}. */
    boolean putsOff;

    private final Deque<Runnable> putOff = new ArrayDeque<>();
    private @Nullable Ledger ledger;
    private UnaryOperator<Journal> memory = UnaryOperator.identity();

    Rig(String... playbooks) {
        for (String text : playbooks) {
            this.playbooks.addAll(read(text));
        }
        for (Object document : documents(Manifests.all())) {
            server.create(KubeObject.of(Json.asMap(document)), PERSON);
        }
        namespace(HOME);
        create("""
                apiVersion: rbac.authorization.k8s.io/v1
                kind: ClusterRoleBinding
                metadata: {name: coxswain}
                roleRef: {apiGroup: rbac.authorization.k8s.io, kind: ClusterRole, name: cluster-admin}
                subjects: [{kind: ServiceAccount, namespace: coxswain, name: coxswain}]
                """);
        namespace("shop");
        for (Gvk kind : List.of(
                RunJson.GVK,
                dev.coxswain.approval.Decision.GVK,
                Gvk.of("v1", "ConfigMap"),
                Gvk.of("v1", "Pod"),
                Gvk.of("apps/v1", "Deployment"))) {
            server.onChange(
                    kind, change -> changed.addAll(Places.of(change.object().ref())));
        }
        this.supervisor = newSupervisor();
    }

    /** Instead of all that was loaded before. */
    void loads(String playbook) {
        playbooks.clear();
        playbooks.addAll(read(playbook));
    }

    private static List<@Nullable Object> documents(String yaml) {
        List<@Nullable Object> all = new ArrayList<>();
        YamlDocument.read(yaml, new Diagnostics("yaml", yaml)).forEach(node -> all.add(node.json()));
        return all;
    }

    private List<Playbook> read(String text) {
        PlaybookReader.Result read = PlaybookReader.read("test.yaml", text, actions);
        if (read.diagnostics().hasErrors()) {
            throw new IllegalArgumentException(read.diagnostics().print());
        }
        return read.playbooks();
    }

    /** One that is started by a ConfigMap with the label {@code go}, and asks nobody. */
    static String playbook(String steps) {
        return playbook("job", "approval: {mode: Never}", steps);
    }

    static String playbook(String name, String more, String steps) {
        return """
                apiVersion: coxswain.dev/v1alpha1
                kind: Playbook
                metadata: {name: %s}
                spec:
                  trigger: {object: {apiVersion: v1, kind: ConfigMap, when: "has(object.metadata.labels.go) && object.metadata.labels.go == '%s'"}}
                  limits: {cooldown: 1h}
                %s
                  steps:
                %s
                """.formatted(
                name, name, more.indent(2).stripTrailing(), steps.indent(2).stripTrailing());
    }

    void namespace(String name) {
        server.create(
                KubeObject.of(Map.of("apiVersion", "v1", "kind", "Namespace", "metadata", Map.of("name", name))),
                PERSON);
    }

    /** A ConfigMap that starts the playbook of that name. */
    KubeObject starts(String playbook, String namespace, String name) {
        return create("""
                apiVersion: v1
                kind: ConfigMap
                metadata: {namespace: %s, name: %s, labels: {go: %s}}
                data: {color: red}
                """.formatted(namespace, name, playbook));
    }

    KubeObject create(String yaml) {
        return server.create(KubeObject.of(Json.asMap(documents(yaml).getFirst())), PERSON);
    }

    static ObjectRef configMap(String namespace, String name) {
        return ObjectRef.of("v1", "ConfigMap", namespace, name);
    }

    KubeObject get(ObjectRef ref) {
        return find(ref).orElseThrow(() -> new AssertionError("there is no " + ref));
    }

    void edit(ObjectRef ref, @Nullable Object value, String... path) {
        server.update(get(ref).with(value, path), PERSON);
    }

    void delete(ObjectRef ref) {
        server.delete(ref, Preconditions.NONE, PERSON);
    }

    /** The supervisor dies, and another one takes over with nothing but what is in the cluster. */
    void restart() {
        supervisor = newSupervisor();
        next = Instant.MIN;
        changed.clear();
    }

    /** Keeps runs outside the simulated API server, for tests that append thousands of times. */
    Ledger remembersInALedger() {
        ledger = new Ledger();
        restart();
        return ledger;
    }

    /** A journal that does nothing but keep what it is given, and knows the largest. */
    final class Ledger implements Journal {
        private final Map<ObjectRef, KubeObject> runs = new LinkedHashMap<>();
        private long version;
        int largest;

        private Written store(KubeObject run) {
            largest = Math.max(largest, Json.bytes(run.tree()).length);
            KubeObject stored = run.with(String.valueOf(++version), "metadata", "resourceVersion");
            runs.put(run.ref(), stored);
            changed.addAll(Places.of(run.ref()));
            return new Written.Stored(stored);
        }

        @Override
        public Written create(KubeObject run) {
            return runs.containsKey(run.ref())
                    ? new Written.Stored(get(run.ref()))
                    : store(run.with(time.instant().toString(), "metadata", "creationTimestamp"));
        }

        @Override
        public Written append(KubeObject run) {
            boolean same = find(run.ref())
                    .filter(stored -> stored.resourceVersion().equals(run.resourceVersion()))
                    .isPresent();
            return same ? store(run) : new Written.Lost("it has changed");
        }

        @Override
        public Written update(KubeObject run) {
            return append(run);
        }

        @Override
        public Written delete(KubeObject run) {
            runs.remove(run.ref());
            return new Written.Stored(run);
        }
    }

    void remembersWith(UnaryOperator<Journal> around) {
        memory = around;
        restart();
    }

    private Supervisor newSupervisor() {
        Transport transport = new Wired(new InProcessTransport(server, Identity.of(Manifests.SUPERVISOR)));
        RestMapper mapper = new RestMapper(transport, time);
        Library library = new Library();
        TokenBucket limit = new TokenBucket(time, 100_000, 100_000);
        RunPowers powers = new RunPowers(HOME, transport, mapper, limit);
        RunDriver.Ports ports = new RunDriver.Ports(
                () -> new Moment(this),
                new FleetReader(fleet),
                memory.apply(ledger == null ? new CrJournal(transport) : ledger),
                powers.effector(),
                powers.asker(),
                powers,
                sink(powers),
                _ -> {},
                () -> leads,
                () -> attested,
                time);
        return new Supervisor(
                () -> playbooks,
                ports,
                new RunDriver(new RunEngine(actions, library), library, new Locks(), ports),
                new Watchman(HOME, ports),
                new Supervisor.Workers() {
                    @Override
                    public void submit(String namespace, String key, Runnable work) {
                        work.run();
                        isPoked = true;
                    }

                    @Override
                    public void giveWay(String key, Runnable work) {
                        if (putsOff) {
                            putOff.add(work);
                        } else {
                            submit("", key, work);
                        }
                    }
                },
                new Supervisor.Retention(200, Duration.ofDays(30)));
    }

    /** What runs have to tell is only kept. */
    private RunDriver.Sink sink(RunPowers powers) {
        EventSink events = new EventSink(powers.effector());
        return new RunDriver.Sink() {
            @Override
            public void deliver(Run run, Run.Notice notice) {
                told.add(notice);
            }

            @Override
            public void deliverOfUnreadable(KubeObject run, Run.Notice notice) {
                events.deliverOfUnreadable(run, notice);
            }
        };
    }

    /** How the news of changes reaches the supervisor. */
    enum News {
        ONCE,
        TWICE,
        NEVER
    }

    News news = News.ONCE;

    /** How much is put off. */
    int putOff() {
        return putOff.size();
    }

    /** Does what was put off. */
    void catchesUp() {
        putsOff = false;
        while (!putOff.isEmpty()) {
            putOff.remove().run();
            isPoked = true;
        }
    }

    /** A turn out of its time, as another thread takes it: with what has changed so far, which nobody tells again. */
    void turnsInBetween() {
        Set<String> where = Set.copyOf(changed);
        changed.clear();
        supervisor.turn(where);
    }

    Rig passes(Duration by) {
        Instant end = time.instant().plus(by);
        while (time.instant().isBefore(end)) {
            time.advance(MOMENT);
            for (int i = 0; i < 50 && (isPoked || !changed.isEmpty() || !next.isAfter(time.instant())); i++) {
                isPoked = false;
                Set<String> where = news == News.NEVER ? Set.of() : Set.copyOf(changed);
                changed.clear();
                next = supervisor.turn(where).orElse(Instant.MAX);
                if (news == News.TWICE) {
                    next = supervisor.turn(where).orElse(Instant.MAX);
                }
            }
        }
        return this;
    }

    Rig passes(int seconds) {
        return passes(Duration.ofSeconds(seconds));
    }

    List<Run> runs() {
        return list(RunJson.GVK).stream().map(RunJson::read).toList();
    }

    Run run() {
        if (runs().size() != 1) {
            throw new AssertionError("not one run but "
                    + runs().stream()
                            .map(r -> r.spec().name() + " " + r.state().phase())
                            .toList());
        }
        return runs().getFirst();
    }

    String story() {
        StringBuilder story = new StringBuilder();
        for (Run run : runs()) {
            story.append(run.spec().key())
                    .append(' ')
                    .append(run.state().phase())
                    .append('\n');
            run.timeline()
                    .forEach(m -> story.append("  ")
                            .append(m.at())
                            .append("  ")
                            .append(m.text())
                            .append('\n'));
        }
        return story.toString();
    }

    /** Answers the open question of the run as this person. */
    void answers(Run run, String answer, String by) {
        answers(run, answer, by, "");
    }

    void answers(Run run, String answer, String by, String reason) {
        Question question = RunEngine.openQuestion(run).orElseThrow(() -> new AssertionError(story()));
        KubeObject decision =
                Answering.decision(run.spec().namespace(), run.spec().name(), question, answer, by);
        server.create(decision.with(reason, "spec", "reason"), PERSON);
    }

    @Override
    public Optional<KubeObject> find(ObjectRef ref) {
        List<KubeObject> before = late.get(ref.gvk());
        if (before != null) {
            return before.stream().filter(object -> object.ref().equals(ref)).findFirst();
        }
        return ledger != null && ref.gvk().equals(RunJson.GVK)
                ? Optional.ofNullable(ledger.runs.get(ref))
                : server.find(ref);
    }

    @Override
    public List<KubeObject> list(Gvk gvk) {
        List<KubeObject> before = late.get(gvk);
        if (before != null) {
            return before;
        }
        return ledger != null && gvk.equals(RunJson.GVK) ? List.copyOf(ledger.runs.values()) : server.list(gvk);
    }

    @Override
    public long asOf(Gvk gvk) {
        return list(gvk).stream().mapToLong(Versions::of).max().orElse(Versions.UNREADABLE);
    }

    /** Supervisors see no more of a kind than this, which is how it once was. */
    void showsOnly(Gvk kind, List<KubeObject> before) {
        late.put(kind, List.copyOf(before));
    }

    /** Supervisors see the kind as it is. */
    void showsAll(Gvk kind) {
        late.remove(kind);
        server.list(kind).forEach(object -> changed.addAll(Places.of(object.ref())));
    }

    /** How often something was written that is no run of ours. */
    long writes(String method, String path) {
        return sent.stream()
                .filter(r -> r.method().equals(method) && r.path().contains(path))
                .count();
    }

    /** The cluster at one moment: what was read of it is remembered by identity. */
    private record Moment(ClusterView now) implements ClusterView {
        @Override
        public Optional<KubeObject> find(ObjectRef ref) {
            return now.find(ref);
        }

        @Override
        public List<KubeObject> list(Gvk gvk) {
            return now.list(gvk);
        }

        @Override
        public long asOf(Gvk gvk) {
            return now.asOf(gvk);
        }

        @SuppressWarnings("ReferenceEquality")
        @Override
        public boolean equals(@Nullable Object other) {
            return this == other;
        }

        @Override
        public int hashCode() {
            return System.identityHashCode(this);
        }
    }

    private final class Wired implements Transport {
        private final Transport through;

        Wired(Transport through) {
            this.through = through;
        }

        @Override
        public Transport as(String user) {
            return new Wired(through.as(user));
        }

        @Override
        public ApiResponse send(ApiRequest request) throws IOException {
            Optional<ApiResponse> instead = wire.instead(request);
            if (instead.isPresent()) {
                return instead.get();
            }
            ApiResponse response = through.send(request);
            if (!request.method().equals("GET") && response.isSuccess()) {
                sent.add(request);
            }
            wire.after(request);
            return response;
        }

        @Override
        public ExecResult exec(Effect.Exec exec) throws IOException {
            return wire.exec(exec);
        }
    }

    private final class Library implements PlaybookLibrary {
        private final Map<String, Playbook> compiled = new LinkedHashMap<>();

        @Override
        public Optional<Playbook> find(String namespace, String name) {
            return playbooks.stream()
                    .filter(p -> p.name().equals(name)
                            && (p.namespace().isEmpty() || p.namespace().equals(namespace)))
                    .findFirst();
        }

        @Override
        public Optional<Playbook> loaded(String key) {
            return playbooks.stream().filter(p -> Triggers.key(p).equals(key)).findFirst();
        }

        @Override
        public Playbook compile(Map<String, @Nullable Object> document) {
            return compiled.computeIfAbsent(
                    Json.print(document), text -> read(Json.pretty(document)).getFirst());
        }
    }
}
