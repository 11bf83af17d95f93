package dev.coxswain.action;

import dev.coxswain.cluster.Answer;
import dev.coxswain.cluster.ClusterView;
import dev.coxswain.cluster.Effect;
import dev.coxswain.cluster.Gvk;
import dev.coxswain.cluster.Json;
import dev.coxswain.cluster.KubeObject;
import dev.coxswain.cluster.ObjectRef;
import dev.coxswain.cluster.Outcome;
import dev.coxswain.cluster.Query;
import dev.coxswain.expression.Expression;
import dev.coxswain.fleet.Datastore;
import dev.coxswain.fleet.Fleet;
import dev.coxswain.fleet.Hold;
import dev.coxswain.fleet.Member;
import dev.coxswain.fleet.Operator;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** A small world made by hand: objects, one datastore, one operator, and what a step has done so far. */
public final class World {

    public static final Instant NOW = Instant.parse("2026-03-01T10:00:00Z");
    public static final String RUN = "coxswain/run-1";
    public static final String RUN_UID = "uid of run-1";
    public static final ObjectRef OPERATOR = ObjectRef.of("apps/v1", "Deployment", "redis-system", "redis-operator");
    public static final ObjectRef POD = ObjectRef.pod("shop", "rfr-cart-2");

    private final Map<ObjectRef, KubeObject> objects = new LinkedHashMap<>();
    private final Map<String, Map<String, @Nullable Object>> members = new LinkedHashMap<>();
    private final Map<Query, Answer> answers = new LinkedHashMap<>();
    private final List<Situation.Past> history = new ArrayList<>();
    private final Map<String, @Nullable Object> variables = new LinkedHashMap<>();
    private List<KubeObject> operatorPods = List.of();
    private String primary = "rfr-cart-0";
    private boolean planning;
    private Instant now = NOW;

    /** Three Redis pods, the last one not ready, in a StatefulSet of three; an operator with one ready pod. */
    public static World withAStuckReplica() {
        return new World()
                .has(object(OPERATOR).with(1L, "spec", "replicas"))
                .operatorPods(true)
                .has(object(ObjectRef.of("apps/v1", "StatefulSet", "shop", "rfr-cart"))
                        .with(3L, "spec", "replicas"))
                .member("rfr-cart-0", true)
                .member("rfr-cart-1", true)
                .member("rfr-cart-2", false);
    }

    public static KubeObject object(ObjectRef ref) {
        Map<String, Object> metadata = new LinkedHashMap<>();
        metadata.put("name", ref.name());
        metadata.put("namespace", ref.namespace());
        metadata.put("uid", "uid-" + ref.name());
        metadata.put("resourceVersion", "7");
        return KubeObject.of(
                Map.of("apiVersion", ref.gvk().apiVersion(), "kind", ref.gvk().kind(), "metadata", metadata));
    }

    public World has(KubeObject object) {
        objects.put(object.ref(), object);
        return this;
    }

    public World lost(ObjectRef ref) {
        objects.remove(ref);
        members.remove(ref.name());
        return this;
    }

    public KubeObject get(ObjectRef ref) {
        return Optional.ofNullable(objects.get(ref)).orElseThrow();
    }

    public World member(String name, boolean ready) {
        objects.putIfAbsent(ObjectRef.pod("shop", name), object(ObjectRef.pod("shop", name)));
        members.put(name, new LinkedHashMap<>(Map.of("name", name, "ready", ready, "workload", "rfr-cart")));
        return this;
    }

    public World memberSays(String name, String field, Object value) {
        Optional.ofNullable(members.get(name)).orElseThrow().put(field, value);
        return this;
    }

    public World primary(String name) {
        primary = name;
        return this;
    }

    public World operatorPods(boolean... ready) {
        List<KubeObject> pods = new ArrayList<>();
        for (boolean each : ready) {
            pods.add(object(ObjectRef.pod("redis-system", "redis-operator-" + pods.size()))
                    .with(List.of(Map.of("type", "Ready", "status", each ? "True" : "False")), "status", "conditions"));
        }
        operatorPods = List.copyOf(pods);
        return this;
    }

    public World heldBy(String run, int recorded) {
        return has(get(OPERATOR)
                .with(
                        Map.of(Hold.BY, run, Hold.UNTIL, NOW.toString(), Hold.REPLICAS, String.valueOf(recorded)),
                        "metadata",
                        "annotations")
                .with(0L, "spec", "replicas"));
    }

    /** What the API server answers when it is read; unlike the view, where {@link #has} puts things. */
    public World answers(KubeObject object) {
        answers.put(new Query.Read(object.ref()), new Answer.Found(Optional.of(object)));
        return this;
    }

    public World answersNothing(ObjectRef ref) {
        answers.put(new Query.Read(ref), new Answer.Found(Optional.empty()));
        return this;
    }

    public World did(Effect effect, Outcome outcome) {
        history.add(new Situation.Past(effect, outcome));
        return this;
    }

    public World did(Progress progress) {
        return did(effect(progress), Outcome.Applied.SILENTLY);
    }

    public World knows(String variable, @Nullable Object value) {
        variables.put(variable, value);
        return this;
    }

    public World isPlanned() {
        planning = true;
        return this;
    }

    public World isAt(Instant instant) {
        now = instant;
        return this;
    }

    public Progress next(Action action, Map<String, @Nullable Object> with) {
        return action.next(new Params(with), situation());
    }

    public Progress next(Action action) {
        return next(action, Map.of());
    }

    public Situation situation() {
        Operator operator = operator();
        Datastore datastore = datastore(operator);
        return new Situation(
                new HandMadeView(Map.copyOf(objects)),
                new Fleet(List.of(operator), List.of(datastore)),
                new Situation.Subject(
                        Optional.of(operator),
                        Optional.of(datastore),
                        datastore.members().stream()
                                .filter(m -> m.name().equals(POD.name()))
                                .findFirst()),
                variables,
                answers,
                history,
                RUN,
                RUN_UID,
                NOW,
                now,
                planning);
    }

    private Operator operator() {
        KubeObject workload = get(OPERATOR);
        return new Operator(
                "spotahome-redis",
                workload,
                "v1.2.4",
                workload.number(0, "spec", "replicas"),
                operatorPods,
                Hold.of(workload),
                Map.of());
    }

    private Datastore datastore(Operator operator) {
        List<Member> all = members.entrySet().stream()
                .map(e -> new Member(get(ObjectRef.pod("shop", e.getKey())), "redis", "redis", e.getValue()))
                .toList();
        Map<String, @Nullable Object> values = new LinkedHashMap<>();
        values.put("primary", primary.isEmpty() ? null : Map.of("name", primary));
        return new Datastore(
                "spotahome-redis",
                object(ObjectRef.of("databases.spotahome.com/v1", "RedisFailover", "shop", "cart")),
                Optional.of(operator),
                all,
                values);
    }

    public static Effect effect(Progress progress) {
        if (progress instanceof Progress.Apply(Effect effect, var _)) {
            return effect;
        }
        throw new AssertionError("no effect but " + progress);
    }

    public static Effect.Patch inverse(Progress progress) {
        if (progress instanceof Progress.Apply(var _, Optional<Effect> inverse)
                && inverse.orElseThrow() instanceof Effect.Patch patch) {
            return patch;
        }
        throw new AssertionError("nothing that can be undone but " + progress);
    }

    public static String refusal(Progress progress) {
        if (progress instanceof Progress.Refuse(String reason)) {
            return reason;
        }
        throw new AssertionError("no refusal but " + progress);
    }

    public static Map<String, @Nullable Object> target(ObjectRef ref) {
        return Map.of(
                "apiVersion", ref.gvk().apiVersion(),
                "kind", ref.gvk().kind(),
                "namespace", ref.namespace(),
                "name", ref.name());
    }

    /** An expression that is made of Java; a function that throws stands for one that cannot be evaluated. */
    public static Expression expression(
            String source, Function<Map<String, ? extends @Nullable Object>, @Nullable Object> function) {
        return new HandMadeExpression(source, Set.of(source), function);
    }

    private record HandMadeExpression(
            String source,
            Set<String> reads,
            Function<Map<String, ? extends @Nullable Object>, @Nullable Object> function)
            implements Expression {
        @Override
        public Result evaluate(Map<String, ? extends @Nullable Object> variables) {
            try {
                return new Result.Value(function.apply(variables));
            } catch (IllegalStateException e) {
                return new Result.Failure(String.valueOf(e.getMessage()));
            }
        }
    }

    private record HandMadeView(Map<ObjectRef, KubeObject> objects) implements ClusterView {
        @Override
        public Optional<KubeObject> find(ObjectRef ref) {
            return Optional.ofNullable(objects.get(ref));
        }

        @Override
        public List<KubeObject> list(Gvk gvk) {
            return objects.values().stream().filter(o -> o.gvk().equals(gvk)).toList();
        }
    }

    /** Reads JSON as an object, for what a test writes out. */
    public static Map<String, @Nullable Object> json(String text) {
        return Json.asMap(Json.parse(text.replace('\'', '"')));
    }
}
