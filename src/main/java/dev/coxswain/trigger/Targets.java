package dev.coxswain.trigger;

import dev.coxswain.cluster.ClusterView;
import dev.coxswain.cluster.Gvk;
import dev.coxswain.cluster.KubeObject;
import dev.coxswain.cluster.Secrets;
import dev.coxswain.fleet.Datastore;
import dev.coxswain.fleet.Fleet;
import dev.coxswain.fleet.Member;
import dev.coxswain.fleet.Operator;
import dev.coxswain.playbook.Playbook;
import dev.coxswain.playbook.Playbook.Trigger;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Finds what a playbook is about, with the variables that its expressions read. */
public final class Targets {

    private final Fleet fleet;
    private final ClusterView view;

    public Targets(Fleet fleet, ClusterView view) {
        this.fleet = fleet;
        this.view = view;
    }

    /** A target with its variables. */
    public record Found(Target target, Map<String, @Nullable Object> variables) {
        private Found in(Playbook playbook, Instant now) {
            Map<String, @Nullable Object> all = new LinkedHashMap<>();
            all.put("params", playbook.params());
            all.put("now", now);
            all.putAll(variables);
            return new Found(target, all);
        }
    }

    /** Everything that a playbook could be about, in a fixed order. */
    public List<Found> of(Playbook playbook, Instant now) {
        return all(playbook.trigger()).map(found -> found.in(playbook, now)).toList();
    }

    /** One object that a playbook could be about; empty when it looks elsewhere. */
    static Optional<Found> of(Playbook playbook, Trigger.OnObject on, KubeObject object, Instant now) {
        return Optional.of(object)
                .filter(o -> isWatched(on, o))
                .map(Targets::found)
                .map(found -> found.in(playbook, now));
    }

    /** What is at the target's place now, though perhaps under another uid; empty when nothing is. */
    public Optional<Found> at(Target target, Playbook playbook, Instant now) {
        return of(playbook, now).stream()
                .filter(found -> found.target().isAtThePlaceOf(target))
                .findFirst();
    }

    private Stream<Found> all(Trigger trigger) {
        return switch (trigger) {
            case Trigger.OnObject on -> objects(on);
            case Trigger.OnMember on -> members(on.profiles());
            case Trigger.OnDatastore on -> datastores(on.profiles());
            case Trigger.OnOperator on -> operators(on.profiles());
            case Trigger.Manual(Trigger.Target target, List<String> profiles) ->
                switch (target) {
                    case MEMBER -> members(profiles);
                    case DATASTORE -> datastores(profiles);
                    case OPERATOR -> operators(profiles);
                    case NOTHING -> Stream.of(new Found(Target.NOTHING, Map.of()));
                    // which kind of object, nobody has said
                    case OBJECT -> Stream.empty();
                };
        };
    }

    private Stream<Found> objects(Trigger.OnObject on) {
        return view.list(Gvk.of(on.apiVersion(), on.kind())).stream()
                .filter(object -> isWatched(on, object))
                .map(Targets::found);
    }

    private static boolean isWatched(Trigger.OnObject on, KubeObject object) {
        return on.namespaces().isEmpty() || on.namespaces().contains(object.namespace());
    }

    private static Found found(KubeObject object) {
        return new Found(
                target(Trigger.Target.OBJECT, "", object),
                Map.of("object", Secrets.masked(object).tree()));
    }

    private Stream<Found> members(List<String> profiles) {
        return fleet.datastores().stream()
                .filter(datastore -> isOneOf(profiles, datastore.profile()))
                .flatMap(datastore -> datastore.members().stream().map(member -> member(datastore, member)));
    }

    private static Found member(Datastore datastore, Member member) {
        Map<String, @Nullable Object> variables = datastoreVariables(datastore);
        variables.put("member", member.values());
        return new Found(target(Trigger.Target.MEMBER, datastore.profile(), member.pod()), variables);
    }

    private Stream<Found> datastores(List<String> profiles) {
        return fleet.datastores().stream()
                .filter(datastore -> isOneOf(profiles, datastore.profile()))
                .map(datastore -> new Found(
                        target(Trigger.Target.DATASTORE, datastore.profile(), datastore.resource()),
                        datastoreVariables(datastore)));
    }

    private Stream<Found> operators(List<String> profiles) {
        return fleet.operators().stream()
                .filter(operator -> isOneOf(profiles, operator.profile()))
                .map(operator -> new Found(
                        target(Trigger.Target.OPERATOR, operator.profile(), operator.workload()),
                        Map.of("operator", operator.values())));
    }

    private static Map<String, @Nullable Object> datastoreVariables(Datastore datastore) {
        Map<String, @Nullable Object> variables = new LinkedHashMap<>();
        variables.put("datastore", datastore.values());
        variables.put("operator", datastore.operator().map(Operator::values).orElse(Map.of()));
        return variables;
    }

    private static Target target(Trigger.Target kind, String profile, KubeObject object) {
        return new Target(kind, profile, object.namespace(), object.name(), object.uid());
    }

    private static boolean isOneOf(List<String> profiles, String profile) {
        return profiles.isEmpty() || profiles.contains(profile);
    }
}
