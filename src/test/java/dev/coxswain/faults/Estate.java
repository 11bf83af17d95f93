package dev.coxswain.faults;

import dev.coxswain.action.member.Disruption;
import dev.coxswain.app.rehearsal.Cast;
import dev.coxswain.cluster.Gvk;
import dev.coxswain.cluster.Json;
import dev.coxswain.cluster.KubeObject;
import dev.coxswain.expression.CelExpressions;
import dev.coxswain.expression.Diagnostics;
import dev.coxswain.expression.YamlDocument;
import dev.coxswain.fleet.profile.BuiltInProfiles;
import dev.coxswain.fleet.recognition.FleetModel;
import dev.coxswain.kube.memory.Manifests;
import dev.coxswain.run.journal.RunJson;
import dev.coxswain.simulator.VirtualTime;
import dev.coxswain.simulator.api.Api;
import dev.coxswain.simulator.api.ApiServer;
import dev.coxswain.simulator.world.RedisWorld;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.function.Consumer;

/** A fleet of two datastores that share a declared group, under two supervisors, with every invariant watching. */
final class Estate {

    static final Api.Actor PERSON = new Api.Actor("kubernetes-admin", "kubectl");
    static final String NAMESPACE = "shop";
    static final List<String> DATASTORES = List.of("basket", "cart");

    private static final String HOME = "coxswain";
    private static final Gvk FAILOVER = Gvk.of("databases.spotahome.com/v1", "RedisFailover");

    /** While nothing is at work, looks are rarer; leases are kept. */
    private static final Duration AT_REST = Duration.ofSeconds(4);

    /** The operator passes new labels on to what it has made, which is replaced for that. */
    private static final Duration SETTLING = Duration.ofMinutes(10);

    private static final Duration AT_WORK = Duration.ofSeconds(1);

    private final VirtualTime time = new VirtualTime(Instant.parse("2026-03-01T03:00:00Z"));
    private final ApiServer server;
    private final RedisWorld world;
    private final Evidence evidence;
    private final List<Invariant> invariants = Invariant.all();
    private final List<Replica> replicas = new ArrayList<>();
    private final List<Play.Violation> violations = new ArrayList<>();
    private final Set<String> atWork = new HashSet<>();

    Estate(Build build, List<Fault> faults, Silence silence) {
        server = new ApiServer(time, new SplittableRandom(1));
        world = furnished();
        Script script = new Script(0, Story.all().getFirst(), faults);
        evidence = new Evidence(server, time, time.instant(), script);
        silence.whenSomethingBreaks(broken -> witness(new Happened.Broke(-1, "a log line", broken)));
        FleetModel fleet = new FleetModel(BuiltInProfiles.all(new CelExpressions()));
        Cast.Setting setting = new Cast.Setting(
                time,
                server,
                fleet,
                Story.all().stream()
                        .filter(story -> story.playbook().params().isEmpty()
                                || story.name().endsWith("/one-pod-is-disturbed-and-the-primary-stays"))
                        .map(Story::playbook)
                        .distinct()
                        .toList(),
                HOME);
        Play.Stage stage = new Play.Stage(evidence::sinceStart, world::advance, this::witness);
        for (int i = 0; i < Script.REPLICAS; i++) {
            replicas.add(new Replica(i, setting, script, build, stage));
        }
        fleet.kinds().forEach(this::watch);
        watch(RunJson.GVK);
    }

    private RedisWorld furnished() {
        RedisWorld built = RedisWorld.builder(time, server, server.lock())
                .failover(NAMESPACE, DATASTORES.getFirst())
                .failover(NAMESPACE, DATASTORES.getLast())
                .build();
        server.setRuntime(built.runtime());
        String manifests = Manifests.all();
        YamlDocument.read(manifests, new Diagnostics("the manifests", manifests))
                .forEach(node -> server.create(KubeObject.of(Json.asMap(node.json())), PERSON));
        server.create(
                KubeObject.of(Map.of("apiVersion", "v1", "kind", "Namespace", "metadata", Map.of("name", HOME))),
                PERSON);
        for (KubeObject failover : server.list(FAILOVER)) {
            server.update(failover.with("checkout", "metadata", "labels", Disruption.GROUP), PERSON);
        }
        built.advance(SETTLING);
        return built;
    }

    private void watch(Gvk kind) {
        server.list(kind).forEach(object -> witness(new Happened.Changed(Api.ChangeType.ADDED, object)));
        server.onChange(kind, change -> witness(new Happened.Changed(change.type(), change.object())));
    }

    private void witness(Happened what) {
        if (what instanceof Happened.Changed(var type, KubeObject run)
                && run.gvk().equals(RunJson.GVK)) {
            if (type == Api.ChangeType.DELETED || Evidence.isFinished(run)) {
                atWork.remove(run.name());
            } else {
                atWork.add(run.name());
            }
        }
        invariants.forEach(invariant -> invariant
                .brokenBy(what, evidence)
                .ifPresent(how -> violations.add(new Play.Violation(invariant.promise(), evidence.sinceStart(), how))));
    }

    ApiServer server() {
        return server;
    }

    RedisWorld world() {
        return world;
    }

    Duration age() {
        return evidence.sinceStart();
    }

    List<KubeObject> runs() {
        return evidence.runs();
    }

    List<Play.Violation> violations() {
        return List.copyOf(violations);
    }

    boolean isAtWork() {
        return !atWork.isEmpty();
    }

    /** Lets the time pass, until it is over or a promise is broken. */
    void passes(Duration by, Consumer<Estate> people) {
        Instant end = time.instant().plus(by);
        while (time.instant().isBefore(end) && violations.isEmpty()) {
            world.advance(isAtWork() ? AT_WORK : AT_REST);
            people.accept(this);
            replicas.forEach(Replica::act);
            witness(new Happened.Passed());
        }
    }
}
