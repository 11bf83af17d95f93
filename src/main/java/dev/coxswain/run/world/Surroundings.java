package dev.coxswain.run.world;

import dev.coxswain.action.Situation;
import dev.coxswain.cluster.ClusterView;
import dev.coxswain.cluster.KubeObject;
import dev.coxswain.cluster.ObjectRef;
import dev.coxswain.cluster.Query;
import dev.coxswain.cluster.Secrets;
import dev.coxswain.expression.Expression;
import dev.coxswain.expression.Said;
import dev.coxswain.fleet.Datastore;
import dev.coxswain.fleet.Fleet;
import dev.coxswain.fleet.Member;
import dev.coxswain.fleet.Operator;
import dev.coxswain.playbook.Playbook;
import dev.coxswain.run.record.Run;
import dev.coxswain.run.record.StepRecord;
import dev.coxswain.trigger.Target;
import java.util.Collection;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** A run's target as it is now, the variables that its expressions read, and what has to be asked before they can be trusted. */
public record Surroundings(
        Run run, Playbook playbook, ClusterView view, World world, Fleet fleet, Situation.Subject subject) {

    public static Surroundings of(Run run, Playbook playbook, ClusterView view, World world) {
        return of(run, playbook, view, world, world.fleets().read(view, world.answers()));
    }

    public static Surroundings of(Run run, Playbook playbook, ClusterView view, World world, Fleet fleet) {
        return new Surroundings(
                run, playbook, view, world, fleet, subject(run.spec().target(), fleet));
    }

    private static Situation.Subject subject(Target target, Fleet fleet) {
        return switch (target.kind()) {
            case MEMBER -> {
                Optional<Datastore> datastore = fleet.datastores().stream()
                        .filter(d -> d.profile().equals(target.profile())
                                && member(d, target).isPresent())
                        .findFirst();
                yield new Situation.Subject(
                        datastore.flatMap(Datastore::operator), datastore, datastore.flatMap(d -> member(d, target)));
            }
            case DATASTORE -> {
                Optional<Datastore> datastore = fleet.datastore(target.profile(), target.namespace(), target.name());
                yield new Situation.Subject(datastore.flatMap(Datastore::operator), datastore, Optional.empty());
            }
            case OPERATOR ->
                new Situation.Subject(
                        fleet.operator(target.namespace(), target.name()), Optional.empty(), Optional.empty());
            case OBJECT, NOTHING -> Situation.Subject.NONE;
        };
    }

    private static Optional<Member> member(Datastore datastore, Target target) {
        return datastore.members().stream()
                .filter(m ->
                        m.namespace().equals(target.namespace()) && m.name().equals(target.name()))
                .findFirst();
    }

    public Map<String, @Nullable Object> variables() {
        Map<String, @Nullable Object> variables = new LinkedHashMap<>();
        subject.operator().map(Operator::values).ifPresent(v -> variables.put("operator", v));
        subject.datastore().map(Datastore::values).ifPresent(v -> variables.put("datastore", v));
        subject.member().map(Member::values).ifPresent(v -> variables.put("member", v));
        object().map(Secrets::masked).map(KubeObject::tree).ifPresent(v -> variables.put("object", v));
        Map<String, @Nullable Object> params = new LinkedHashMap<>(playbook.params());
        params.putAll(run.spec().params());
        variables.put("params", params);
        variables.put("run", runValues());
        variables.put("steps", stepValues());
        variables.put("now", world.now());
        variables.putAll(run.lets());
        return variables;
    }

    private Optional<KubeObject> object() {
        Target target = run.spec().target();
        return playbook.trigger() instanceof Playbook.Trigger.OnObject on
                ? view.find(ObjectRef.of(on.apiVersion(), on.kind(), target.namespace(), target.name()))
                : Optional.empty();
    }

    private Map<String, @Nullable Object> runValues() {
        Map<String, @Nullable Object> values = new LinkedHashMap<>();
        values.put("name", run.spec().name());
        values.put("namespace", run.spec().namespace());
        values.put("playbook", run.spec().playbookName());
        values.put("startedAt", run.spec().createdAt());
        return values;
    }

    private Map<String, @Nullable Object> stepValues() {
        Map<String, @Nullable Object> values = new LinkedHashMap<>();
        for (StepRecord step : run.steps()) {
            Map<String, @Nullable Object> value = new LinkedHashMap<>();
            value.put("output", step.output());
            values.put(step.name(), value);
        }
        return values;
    }

    /** The questions that have to be asked, and have not been, before something that reads these fields can be evaluated. */
    public Set<Query> unasked(Collection<String> reads) {
        Set<Query> missing = new HashSet<>();
        if (Said.needsAsking(reads)) {
            subject.datastore().ifPresent(d -> missing.addAll(world.fleets().questions(d)));
            missing.removeAll(world.answers().keySet());
        }
        return missing;
    }

    /**
     * The same before something that looks at nothing else: of what the target says itself, no more is asked than is read.
     *
     * @param reads field paths, as expressions tell them
     */
    public Set<Query> unaskedOf(Collection<String> reads) {
        Set<Optional<String>> own = reads.stream()
                .filter(path -> Said.needsAsking(Set.of(path)))
                .map(Surroundings::ownQuestion)
                .collect(Collectors.toSet());
        if (own.contains(Optional.<String>empty()) || subject.member().isEmpty()) {
            return unasked(reads);
        }
        Set<String> names = own.stream().flatMap(Optional::stream).collect(Collectors.toSet());
        Set<Query> missing = new HashSet<>(world.fleets()
                .questions(subject.datastore().orElseThrow(), subject.member().get(), names));
        missing.removeAll(world.answers().keySet());
        return missing;
    }

    /** Of {@code member.says.info.role} the question, {@code info}. */
    private static Optional<String> ownQuestion(String path) {
        String[] segments = path.split("\\.", -1);
        return segments.length > 2 && segments[0].equals("member") && segments[1].equals("says")
                ? Optional.of(segments[2])
                : Optional.empty();
    }

    /** Whether the expression is true; the failure's text when it cannot be evaluated. */
    public Truth truth(Expression expression, Map<String, @Nullable Object> variables) {
        return switch (expression.evaluate(variables)) {
            case Expression.Result.Value(Object value) when Boolean.TRUE.equals(value) -> new Truth(true, "");
            case Expression.Result.Value(Object value) -> new Truth(false, expression.source() + " is " + value);
            case Expression.Result.Failure(String message) ->
                new Truth(false, expression.source() + " cannot be told: " + message);
        };
    }

    public record Truth(boolean holds, String why) {}
}
