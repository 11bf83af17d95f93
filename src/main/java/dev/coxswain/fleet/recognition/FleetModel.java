package dev.coxswain.fleet.recognition;

import dev.coxswain.cluster.ClusterView;
import dev.coxswain.cluster.Gvk;
import dev.coxswain.cluster.KubeObject;
import dev.coxswain.cluster.Query;
import dev.coxswain.expression.Template;
import dev.coxswain.fleet.Answers;
import dev.coxswain.fleet.Datastore;
import dev.coxswain.fleet.Fleet;
import dev.coxswain.fleet.Member;
import dev.coxswain.fleet.Operator;
import dev.coxswain.fleet.profile.Component;
import dev.coxswain.fleet.profile.DatastoreKind;
import dev.coxswain.fleet.profile.OperatorProfile;
import dev.coxswain.fleet.profile.Question;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/** Recognises the fleet in a view of the cluster by the profiles, and knows what its members can be asked. */
public final class FleetModel {

    private final Map<String, OperatorProfile> profiles = new LinkedHashMap<>();
    private final Memory<List<Operator>> knownOperators = new Memory<>();
    private final Memory<Datastore> knownDatastores = new Memory<>();
    private volatile @Nullable Reading lastReading;

    /** A later profile of the same name replaces an earlier one: that is how a built-in profile is overridden. */
    public FleetModel(List<OperatorProfile> profiles) {
        profiles.forEach(profile -> this.profiles.put(profile.name(), profile));
    }

    public List<OperatorProfile> profiles() {
        return List.copyOf(profiles.values());
    }

    public Optional<OperatorProfile> profile(String name) {
        return Optional.ofNullable(profiles.get(name));
    }

    /** The kinds that the view has to hold for {@link #fleet} to see anything. */
    public Set<Gvk> kinds() {
        return kinds(profiles.keySet());
    }

    /**
     * The same for what belongs to some of the profiles.
     *
     * @param of names of profiles; others count for nothing
     */
    public Set<Gvk> kinds(Collection<String> of) {
        Set<Gvk> kinds =
                new TreeSet<>(List.of(PodIndex.POD, OperatorDetection.DEPLOYMENT, OperatorDetection.STATEFUL_SET));
        profiles.values().stream()
                .filter(profile -> of.contains(profile.name()))
                .forEach(profile -> profile.datastores().forEach(kind -> kinds.add(kind.resource())));
        return kinds;
    }

    /** The fleet as the view shows it and as its members answered; pure. */
    public Fleet fleet(ClusterView view, Answers answers) {
        Fleet silent = silent(view);
        if (answers.equals(Answers.NONE)) {
            return silent;
        }
        Set<String> said = new HashSet<>();
        answers.all().keySet().forEach(key -> said.add(key.pod()));
        return new Fleet(
                silent.operators(),
                silent.datastores().stream()
                        .map(datastore -> datastore.members().stream()
                                        .anyMatch(member ->
                                                said.contains(member.pod().uid()))
                                ? hearing(datastore, view, answers)
                                : datastore)
                        .toList());
    }

    private Datastore hearing(Datastore datastore, ClusterView view, Answers answers) {
        KubeObject resource = datastore.resource();
        PodIndex pods = new PodIndex(view.list(PodIndex.POD, resource.namespace()));
        OperatorProfile profile = profile(datastore.profile()).orElseThrow();
        DatastoreKind kind = profile.datastores().stream()
                .filter(k -> k.resource().equals(resource.gvk()))
                .findFirst()
                .orElseThrow();
        return datastore(
                new Memory.Key(profile.name(), Optional.of(resource.ref())),
                new DatastoreReader(profile, kind),
                resource,
                datastore.operator(),
                new Looks.Sight(view, pods, answers, List.of()));
    }

    private Fleet silent(ClusterView view) {
        Reading known = lastReading;
        Optional<Reading> same = known == null ? Optional.empty() : known.in(view);
        Reading now = same.orElseGet(() -> {
            PodIndex pods = new PodIndex(view.list(PodIndex.POD));
            return Reading.of(view, kinds(), pods, recognise(view, pods));
        });
        lastReading = now;
        return now.fleet();
    }

    private Fleet recognise(ClusterView view, PodIndex pods) {
        List<Operator> operators = new ArrayList<>();
        List<Datastore> datastores = new ArrayList<>();
        Set<Memory.Key> present = new HashSet<>();
        for (OperatorProfile profile : profiles.values()) {
            Looks.Sight sight = new Looks.Sight(view, pods, Answers.NONE, List.of());
            List<Operator> own = knownOperators.recall(
                    new Memory.Key(profile.name(), Optional.empty()),
                    sight,
                    looks -> new OperatorDetection(looks).operators(profile));
            operators.addAll(own);
            for (DatastoreKind kind : profile.datastores()) {
                for (KubeObject resource : view.list(kind.resource())) {
                    Memory.Key key = new Memory.Key(profile.name(), Optional.of(resource.ref()));
                    present.add(key);
                    datastores.add(datastore(
                            key,
                            new DatastoreReader(profile, kind),
                            resource,
                            serving(own, resource.namespace()),
                            sight));
                }
            }
        }
        knownDatastores.keepOnly(present);
        return new Fleet(operators, datastores);
    }

    private Datastore datastore(
            Memory.Key key,
            DatastoreReader reader,
            KubeObject resource,
            Optional<Operator> operator,
            Looks.Sight sight) {
        List<Object> given = new ArrayList<>(List.of(resource));
        operator.ifPresent(given::add);
        return knownDatastores.recall(key, sight.from(given), looks -> reader.datastore(resource, operator, looks));
    }

    /**
     * The operator that serves a namespace. Of several, the one that lives there; empty when that does not decide it, because
     * holding the wrong one is worse than holding none.
     */
    private static Optional<Operator> serving(List<Operator> operators, String namespace) {
        List<Operator> watching = operators.stream()
                .filter(operator -> watches(operator, namespace))
                .toList();
        if (watching.size() == 1) {
            return Optional.of(watching.getFirst());
        }
        List<Operator> near = watching.stream()
                .filter(operator -> operator.namespace().equals(namespace))
                .toList();
        return near.size() == 1 ? Optional.of(near.getFirst()) : Optional.empty();
    }

    private static boolean watches(Operator operator, String namespace) {
        return !(operator.values().get("watches") instanceof List<?> watched)
                || watched.isEmpty()
                || watched.contains(namespace);
    }

    /** What the members of a datastore can be asked now; a container that does not run is not asked. */
    public List<Asking> questions(Datastore datastore) {
        return datastore.members().stream()
                .flatMap(member -> questions(datastore, member).stream())
                .toList();
    }

    /** What one member can be asked now. */
    public List<Asking> questions(Datastore datastore, Member member) {
        return component(datastore, member)
                .filter(_ -> Boolean.TRUE.equals(member.values().get("running")))
                .map(component -> component.questions().stream()
                        .map(question -> asking(datastore, member, question))
                        .toList())
                .orElse(List.of());
    }

    private Optional<Component> component(Datastore datastore, Member member) {
        return profile(datastore.profile()).stream()
                .flatMap(profile -> profile.datastores().stream())
                .filter(kind -> kind.resource().equals(datastore.resource().gvk()))
                .flatMap(kind -> kind.components().stream())
                .filter(component -> component.name().equals(member.component()))
                .findFirst();
    }

    private static Asking asking(Datastore datastore, Member member, Question question) {
        Map<String, @Nullable Object> variables = Map.of("datastore", datastore.values(), "member", member.values());
        List<String> command = question.command().stream()
                .map(word -> Rendering.text(word, variables))
                .toList();
        String container = question.container()
                .map((Template template) -> Rendering.text(template, variables))
                .orElse(member.container());
        return new Asking(
                new Answers.Key(member.pod().uid(), question.name()),
                new Query.Ask(member.pod().ref(), container, command, question.timeout()),
                question.format());
    }
}
