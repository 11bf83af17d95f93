package dev.coxswain.app.rehearsal;

import dev.coxswain.approval.Decision;
import dev.coxswain.approval.Question;
import dev.coxswain.cluster.Gvk;
import dev.coxswain.cluster.Json;
import dev.coxswain.cluster.KubeObject;
import dev.coxswain.cluster.ObjectRef;
import dev.coxswain.cluster.patch.MergePatch;
import dev.coxswain.expression.CelExpressions;
import dev.coxswain.expression.Diagnostics;
import dev.coxswain.expression.YamlDocument;
import dev.coxswain.fleet.profile.BuiltInProfiles;
import dev.coxswain.fleet.profile.OperatorProfile;
import dev.coxswain.fleet.recognition.FleetModel;
import dev.coxswain.kube.memory.Manifests;
import dev.coxswain.playbook.Playbook;
import dev.coxswain.run.engine.RunEngine;
import dev.coxswain.run.journal.RunJson;
import dev.coxswain.run.record.Run;
import dev.coxswain.run.supervision.ByHand;
import dev.coxswain.simulator.VirtualTime;
import dev.coxswain.simulator.api.Api;
import dev.coxswain.simulator.api.ApiServer;
import dev.coxswain.simulator.opstree.OpstreeOperator;
import dev.coxswain.simulator.spotahome.SpotahomeOperator;
import dev.coxswain.simulator.world.RedisWorld;
import dev.coxswain.simulator.world.RedisWorldBuilder;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SplittableRandom;
import java.util.function.BiFunction;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** A simulated cluster with one Redis datastore, everything up, and a supervisor with one playbook: where a scenario begins. */
final class RedisStage {

    static final ObjectRef OPERATOR = ObjectRef.of("apps/v1", "Deployment", "redis-operator", "redis-operator");

    private static final Api.Actor PERSON = new Api.Actor("kubernetes-admin", "kubectl");
    private static final String HOME = "coxswain";
    private static final long SEED = 1;
    private static final List<KubeObject> MANIFESTS = manifests();
    private static final List<OperatorProfile> PROFILES = BuiltInProfiles.all(new CelExpressions());

    private final ApiServer server;
    private final RedisWorld world;
    private final Optional<Rehearsal> rehearsal;
    private final Datastore datastore;
    private final Map<String, String> uids;

    private final ObjectRef operator;

    record Datastore(String namespace, String name, Scenario.Keeper keeper) {}

    RedisStage(Datastore datastore, Playbook playbook, Cast.Casting casting) {
        this(datastore, List.of(playbook), casting);
    }

    RedisStage(Datastore datastore, List<Playbook> playbooks, Cast.Casting casting) {
        this(
                datastore,
                new VirtualTime(Instant.parse("2026-03-01T03:00:00Z")),
                Optional.of((time, server) ->
                        casting.apply(new Cast.Setting(time, server, new FleetModel(PROFILES), playbooks, HOME))));
    }

    /** A stage that is supervised by a process of its own, from outside. */
    RedisStage(Datastore datastore, VirtualTime time) {
        this(datastore, time, Optional.empty());
    }

    private RedisStage(
            Datastore datastore, VirtualTime time, Optional<BiFunction<VirtualTime, ApiServer, Cast>> supervisors) {
        this.datastore = datastore;
        this.server = new ApiServer(time, new SplittableRandom(SEED));
        this.operator = operatorOf(datastore.keeper());
        this.world = furnished(RedisWorld.builder(time, server, server.lock()), datastore)
                .build();
        server.setRuntime(world.runtime());
        install(server);
        this.rehearsal = supervisors.map(cast -> new Rehearsal(time, world::advance, server, cast.apply(time, server)));
        this.uids = podUids();
    }

    private static ObjectRef operatorOf(Scenario.Keeper keeper) {
        return switch (keeper) {
            case Scenario.Keeper.Spotahome _ -> OPERATOR;
            case Scenario.Keeper.Opstree _ -> ObjectRef.of("apps/v1", "Deployment", "ot-operators", "redis-operator");
        };
    }

    private static RedisWorldBuilder furnished(RedisWorldBuilder builder, Datastore datastore) {
        String namespace = datastore.namespace();
        return switch (datastore.keeper()) {
            case Scenario.Keeper.Spotahome(boolean chart) -> {
                RedisWorldBuilder world = builder.failover(namespace, datastore.name());
                yield chart ? world.helmCrd() : world;
            }
            case Scenario.Keeper.Opstree(int size, int sentinels, int embedded) -> {
                RedisWorldBuilder world = builder.replication(namespace, datastore.name(), size, embedded);
                yield sentinels == 0 ? world : world.sentinel(namespace, "watch", datastore.name(), sentinels);
            }
        };
    }

    private static void install(ApiServer server) {
        MANIFESTS.forEach(each -> server.create(each, PERSON));
        server.create(
                KubeObject.of(Map.of("apiVersion", "v1", "kind", "Namespace", "metadata", Map.of("name", HOME))),
                PERSON);
    }

    private static List<KubeObject> manifests() {
        String text = Manifests.all(PERSON.user());
        return YamlDocument.read(text, new Diagnostics("the manifests", text)).stream()
                .map(document -> KubeObject.of(Json.asMap(document.json())))
                .toList();
    }

    ApiServer server() {
        return server;
    }

    RedisWorld world() {
        return world;
    }

    /** @throws IllegalStateException when others supervise it */
    Rehearsal rehearsal() {
        return rehearsal.orElseThrow(() -> new IllegalStateException("nobody rehearses here"));
    }

    /** All runs as the cluster holds them, those that began first before the others. */
    List<Run> runs() {
        return server.list(RunJson.GVK).stream()
                .map(RunJson::read)
                .sorted(Comparator.comparing(run -> run.spec().createdAt()))
                .toList();
    }

    /** Somebody starts a run, whatever the trigger thinks of it. */
    void startByHand(Playbook playbook, String target) {
        ByHand byHand = new ByHand(HOME, new FleetModel(PROFILES), new LiveView(server).get());
        server.create(
                ByHand.document(byHand.run(
                        playbook,
                        target,
                        Map.of(),
                        PERSON.user(),
                        server.clock().instant())),
                PERSON);
    }

    String primary() {
        return world.primaryOf(datastore.namespace(), datastore.name()).orElse("none");
    }

    KubeObject operator() {
        return server.find(operator).orElseThrow(() -> new IllegalStateException("the operator's Deployment is gone"));
    }

    /** The servers that have been replaced since the beginning, in order of names; one that is gone counts as well. */
    List<String> recreated() {
        Map<String, String> now = podUids();
        return uids.entrySet().stream()
                .filter(before -> !before.getValue().equals(now.get(before.getKey())))
                .map(Map.Entry::getKey)
                .sorted()
                .toList();
    }

    private Map<String, String> podUids() {
        return world.servers(datastore.namespace(), datastore.name()).stream()
                .collect(Collectors.toMap(KubeObject::name, KubeObject::uid));
    }

    /**
     * Answers every question that is open at the moment.
     *
     * @throws IllegalArgumentException when there is none
     */
    void answer(String answer) {
        List<Run> asking = runs().stream()
                .filter(run -> RunEngine.openQuestion(run).isPresent())
                .toList();
        if (asking.isEmpty()) {
            throw new IllegalArgumentException("no question is open");
        }
        asking.forEach(run -> answer(run, RunEngine.openQuestion(run).orElseThrow(), answer));
    }

    private void answer(Run run, Question question, String answer) {
        Map<String, Object> spec = Map.of(
                "run", run.spec().name(),
                "question", question.id(),
                "digest", question.digest(),
                "answer", answer,
                "by", PERSON.user());
        server.create(
                KubeObject.of(Map.of(
                        "apiVersion",
                        Decision.GVK.apiVersion(),
                        "kind",
                        Decision.GVK.kind(),
                        "metadata",
                        Map.of(
                                "namespace",
                                run.spec().namespace(),
                                "name",
                                run.spec().name() + "-" + question.id()),
                        "spec",
                        spec)),
                PERSON);
    }

    /** Deletes a server's pod behind everybody's back. */
    void killPod(String pod) {
        server.delete(ObjectRef.pod(datastore.namespace(), pod), dev.coxswain.cluster.Preconditions.NONE, PERSON);
    }

    /** Whether an annotation makes the operator leave the datastore alone. */
    boolean isPaused() {
        return server.find(resource()).stream()
                .flatMap(resource -> resource.annotations().entrySet().stream())
                .anyMatch(e ->
                        e.getKey().endsWith("/skip-reconcile") && e.getValue().equals("true"));
    }

    private ObjectRef resource() {
        return switch (datastore.keeper()) {
            case Scenario.Keeper.Spotahome _ ->
                new ObjectRef(SpotahomeOperator.KIND, datastore.namespace(), datastore.name());
            case Scenario.Keeper.Opstree _ ->
                new ObjectRef(OpstreeOperator.REPLICATION, datastore.namespace(), datastore.name());
        };
    }

    /** Somebody changes an object with kubectl. */
    void patch(ObjectRef target, Map<String, @Nullable Object> merge) {
        KubeObject before = server.find(target)
                .orElseThrow(() -> new IllegalArgumentException("there is no " + target + " to patch"));
        server.update(KubeObject.of(Json.asMap(MergePatch.apply(before.tree(), merge))), PERSON);
    }

    /** @param pods the name of one, or how the names of several begin, with a star behind it */
    void redisCli(String pods, List<String> command) {
        List<String> names = server.list(Gvk.of("v1", "Pod"), datastore.namespace()).stream()
                .map(KubeObject::name)
                .filter(name ->
                        pods.endsWith("*") ? name.startsWith(pods.substring(0, pods.length() - 1)) : name.equals(pods))
                .toList();
        if (names.isEmpty()) {
            throw new IllegalArgumentException("there is no pod " + pods);
        }
        names.forEach(name -> world.redisCli(datastore.namespace(), name, command.toArray(String[]::new)));
    }

    /** Somebody sets the operator's replicas, whatever we think of it. */
    void scaleOperator(long replicas) {
        server.update(operator().with(replicas, "spec", "replicas"), PERSON);
    }
}
