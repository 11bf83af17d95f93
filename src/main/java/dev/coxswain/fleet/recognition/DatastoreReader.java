package dev.coxswain.fleet.recognition;

import dev.coxswain.cluster.Gvk;
import dev.coxswain.cluster.Json;
import dev.coxswain.cluster.KubeObject;
import dev.coxswain.cluster.ObjectRef;
import dev.coxswain.expression.Expression;
import dev.coxswain.fleet.Datastore;
import dev.coxswain.fleet.Member;
import dev.coxswain.fleet.Operator;
import dev.coxswain.fleet.profile.Component;
import dev.coxswain.fleet.profile.DatastoreKind;
import dev.coxswain.fleet.profile.OperatorProfile;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Reads datastores of one kind.
 *
 * <ol>
 *   <li>The custom resource gives the values that selectors and names are rendered from.
 *   <li>The selectors find the members; their pods and answers give what expressions read as {@code member}.
 *   <li>The profile says which of them is the primary by its own word; {@code datastore.primary} exists if that is one.
 *   <li>Health is decided last, over all of it.
 * </ol>
 */
final class DatastoreReader {

    private final OperatorProfile profile;
    private final DatastoreKind kind;

    DatastoreReader(OperatorProfile profile, DatastoreKind kind) {
        this.profile = profile;
        this.kind = kind;
    }

    Datastore datastore(KubeObject resource, Optional<Operator> operator, Looks looks) {
        Map<String, @Nullable Object> values = new LinkedHashMap<>(identity(resource));
        Map<String, @Nullable Object> identity = Map.of("datastore", Collections.unmodifiableMap(identity(resource)));
        values.put("components", components(resource.namespace(), identity, looks));
        List<Member> members = kind.components().stream()
                .flatMap(component -> members(resource.namespace(), component, identity, looks).stream())
                .sorted(Comparator.comparing(Member::name))
                .toList();
        values.put("members", members.stream().map(Member::values).toList());
        values.put("primaries", primaries(members));
        putByTrue(values, "replicas", members, kind.replica(), identity);
        if (values.get("primaries") instanceof List<?> primaries && primaries.size() == 1) {
            values.put("primary", primaries.getFirst());
        }
        values.put("healthy", Rendering.holds(kind.healthy(), Map.of("datastore", values)));
        return new Datastore(profile.name(), resource, operator, members, Collections.unmodifiableMap(values));
    }

    private Map<String, @Nullable Object> identity(KubeObject resource) {
        Map<String, @Nullable Object> values = new LinkedHashMap<>();
        values.put("name", resource.name());
        values.put("namespace", resource.namespace());
        values.put("uid", resource.uid());
        values.put("kind", resource.gvk().kind());
        values.put("apiVersion", resource.gvk().apiVersion());
        values.put("profile", profile.name());
        values.put("spec", resource.map("spec"));
        values.put("status", resource.map("status"));
        values.put("labels", resource.labels());
        values.put("annotations", resource.annotations());
        values.put("generation", resource.number(0, "metadata", "generation"));
        values.put("deleting", resource.isBeingDeleted());
        values.put(
                "paused",
                profile.pauseOf(kind.resource()).stream().anyMatch(pausing -> pausing.isPaused(resource, values)));
        return values;
    }

    private Map<String, @Nullable Object> components(
            String namespace, Map<String, @Nullable Object> variables, Looks looks) {
        Map<String, @Nullable Object> components = new LinkedHashMap<>();
        for (Component component : kind.components()) {
            String name = Rendering.text(component.workload(), variables);
            components.put(component.name(), workload(component, namespace, name, looks));
        }
        return Collections.unmodifiableMap(components);
    }

    private Map<String, @Nullable Object> workload(Component component, String namespace, String name, Looks looks) {
        Gvk gvk = Gvk.of("apps/v1", component.workloadKind());
        Optional<KubeObject> workload =
                name.isEmpty() ? Optional.empty() : looks.find(new ObjectRef(gvk, namespace, name));
        Map<String, @Nullable Object> values = new LinkedHashMap<>();
        values.put("workload", name);
        values.put("kind", component.workloadKind());
        values.put("exists", workload.isPresent());
        values.put(
                "replicas", workload.map(w -> w.number(1, "spec", "replicas")).orElse(0L));
        values.put(
                "readyReplicas",
                workload.map(w -> w.number(0, "status", "readyReplicas")).orElse(0L));
        values.put(
                "currentRevision",
                workload.map(w -> w.text("status", "currentRevision")).orElse(""));
        values.put(
                "updateRevision",
                workload.map(w -> w.text("status", "updateRevision")).orElse(""));
        return Collections.unmodifiableMap(values);
    }

    private List<Member> members(
            String namespace, Component component, Map<String, @Nullable Object> variables, Looks looks) {
        Map<String, String> selector = new LinkedHashMap<>();
        component.selector().forEach((label, value) -> selector.put(label, Rendering.text(value, variables)));
        return looks.pods(namespace, selector).stream()
                .map(pod -> member(pod, component, variables, looks))
                .toList();
    }

    private Member member(KubeObject pod, Component component, Map<String, @Nullable Object> variables, Looks looks) {
        String container = Rendering.text(component.container(), variables);
        Map<String, @Nullable Object> values = MemberValues.of(pod, component, container);
        values.put("workload", Rendering.text(component.workload(), variables));
        values.put("workloadKind", component.workloadKind());
        Map<String, @Nullable Object> withMember = new LinkedHashMap<>(variables);
        withMember.put("member", values);
        Optional<String> claim = component.volume().map(template -> Rendering.text(template, withMember));
        values.put("volume", MemberValues.volume(pod, claim));
        values.putAll(MemberValues.answers(pod, component, container, looks));
        withMember.put("member", Collections.unmodifiableMap(new LinkedHashMap<>(values)));
        values.put("primary", Rendering.holds(kind.primary(), withMember));
        return new Member(pod, component.name(), container, Collections.unmodifiableMap(values));
    }

    /** By what each of them was found to be when it was read. */
    private static List<@Nullable Object> primaries(List<Member> members) {
        List<@Nullable Object> chosen = new ArrayList<>();
        members.stream()
                .filter(member -> Boolean.TRUE.equals(member.values().get("primary")))
                .forEach(member -> chosen.add(Json.asMap(member.values())));
        return Collections.unmodifiableList(chosen);
    }

    private static void putByTrue(
            Map<String, @Nullable Object> values,
            String name,
            List<Member> members,
            Expression predicate,
            Map<String, @Nullable Object> variables) {
        List<@Nullable Object> chosen = new ArrayList<>();
        for (Member member : members) {
            Map<String, @Nullable Object> withMember = new LinkedHashMap<>(variables);
            withMember.put("member", member.values());
            if (Rendering.holds(predicate, withMember)) {
                chosen.add(Json.asMap(member.values()));
            }
        }
        values.put(name, Collections.unmodifiableList(chosen));
    }
}
