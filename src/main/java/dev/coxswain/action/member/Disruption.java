package dev.coxswain.action.member;

import dev.coxswain.cluster.ClusterView;
import dev.coxswain.cluster.Json;
import dev.coxswain.cluster.ObjectRef;
import dev.coxswain.fleet.Datastore;
import dev.coxswain.fleet.Fleet;
import dev.coxswain.fleet.Member;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;

/**
 * Says why a member must not be taken down now, if there is a reason.
 *
 * <ol>
 *   <li>It is the primary: by its own word, or, where no single member calls itself that, by its label.
 *   <li>It is the only one of its component.
 *   <li>Another one of its component is down, missing or on its way out, by whoever's doing (P2).
 *   <li>A member of another datastore of its declared group is down (P2).
 * </ol>
 */
public final class Disruption {

    private static final Set<String> PRIMARY_ROLES = Set.of("master", "primary", "leader");

    /** The label on custom resources by which a group of datastores is declared. */
    public static final String GROUP = "coxswain.dev/group";

    private Disruption() {}

    /**
     * @param fleet where the datastores of the same group are looked up: of those, too, only one may have a member down
     */
    public static Optional<String> objection(Datastore datastore, Member member, ClusterView view, Fleet fleet) {
        return objection(datastore, member, view).or(() -> inGroup(datastore, fleet));
    }

    private static Optional<String> inGroup(Datastore datastore, Fleet fleet) {
        String group = datastore.resource().labels().getOrDefault(GROUP, "");
        if (group.isEmpty()) {
            return Optional.empty();
        }
        return fleet.datastores().stream()
                .filter(other -> !other.key().equals(datastore.key()))
                .filter(other -> group.equals(other.resource().labels().get(GROUP)))
                .flatMap(other -> other.members().stream()
                        .filter(member -> !isUp(member))
                        .map(member -> member.name() + " of " + other.key() + ", which is in the group " + group
                                + " as well, is down: never two datastores of a group at a time"))
                .findFirst();
    }

    private static Optional<String> objection(Datastore datastore, Member member, ClusterView view) {
        if (isPrimary(datastore, member)) {
            return Optional.of(member.name() + " is the primary of " + datastore.key() + ": switch over first");
        }
        List<Member> others = datastore.members().stream()
                .filter(m ->
                        m.component().equals(member.component()) && !m.name().equals(member.name()))
                .toList();
        if (others.isEmpty()) {
            return Optional.of(member.name() + " is the only " + member.component() + " of " + datastore.key());
        }
        return others.stream()
                .filter(other -> !isUp(other))
                .findFirst()
                .map(other -> other.name() + " of " + datastore.key() + " is down as well: never two members at a time")
                .or(() -> missing(datastore, member, view));
    }

    private static boolean isPrimary(Datastore datastore, Member member) {
        String primary = Json.asText(Json.at(datastore.values(), "primary", "name"));
        String label = Json.asText(member.values().get("role")).toLowerCase(Locale.ROOT);
        return primary.isEmpty() ? PRIMARY_ROLES.contains(label) : primary.equals(member.name());
    }

    private static boolean isUp(Member member) {
        return Boolean.TRUE.equals(member.values().get("ready"))
                && !member.pod().isBeingDeleted();
    }

    /** A pod that does not exist at all is no member, so the workload has to be asked how many there should be. */
    private static Optional<String> missing(Datastore datastore, Member member, ClusterView view) {
        String workload = Json.asText(member.values().get("workload"));
        if (workload.isEmpty()) {
            return Optional.empty();
        }
        long wanted = view.find(ObjectRef.of("apps/v1", "StatefulSet", member.namespace(), workload))
                .map(set -> set.number(1, "spec", "replicas"))
                .orElse(0L);
        long there = datastore.members().stream()
                .filter(m -> workload.equals(m.values().get("workload")))
                .count();
        return there < wanted
                ? Optional.of("only " + there + " of the " + wanted + " pods of " + workload + " exist")
                : Optional.empty();
    }
}
